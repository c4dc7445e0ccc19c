using Sluice.Core.Ports;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>One <c>git fetch</c>.</summary>
internal static class GitFetch
{
    /// <summary>
    /// What every fetch says: nothing but what is named is fetched, nothing else is written, nothing runs afterwards. Packs stay packs: a pack is
    /// there as a whole or not at all, while single objects of a killed fetch could be a commit without its files.
    /// </summary>
    private static readonly string[] Common =
    [
        "-c", "transfer.unpackLimit=1", "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", "--no-recurse-submodules",
    ];

    /// <summary>Fetches.</summary>
    /// <exception cref="Http.FaultException">The server, the network or git fails.</exception>
    public static Task RunAsync(
        GitClient git, GitCopy copy, string[] flags, string[] refspecs, GitOptions options, FetchContext context, CancellationToken cancellationToken) =>
        git.AskServerAsync(
            copy, [.. Common, .. flags, "--end-of-options", git.Remote.Url, .. refspecs], (options.FetchTimeout, GitLimits.MaxFetchOutputBytes), context, cancellationToken);
}
