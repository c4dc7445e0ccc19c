namespace Sluice.Api.Store;

/// <summary>What <c>sluice store import --format json</c> prints.</summary>
/// <param name="From">What was imported.</param>
/// <param name="Kind">Its layout: <c>gomodcache</c>, <c>goproxy</c> or <c>athens</c>.</param>
/// <param name="Directory">The store's directory.</param>
/// <param name="Versions">Module versions found.</param>
/// <param name="ImportedFiles">Files written to the store.</param>
/// <param name="AlreadyStoredFiles">Files that the store had with the same content.</param>
/// <param name="SizeBytes">Bytes written.</param>
/// <param name="DurationMs">The whole of it, in milliseconds.</param>
/// <param name="ProblemCount">How many files were not imported because something is wrong with them.</param>
/// <param name="Problems">The first 1000 of them.</param>
public sealed record StoreImportReport(
    string From,
    string Kind,
    string Directory,
    long Versions,
    long ImportedFiles,
    long AlreadyStoredFiles,
    long SizeBytes,
    double DurationMs,
    long ProblemCount,
    IReadOnlyList<StoreProblem> Problems)
{
    /// <summary>Name and version of this shape.</summary>
    public string Schema { get; init; } = "sluice.store.import/1";
}
