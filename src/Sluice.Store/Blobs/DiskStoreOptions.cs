namespace Sluice.Store.Blobs;

/// <summary>Where the disk store lives and what it may hold open.</summary>
public sealed record DiskStoreOptions
{
    /// <summary>The data directory. Created when it is missing and its parent exists.</summary>
    public required string Directory { get; init; }

    /// <summary>
    /// Most zips held open between requests; files being sent do not count. Default 256, 0 (none) to 100000; stay well below the
    /// process's limit of open files (<c>ulimit -n</c>).
    /// </summary>
    public int MaxOpenZips { get; init; } = 256;

    /// <summary>
    /// Threads that wait for the disk, so that the thread pool does not. More let the file system put more flushes into one journal
    /// commit. Default 8, 1 to 64; started when needed.
    /// </summary>
    public int FlushThreads { get; init; } = 8;
}
