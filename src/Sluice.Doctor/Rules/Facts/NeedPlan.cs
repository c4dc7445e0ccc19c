using Sluice.Doctor.Evidence;
using Sluice.Modules.GoEnvironment;

namespace Sluice.Doctor.Rules.Facts;

/// <summary>
/// Walks the way of the go command with the answers that probes got (https://go.dev/ref/mod#goproxy-protocol; cmd/go/internal/modfetch, <c>TryProxies</c> and
/// <c>dbDial</c>): which sources would be asked for each module, which failure ends it, which one only costs time.
/// </summary>
internal static class NeedPlan
{
    /// <summary>All needs, in the order of the way.</summary>
    public static IReadOnlyList<Need> Of(EvidenceBundle bundle, ChainView chain)
    {
        var needs = new List<Need>();
        foreach (var target in TargetsOf(bundle))
        {
            var sources = SourcesOf(bundle, chain, target);
            var cameNot = sources is [.., { State: NeedState.Broken or NeedState.Absent }];
            needs.AddRange(sources);

            // What nobody has, the database cannot have either: there is nothing to compare.
            needs.AddRange(SumDbOf(bundle, chain, target).Select(need => cameNot && need is { Step: ProxyStep.SumDbLookup, Exchange: { Outcome: HttpOutcome.Answered, Status: 404 or 410 } } ? need with { Harm = Harm.None } : need));
        }

        return needs;
    }

    /// <summary>The modules asked for; without any, the one that probes took in their stead.</summary>
    private static List<Target> TargetsOf(EvidenceBundle bundle)
    {
        if (bundle.Asked.Modules.Count > 0)
        {
            return [.. bundle.Asked.Modules.Select(Parse)];
        }

        var reference = bundle.GoProxies.Select(probed => probed.Value).FirstOrDefault(value => value is { IsReference: true });
        var named = bundle.SumDb.Select(probed => probed.Value).FirstOrDefault(value => value is not null);
        var module = reference?.Module ?? named?.Module ?? bundle.Vcs.Select(probed => probed.Value?.Module).FirstOrDefault(path => path is not null);
        return module is null && bundle.GoProxies.Count == 0 ? [] : [new Target(module ?? "", reference?.Version ?? named?.Version ?? "", IsReference: true)];
    }

    private static Target Parse(string text)
    {
        var at = text.LastIndexOf('@');
        var version = at < 0 ? "" : text[(at + 1)..].Trim();
        return new Target((at < 0 ? text : text[..at]).Trim(), version == "latest" ? "" : version, IsReference: false);
    }

    private static List<Need> SourcesOf(EvidenceBundle bundle, ChainView chain, Target target)
    {
        var needs = new List<Need>();
        if (chain.SkipsProxy(target.Module))
        {
            needs.Add(RepositoryNeeds.Of(bundle, chain, target));
            return WithHarm(needs, target);
        }

        var position = 0;
        foreach (var entry in chain.Entries)
        {
            position++;
            if (entry.Kind == GoProxyEntryKind.Off)
            {
                break;
            }

            var need = entry.Kind == GoProxyEntryKind.Direct ? RepositoryNeeds.Of(bundle, chain, target) : ProxyNeeds.Of(bundle, entry, position, target);
            needs.Add(need);
            if (need.State is NeedState.Works or NeedState.Unknown || (need.State == NeedState.Broken && !entry.ContinuesOnAnyFault))
            {
                break;
            }
        }

        return WithHarm(needs, target);
    }

    /// <summary>What failed before something worked only cost time; where nothing worked, all of it is what the user sees.</summary>
    private static List<Need> WithHarm(List<Need> needs, Target target)
    {
        if (needs.Count == 0)
        {
            return needs;
        }

        var isOver = needs[^1].State is NeedState.Broken or NeedState.Absent;
        var isReached = needs[^1].Kind == NeedKind.Repository && needs[^1].State == NeedState.Broken;
        return [.. needs.Select(need => need with { Harm = HarmOf(need) })];

        Harm HarmOf(Need need) => need.State switch
        {
            NeedState.Broken => isOver ? Harm.Blocks : Harm.Delays,

            // A source that lacks the module of our choice is sound; and where the repository was asked in the end, its error is the one that counts.
            NeedState.Absent => isOver && !target.IsReference && !isReached ? Harm.Blocks : Harm.None,
            _ => Harm.None,
        };
    }

    private static IEnumerable<Need> SumDbOf(EvidenceBundle bundle, ChainView chain, Target target)
    {
        if (chain.SkipsSumDb(target.Module) || chain.Entries.All(entry => entry.Url is { IsFile: true } || entry.Kind == GoProxyEntryKind.Off))
        {
            return [];
        }

        var needs = new List<Need>();
        foreach (var entry in chain.SumDb.Url is null ? chain.Entries.Where(entry => entry.Url is { IsFile: false }) : [])
        {
            var need = SumDbNeeds.Through(bundle, chain.SumDb, entry, target);
            if (need is null)
            {
                return needs;
            }

            // Not relayed: the next one is asked, in the end the database itself.
            if (need.State == NeedState.Absent)
            {
                continue;
            }

            needs.Add(need with { Harm = need.State != NeedState.Broken ? Harm.None : entry.ContinuesOnAnyFault && need.Step == ProxyStep.SumDbSupported ? Harm.Delays : Harm.Blocks });
            if (need.State != NeedState.Broken || needs[^1].Harm == Harm.Blocks)
            {
                return needs;
            }
        }

        if (SumDbNeeds.Direct(bundle, chain.SumDb, target) is { } direct)
        {
            needs.Add(direct with { Harm = direct.State == NeedState.Broken ? Harm.Blocks : Harm.None });
        }

        return needs;
    }
}
