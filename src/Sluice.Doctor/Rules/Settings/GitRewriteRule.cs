using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Settings;

/// <summary>
/// Git goes another way than the go command's own requests, and fails there: <c>insteadOf</c> leads to a host that gives no connection while the original host does, or git's own
/// forward proxy is dead. A rewrite that works, or whose target refuses for other reasons, is not the cause.
/// </summary>
internal sealed class GitRewriteRule : IRule
{
    /// <inheritdoc/>
    public string Id => "git-rewrite";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        foreach (var need in situation.Hurting.Where(need => need is { Kind: NeedKind.Repository, Vcs: not null }))
        {
            foreach (var remote in RepositoryNeeds.AskedByGo(need.Vcs!).Where(remote => remote.Outcome is RemoteOutcome.Failed or RemoteOutcome.TimedOut))
            {
                if (OfRewrite(situation, need, remote) is { } rewrite)
                {
                    yield return rewrite;
                }
                else if (OfProxy(situation, need, remote) is { } proxy)
                {
                    yield return proxy;
                }
            }
        }
    }

    private static Claim? OfRewrite(Situation situation, Need need, RemoteFact remote)
    {
        var isUnreached = need.Endpoint is { Stage: Stage.Name or Stage.Connect } || (remote.Tcp.Count == 0 && remote.Http is null && Services.GitWords.CodeOf(remote.Errors) == FindingCodes.VcsUnreachable);
        if (remote.RewrittenTo is null || !isUnreached || !Uri.TryCreate(remote.Url, UriKind.Absolute, out var original))
        {
            return null;
        }

        var direct = EndpointFacts.OfProbes(situation.Bundle, original);
        var isSound = direct.Stage == Stage.None && direct.Attempts.Any(attempt => attempt.Outcome == ConnectOutcome.Connected);
        var rules = situation.Settings?.Git.Settings.Where(setting => setting.Name.EndsWith(".insteadof", StringComparison.OrdinalIgnoreCase) && remote.Url.StartsWith(setting.Value, StringComparison.Ordinal)).ToList() ?? [];
        return Claims.Of(need, FindingCodes.GitInsteadOf, Layer.Settings, [.. rules.Select(SettingLines.Of), $"{remote.Url} → {remote.RewrittenTo}", Show.Start(remote.Errors)]) with
        {
            Confidence = isSound ? Confidence.Proven : Confidence.Likely,
            IsPerSubject = true,
        };
    }

    private static Claim? OfProxy(Situation situation, Need need, RemoteFact remote)
    {
        var proxies = situation.Settings?.Git.Settings.Where(setting => setting.Name.StartsWith("http", StringComparison.Ordinal) && setting.Name.EndsWith(".proxy", StringComparison.Ordinal) && setting.Value.Length > 0).ToList() ?? [];
        var isOwn = remote.Http is { Outcome: HttpOutcome.Answered };
        return proxies.Count > 0 && isOwn && (Services.GitWords.IsAboutProxy(remote.Errors) || Services.GitWords.CodeOf(remote.Errors) == FindingCodes.VcsUnreachable)
            ? Claims.Of(need, FindingCodes.GitProxy, Layer.Settings, [.. proxies.Select(SettingLines.Of), Show.Start(remote.Errors)])
            : null;
    }
}
