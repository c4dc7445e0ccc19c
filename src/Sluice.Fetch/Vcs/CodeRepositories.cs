using Sluice.Core.Faults;
using Sluice.Fetch.Commands;
using Sluice.Fetch.Http;
using Sluice.Fetch.Vcs.Git;

namespace Sluice.Fetch.Vcs;

/// <summary>Opens repositories of every kind: one for a URL, so that all who ask share what was fetched. Safe to call concurrently.</summary>
internal sealed class CodeRepositories
{
    private readonly GitRepositories _git;

    public CodeRepositories(OriginOptions options, NetworkOptions networkOptions, Network network)
    {
        var runner = new CommandRunner(network.Time);
        var git = new GitOptions(options.CacheDirectory) { EnvironmentVariables = options.EnvironmentVariables, AllowsFileUrls = options.AllowsFileUrls };
        _git = new GitRepositories(git, networkOptions, network, runner);
    }

    /// <summary>The repository of a root. Nothing is asked yet.</summary>
    /// <exception cref="FaultException">Its URL is refused.</exception>
    public ICodeRepository Of(RepositoryRoot root) => root.Vcs switch
    {
        VcsKind.Git => _git.Open(root.Url),
        _ => throw new FaultException(FaultCodes.VcsRefused.At(root.Url, "not built yet")),
    };
}
