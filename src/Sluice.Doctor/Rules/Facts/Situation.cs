using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Rules.Facts;

/// <summary>A bundle as rules see it: what the go command would need here, what of it fails, and where. Immutable.</summary>
internal sealed class Situation
{
    private Situation(EvidenceBundle bundle)
    {
        Bundle = bundle;
        Chain = ChainView.Of(bundle);
        Needs = NeedPlan.Of(bundle, Chain);
        Failing =
        [
            .. Needs.Where(need => need is { Hurts: true, Endpoint.Stage: not Stage.None })
                .GroupBy(need => (need.Endpoint!.Name, need.Endpoint.Via, need.Endpoint.Stage))
                .Select(group => new FailingEndpoint(group.First().Endpoint!, [.. group])),
        ];
    }

    /// <summary>All evidence.</summary>
    public EvidenceBundle Bundle { get; }

    /// <summary>GOPROXY and what else decides who is asked.</summary>
    public ChainView Chain { get; }

    /// <summary>Everything that the go command needs for the modules asked for, in the order in which it would ask.</summary>
    public IReadOnlyList<Need> Needs { get; }

    /// <summary>Hosts that fail and hurt by it, each once for each stage, the ones that the go command meets first before the others.</summary>
    public IReadOnlyList<FailingEndpoint> Failing { get; }

    /// <summary>The settings; null when they could not be read.</summary>
    public SettingsEvidence? Settings => Bundle.Settings.Value;

    /// <summary>The resolver configuration; null when it could not be read.</summary>
    public ResolverEvidence? Resolvers => Bundle.Resolvers.Value;

    /// <summary>The hosts file; null when it could not be read.</summary>
    public HostsEvidence? Hosts => Bundle.Hosts.Value;

    /// <summary>What fails and hurts.</summary>
    public IEnumerable<Need> Hurting => Needs.Where(need => need.Hurts);

    /// <summary>Reads a bundle.</summary>
    public static Situation Of(EvidenceBundle bundle) => new(bundle);

    /// <summary>Hosts that fail at a stage.</summary>
    public IEnumerable<FailingEndpoint> At(Stage stage) => Failing.Where(failing => failing.Endpoint.Stage == stage);
}

/// <summary>A host that fails, and what that breaks.</summary>
/// <param name="Endpoint">The host.</param>
/// <param name="Needs">What fails with it; at least one.</param>
internal sealed record FailingEndpoint(Endpoint Endpoint, IReadOnlyList<Need> Needs)
{
    /// <summary>The probe's id for evidence.</summary>
    public string Probe => Needs[0].Probe;
}
