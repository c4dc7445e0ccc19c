using Sluice.Doctor.Evidence;
using Sluice.Modules.GoEnvironment;

namespace Sluice.Doctor.Rules.Facts;

/// <summary>Tells whether an entry of GOPROXY gives a module.</summary>
internal static class ProxyNeeds
{
    /// <summary>With this much of a body that stopped at our time limit the way is slow, not broken.</summary>
    private const long SlowBytes = 16 * 1024;

    /// <summary>How the entry did.</summary>
    public static Need Of(EvidenceBundle bundle, GoProxyEntry entry, int position, Target target)
    {
        var name = FormattableString.Invariant($"GOPROXY entry {position}, {entry.Name}");
        var evidence = bundle.GoProxies.Select(probed => probed.Value).FirstOrDefault(value => value is not null && value.Entry == entry.Name && (target.Module.Length == 0 || value.Module == target.Module));
        var draft = new Need(NeedKind.ModuleProxy, name, target, NeedState.Unknown) { Proxy = evidence, Probe = $"goproxy {entry.Name}" };
        if (evidence is null)
        {
            var endpoint = entry.Url is { IsFile: false } url ? EndpointFacts.OfProbes(bundle, url) : null;
            return endpoint is null or { Stage: Stage.None } ? draft : draft with { State = NeedState.Broken, Endpoint = endpoint };
        }

        return entry.Url!.IsFile ? OfTree(draft, evidence) : OfSteps(bundle, draft, evidence, target);
    }

    private static Need OfTree(Need draft, GoProxyEvidence evidence)
    {
        var folder = evidence.FileTree.FirstOrDefault();
        var files = evidence.FileTree.Skip(draft.Target.Version.Length == 0 ? 1 : 2).ToList();
        return draft with
        {
            State = folder is null || !folder.Exists || folder.IsReadable == Tri.No ? NeedState.Broken : files.TrueForAll(file => file.Exists) ? NeedState.Works : NeedState.Absent,
        };
    }

    private static Need OfSteps(EvidenceBundle bundle, Need draft, GoProxyEvidence evidence, Target target)
    {
        ProxyStep[] wanted = target.Version.Length == 0 ? [ProxyStep.List, ProxyStep.Latest, ProxyStep.Info, ProxyStep.GoMod, ProxyStep.Zip] : [ProxyStep.Info, ProxyStep.GoMod, ProxyStep.Zip];
        var taken = wanted.Select(step => evidence.Steps.FirstOrDefault(done => done.Step == step)).OfType<ProxyExchange>().Where(step => step.Exchange is not null).ToList();
        var hasList = taken.Exists(step => step.Step == ProxyStep.List && IsFine(step) && step.Exchange!.Last.Content is { ReadBytes: > 0 });
        foreach (var step in taken.Where(step => !(step.Step == ProxyStep.Latest && hasList)))
        {
            if (IsFine(step) || (step.Step == ProxyStep.List && IsAbsent(step) && taken.Count > 1))
            {
                continue;
            }

            // What is announced and then not there is a fault of the proxy; what was never there is an answer.
            var isAbsent = IsAbsent(step) && step.Step is ProxyStep.List or ProxyStep.Latest or ProxyStep.Info;
            return draft with
            {
                State = isAbsent ? NeedState.Absent : NeedState.Broken,
                Step = step.Step,
                Exchange = step.Exchange,
                FormProblem = step.FormProblem,
                Endpoint = isAbsent ? null : EndpointFacts.Of(bundle, step.Exchange),
            };
        }

        return draft with { State = taken.Count == 0 ? NeedState.Unknown : NeedState.Works };
    }

    /// <summary>An answer of the protocol.</summary>
    public static bool IsFine(ProxyExchange step) =>
        (step is { Exchange: { Outcome: HttpOutcome.Answered, Status: 200 }, FormProblem: null })
        || step is { Exchange: { Outcome: HttpOutcome.BodyStalled, Status: 200, Last.Content: { ReadBytes: >= SlowBytes, Kind: not ContentKind.Html } } };

    /// <summary>Proven absence. A web page is none: a portal made it.</summary>
    public static bool IsAbsent(ProxyExchange step) => step is { Exchange: { Outcome: HttpOutcome.Answered, Status: 404 or 410 } };
}
