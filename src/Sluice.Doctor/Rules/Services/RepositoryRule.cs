using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Services;

/// <summary>
/// The module's repository, where the go command would go to it: found by no page, closed to this account, not there, without the version. What the network does to it is told by
/// the network's rules, and this folds under it.
/// </summary>
internal sealed class RepositoryRule : IRule
{
    /// <inheritdoc/>
    public string Id => "repository";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        foreach (var need in situation.Hurting.Where(need => need is { Kind: NeedKind.Repository, Vcs: not null }))
        {
            var vcs = need.Vcs!.Repository?.Vcs;
            if (vcs is not null && !situation.Chain.AllowsVcs(need.Target.Module, vcs))
            {
                yield return Claims.Of(need, FindingCodes.VcsGovcsBlocked, Layer.Settings, Settings.SettingLines.Of(situation.Settings!.Go, "GOVCS"), $"{vcs}: {need.Vcs.Repository!.Url}");
                continue;
            }

            var claim = vcs is null ? Undiscovered(need) : OfRemotes(need, RepositoryNeeds.AskedByGo(need.Vcs));
            yield return claim with { Evidence = [.. claim.Evidence, .. WhatProxiesSaid(situation, need)], IsPerSubject = true };
        }
    }

    private static Claim Undiscovered(Need need)
    {
        var vcs = need.Vcs!;
        string[] lines = [vcs.Discovery is null ? "" : Show.Exchange(vcs.Discovery), vcs.DiscoveryProblem ?? "", .. vcs.Tags.Take(3).Select(tag => $"go-import: {tag.Prefix} {tag.Vcs} {tag.Url}")];
        return Claims.Of(need, FindingCodes.VcsImportMeta, Layer.Repository, lines);
    }

    private static Claim OfRemotes(Need need, IReadOnlyList<RemoteFact> remotes)
    {
        var lines = remotes.Select(remote => $"{remote.Command}{(remote.RewrittenTo is { } to ? $" (insteadOf: {to})" : "")}: {(remote.Outcome == RemoteOutcome.Failed ? Show.Start(remote.Errors) : remote.Outcome.ToString())}");
        if (remotes.FirstOrDefault(remote => remote.Outcome == RemoteOutcome.Answered) is { } answered)
        {
            string[] tags = [.. lines, $"tags: {(answered.Tags.Count == 0 ? "-" : string.Join(", ", answered.Tags.TakeLast(8)))}"];
            return Claims.Of(need, FindingCodes.VcsUnknownRevision, Layer.Repository, tags);
        }

        if (remotes.Any(remote => remote.Outcome == RemoteOutcome.ProgramMissing))
        {
            return Claims.Of(need, FindingCodes.VcsMissingBinary, Layer.Machine, lines);
        }

        // The go command shows the last error, which is the least telling: a missing key hides a missing password.
        var codes = remotes.Select(remote => remote.Outcome == RemoteOutcome.TimedOut ? FindingCodes.VcsUnreachable : GitWords.CodeOf(remote.Errors)).ToList();
        var code = codes.Find(candidate => candidate != FindingCodes.VcsUnreachable) is { Id.Length: > 0 } telling ? telling : FindingCodes.VcsUnreachable;
        var ways = need.Vcs!.Credentials.Select(source => $"credentials: {source.Kind} {source.Detail}{(source.TokenHint is { } hint ? $" ({hint})" : "")}").DefaultIfEmpty(code == FindingCodes.VcsAuthPrompt ? "credentials: none" : "");
        var claim = Claims.Of(need, code, Layer.Repository, [.. lines, .. ways]);
        return code == FindingCodes.VcsAuthPrompt && SshThatWorks(need.Vcs) is { } fix ? claim with { Fixes = [fix] } : claim;
    }

    /// <summary>The way in that already works, made git's own.</summary>
    private static Fix? SshThatWorks(VcsEvidence vcs)
    {
        var works = vcs.Remotes.Any(remote => remote.Url.StartsWith("ssh://", StringComparison.Ordinal) && remote.Outcome == RemoteOutcome.Answered);
        if (!works || !Uri.TryCreate(vcs.Repository?.Url, UriKind.Absolute, out var url))
        {
            return null;
        }

        var why = new BilingualText($"This account's ssh key opens {url.Host}: let git take that way.", $"本账户的 ssh 密钥可以访问 {url.Host}：让 git 改走 ssh。");
        return new Fix.SetGitConfig($"url.ssh://git@{url.Host}/.insteadOf", $"https://{url.Host}/", why);
    }

    private static IEnumerable<Sighting> WhatProxiesSaid(Situation situation, Need need) => situation.Needs
        .Where(other => other.Kind == NeedKind.ModuleProxy && ReferenceEquals(other.Target, need.Target) && other.Exchange is not null)
        .Select(other => new Sighting(other.Probe, Show.Exchange(other.Exchange!)));
}
