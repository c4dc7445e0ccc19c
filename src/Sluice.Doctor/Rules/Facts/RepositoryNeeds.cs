using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Rules.Facts;

/// <summary>Tells whether a module's repository gives it.</summary>
internal static class RepositoryNeeds
{
    /// <summary>How the repository did.</summary>
    public static Need Of(EvidenceBundle bundle, ChainView chain, Target target)
    {
        var evidence = bundle.Vcs.Select(probed => probed.Value).FirstOrDefault(value => value is not null && (target.Module.Length == 0 || value.Module == target.Module));
        var draft = new Need(NeedKind.Repository, $"repository of {target.Module}", target, NeedState.Unknown) { Vcs = evidence, Probe = $"vcs {target.Module}" };
        if (evidence is null)
        {
            return draft;
        }

        if (evidence.Repository is null)
        {
            // A page that came and says nothing of use is judged for itself; one that did not come fails where it failed.
            var cameNot = evidence.Discovery is { Outcome: not HttpOutcome.Answered };
            return draft with { State = NeedState.Broken, Exchange = evidence.Discovery, Endpoint = cameNot ? EndpointFacts.Of(bundle, evidence.Discovery) : null };
        }

        if (!chain.AllowsVcs(target.Module, evidence.Repository.Vcs))
        {
            return draft with { State = NeedState.Broken };
        }

        var remotes = AskedByGo(evidence);
        if (remotes.Count == 0)
        {
            return draft;
        }

        if (remotes.Any(remote => remote.Outcome == RemoteOutcome.Answered && remote.HasVersion != Tri.No))
        {
            return draft with { State = NeedState.Works };
        }

        var unreached = remotes.FirstOrDefault(remote => remote.Outcome is RemoteOutcome.Failed or RemoteOutcome.TimedOut && remote.Http is { Outcome: not HttpOutcome.Answered });
        var ssh = unreached is null ? remotes.FirstOrDefault(remote => remote.Tcp.Count > 0 && remote.Tcp.All(attempt => attempt.Outcome != ConnectOutcome.Connected)) : null;
        return draft with
        {
            State = NeedState.Broken,
            Exchange = (unreached ?? remotes[0]).Http,
            Endpoint = unreached is not null ? EndpointFacts.Of(bundle, unreached.Http) : ssh is not null ? EndpointOf(ssh) : null,
        };
    }

    /// <summary>The addresses that the go command itself would try: one where a rule or a tag names it, several where only the path does.</summary>
    public static IReadOnlyList<RemoteFact> AskedByGo(VcsEvidence evidence) =>
        evidence.Repository?.FoundBy is "host rule" or "go-import" ? [.. evidence.Remotes.Take(1)] : evidence.Remotes;

    private static Endpoint? EndpointOf(RemoteFact remote)
    {
        var url = remote.RewrittenTo ?? remote.Url;
        return Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed.Host.Length > 0
            ? new Endpoint(parsed.Host, parsed.Port > 0 ? parsed.Port : 22, null, Stage.Connect) { Attempts = remote.Tcp }
            : null;
    }
}
