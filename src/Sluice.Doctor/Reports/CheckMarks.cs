using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Reports;

/// <summary>Tells how bad a failure is: by what it does to the go command, and by what findings rest on it.</summary>
internal sealed class CheckMarks
{
    private readonly IReadOnlyList<Need> _needs;
    private readonly Dictionary<string, CheckState> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, CheckState> _probes = new(StringComparer.Ordinal);

    /// <summary>Reads a diagnosis.</summary>
    public CheckMarks(Diagnosis diagnosis)
    {
        _needs = Situation.Of(diagnosis.Bundle).Needs;
        foreach (var need in _needs.Where(need => need is { Hurts: true, Endpoint: not null }))
        {
            Note(_hosts, need.Endpoint!.Host, StateOf(need.Harm));
            if (Uri.TryCreate(need.Endpoint.Via, UriKind.Absolute, out var proxy))
            {
                Note(_hosts, proxy.Host, StateOf(need.Harm));
            }
        }

        foreach (var finding in diagnosis.Findings)
        {
            var state = finding.Severity == Severity.Fatal ? CheckState.Problem : CheckState.Warning;
            foreach (var sighting in finding.Evidence)
            {
                Note(_probes, sighting.Source, state);
            }
        }

        Findings = diagnosis.Findings;
    }

    /// <summary>The findings.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>Of something about a host: fine, or as bad as the host's failure is.</summary>
    public CheckState Of(bool isFine, string host, string probe) => isFine ? OfProbe(probe, isFine) : _hosts.GetValueOrDefault(host, _probes.GetValueOrDefault(probe, CheckState.Fact));

    /// <summary>Of something that a need rests on.</summary>
    public CheckState OfNeed(bool isFine, Func<Need, bool> isThat) => _needs.FirstOrDefault(need => isThat(need) && need.Hurts) is { } need ? StateOf(need.Harm) : isFine ? CheckState.Ok : CheckState.Fact;

    /// <summary>Of a probe: as bad as what rests on it.</summary>
    public CheckState OfProbe(string probe, bool isFine) => _probes.GetValueOrDefault(probe, isFine ? CheckState.Ok : CheckState.Fact);

    private static CheckState StateOf(Harm harm) => harm switch
    {
        Harm.Blocks => CheckState.Problem,
        Harm.Delays => CheckState.Warning,
        _ => CheckState.Fact,
    };

    private static void Note(Dictionary<string, CheckState> table, string key, CheckState state) => table[key] = table.TryGetValue(key, out var known) && known > state ? known : state;
}
