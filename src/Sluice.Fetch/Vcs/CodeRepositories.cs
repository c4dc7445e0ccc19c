using Sluice.Fetch.Commands;
using Sluice.Fetch.Http;
using Sluice.Fetch.Vcs.Git;
using Sluice.Fetch.Vcs.Programs;

namespace Sluice.Fetch.Vcs;

/// <summary>Opens repositories of every kind: one for a URL, so that all who ask share what was fetched. Safe to call concurrently.</summary>
internal sealed class CodeRepositories : IDisposable
{
    private readonly GitRepositories _git;
    private readonly ProgramRepositories _others;

    public CodeRepositories(OriginOptions options, NetworkOptions networkOptions, Network network)
    {
        var runner = new CommandRunner(network.Time);
        var git = new GitOptions(options.CacheDirectory) { EnvironmentVariables = options.EnvironmentVariables, AllowsFileUrls = options.AllowsFileUrls };
        _git = new GitRepositories(git, networkOptions, network, runner);
        _others = new ProgramRepositories(options, network, runner);
    }

    /// <inheritdoc/>
    public void Dispose() => _git.Dispose();

    /// <summary>The repository of a root. Nothing is asked yet.</summary>
    /// <exception cref="FaultException">Its URL is refused.</exception>
    public ICodeRepository Of(RepositoryRoot root) => root.Vcs == VcsKind.Git ? _git.Open(root.Url, root.IsTrusted) : _others.Open(root);
}
