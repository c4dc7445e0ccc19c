using Sluice.Fetch.Commands;
using Sluice.Fetch.Http;
using Sluice.Fetch.Upstreams;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>
/// Hands out git repositories: one for a URL, so that everybody who asks shares its answers. Those not used for longest are let go; whoever
/// still has one can go on with it. Safe to call concurrently.
/// </summary>
internal sealed class GitRepositories(GitOptions options, NetworkOptions networkOptions, Network network, CommandRunner runner) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Url, bool IsTrusted), LinkedListNode<((string Url, bool IsTrusted) Key, GitRepository Repository)>> _byUrl = [];
    private readonly LinkedList<((string Url, bool IsTrusted) Key, GitRepository Repository)> _recent = [];
    private readonly IReadOnlyList<InstallationTokens> _tokens = [.. networkOptions.GitHubApps.Select(app => new InstallationTokens(app, new UpstreamOptions(), network))];
    private readonly CaFiles _caFiles = new(options, networkOptions);

    /// <summary>The repository of a URL (<see cref="RepositoryRoot.Url"/>). Nothing is asked yet.</summary>
    /// <param name="url">Its URL.</param>
    /// <param name="isTrusted"><see cref="RepositoryRoot.IsTrusted"/>.</param>
    /// <exception cref="FaultException">The URL is none, its transport is refused, or its credential must not be sent.</exception>
    public ICodeRepository Open(string url, bool isTrusted)
    {
        var key = (url, isTrusted);
        lock (_lock)
        {
            if (_byUrl.TryGetValue(key, out var node))
            {
                _recent.Remove(node);
                _recent.AddFirst(node);
                return node.Value.Repository;
            }

            var repository = Make(url, isTrusted);
            _byUrl[key] = _recent.AddFirst((key, repository));
            if (_recent.Count > GitLimits.MaxOpenRepositories)
            {
                _byUrl.Remove(_recent.Last!.Value.Key);
                _recent.RemoveLast();
            }

            return repository;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tokens in _tokens)
        {
            tokens.Dispose();
        }
    }

    private InstallationTokens? TokensOf(GitRemote remote) =>
        _tokens.Where(candidate => candidate.App.Covers(remote.HostName, remote.Path)).MaxBy(candidate => candidate.App.PathPrefix.Length);

    private GitSshOptions SshOf(GitRemote remote)
    {
        var identity = networkOptions.SshIdentities
            .Where(candidate => candidate.Covers(remote.HostName, remote.Path))
            .MaxBy(candidate => candidate.PathPrefix.Length);
        return identity is null ? options.Ssh : options.Ssh with { IdentityFile = identity.KeyFile, KnownHostsFile = identity.KnownHostsFile };
    }

    private GitRepository Make(string url, bool isTrusted)
    {
        var remote = GitRemote.Parse(url, options.AllowsFileUrls);
        var access = GitAccess.Find(remote, network, _caFiles.For, TokensOf(remote));
        var environment = GitEnvironment.Create(options with { Ssh = SshOf(remote) }, remote, access, isTrusted);
        var redirect = isTrusted ? null : new GitRedirect(remote, network);
        var client = new GitClient(remote, access, environment, redirect, runner, network.Time);
        var directory = Path.Join(Path.GetFullPath(options.CacheDirectory), "git", remote.FolderName);
        return new GitRepository(client, new GitFolder(directory, remote.Url, network.Time), options, network.Time);
    }
}
