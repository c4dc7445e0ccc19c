using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Http;
using Sluice.Doctor.Probes.Modules;
using Sluice.Doctor.Probes.Running;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Doctor.Probes.Vcs;

/// <summary>Follows a module to its repository: where it is, whether it can be reached, whether this account gets in.</summary>
internal sealed class VcsProbe(DoctorHost host, HttpProber http, CommandRunner commands)
{
    /// <summary>Collects it.</summary>
    /// <param name="target">The module.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<VcsEvidence> CollectAsync(ModuleTarget target, SettingsEvidence settings, CancellationToken cancellationToken)
    {
        var isPrivate = Matches(settings, "GONOPROXY", target.Path);
        var found = await new RepositoryFinder(http).FindAsync(target.Path, Matches(settings, "GOINSECURE", target.Path), cancellationToken);
        var name = found.Urls.Count > 0 ? GitRemoteProbe.HostOf(found.Urls[0]) : "";
        var prober = new GitRemoteProbe(host, http, commands, settings.Git);
        IReadOnlyList<string> urls = found.Repository?.Vcs == "git" ? [.. found.Urls, .. SshOf(found.Urls, isPrivate, prober)] : [];
        var tag = found.Repository is null ? null : TagOf(target, found.Repository, found.Tags);
        var remotes = await Task.WhenAll(urls.Distinct().Select(url => prober.AskAsync(url, tag, cancellationToken)));
        return new VcsEvidence(
            target.Path,
            isPrivate,
            found.Discovery,
            found.Problem,
            found.Tags,
            found.Repository,
            remotes,
            CredentialSources.Find(host, settings, name),
            SshFacts.Collect(host, name));
    }

    /// <summary>For private modules ssh is often the way in, once insteadOf leads there: worth knowing before it is written down.</summary>
    private IEnumerable<string> SshOf(IReadOnlyList<string> urls, bool isPrivate, GitRemoteProbe prober)
    {
        var first = urls.Count > 0 ? urls[0] : "";
        var isHttps = Uri.TryCreate(first, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.IsDefaultPort;
        return isPrivate && isHttps && prober.Rewrite(first) is null && Programs.Find(host, "ssh") is not null ? [$"ssh://git@{url!.Host}{url.AbsolutePath}"] : [];
    }

    /// <summary>The tag of a version: below a subfolder it carries the folder's name (https://go.dev/ref/mod#vcs-version). Null for queries and pseudo-versions.</summary>
    private static string? TagOf(ModuleTarget target, RepositoryFact repository, IReadOnlyList<GoImportFact> tags)
    {
        if (!ModuleVersion.TryParse(target.Version, out var version, out _) || PseudoVersion.IsPseudo(version))
        {
            return null;
        }

        PathMajor.Split(target.Path, out var split);
        var path = split.Suffix.StartsWith('/') ? split.Prefix : target.Path;
        var below = path.Length > repository.Root.Length ? path[(repository.Root.Length + 1)..] : "";
        var top = tags.FirstOrDefault(tag => tag.Prefix == repository.Root)?.SubDirectory ?? "";
        var folder = string.Join('/', ((string[])[top, below]).Where(part => part.Length > 0));
        var bare = version.Value.Split("+incompatible")[0];
        return folder.Length == 0 ? bare : $"{folder}/{bare}";
    }

    private static bool Matches(SettingsEvidence settings, string name, string path) =>
        PathPatterns.TryParse(settings.Go[name], out var patterns, out _) && patterns.Matches(path);
}
