using System.Collections.Concurrent;
using Sluice.Fetch.Commands;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>Hands out git repositories: one for a URL, so that everybody who asks shares its answers. Safe to call concurrently.</summary>
internal sealed class GitRepositories(GitOptions options, NetworkOptions networkOptions, Network network, CommandRunner runner)
{
    private readonly ConcurrentDictionary<string, Lazy<GitRepository>> _repositories = new(StringComparer.Ordinal);
    private readonly CaFiles _caFiles = new(options, networkOptions);

    /// <summary>The repository of a URL (<see cref="RepositoryRoot.Url"/>). Nothing is asked yet.</summary>
    /// <exception cref="FaultException">The URL is none, its transport is refused, or its credential must not be sent.</exception>
    public ICodeRepository Open(string url)
    {
        var repository = _repositories.GetOrAdd(url, static (key, owner) => new Lazy<GitRepository>(() => owner.Make(key)), this);
        try
        {
            return repository.Value;
        }
        catch (FaultException)
        {
            _repositories.TryRemove(KeyValuePair.Create(url, repository));
            throw;
        }
    }

    private GitRepository Make(string url)
    {
        var remote = GitRemote.Parse(url, options.AllowsFileUrls);
        var access = GitAccess.Find(remote, network, _caFiles.For);
        var environment = GitEnvironment.Create(options, remote, access);
        var client = new GitClient(remote, access, environment, runner, network.Time);
        var directory = Path.Join(Path.GetFullPath(options.CacheDirectory), "git", remote.FolderName);
        return new GitRepository(client, new GitFolder(directory, remote.Url, network.Time), options, network.Time);
    }
}
