using Sluice.Modules.Archives;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>What is taken from a git server, at most.</summary>
internal static class GitLimits
{
    /// <summary>
    /// Most files of a tree. Kubernetes has some 30,000, the largest trees of Go modules under 100,000; an entry costs about 300 bytes of memory.
    /// </summary>
    public const int MaxTreeEntries = 250_000;

    /// <summary>Most bytes of a tree's listing, 64 MiB: names of 200 bytes on average for <see cref="MaxTreeEntries"/>.</summary>
    public const long MaxTreeBytes = 64L << 20;

    /// <summary>
    /// Most bytes of an archive, 4 GiB. Other modules and vendored packages of the same tree are in it too; what gets into the zip is bound by
    /// <see cref="ModuleZip.MaxZipBytes"/>.
    /// </summary>
    public const long MaxArchiveBytes = 4L << 30;

    /// <summary>Most bytes of a list of refs, 128 MiB. Kubernetes, with a ref for each of 130,000 pull requests, has 15 MiB.</summary>
    public const long MaxRefsBytes = 128L << 20;

    /// <summary>Most bytes of a list of all ancestors, 256 MiB: Linux has 1.4 million commits, 55 MiB.</summary>
    public const long MaxHistoryBytes = 256L << 20;

    /// <summary>Most bytes of a commit object, 1 MiB: one with a signature and a long message has 10 KiB.</summary>
    public const long MaxCommitBytes = 1L << 20;

    /// <summary>Most commits of a repository whose times are remembered, some 200 bytes each.</summary>
    public const int MaxRememberedCommits = 4096;

    /// <summary>Most repositories that are kept open; each holds the last list of refs, usually some 100 KiB.</summary>
    public const int MaxOpenRepositories = 512;

    /// <summary>Most bytes that a fetch says; the pack does not go that way.</summary>
    public const long MaxFetchOutputBytes = 1L << 20;
}
