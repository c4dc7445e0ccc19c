namespace Sluice.Api.Store;

/// <summary>What <c>sluice store import --format json</c> prints.</summary>
/// <param name="From">What was imported.</param>
/// <param name="Kind">Its layout: <c>gomodcache</c>, <c>goproxy</c> or <c>athens</c>.</param>
/// <param name="Directory">The store's directory.</param>
/// <param name="Imported">Module versions that are new in the store.</param>
/// <param name="AlreadyStored">Module versions that were there.</param>
/// <param name="SizeBytes">Bytes written.</param>
/// <param name="DurationMs">The whole of it, in milliseconds.</param>
/// <param name="Problems">What was not imported, and why.</param>
public sealed record StoreImportReport(
    string From,
    string Kind,
    string Directory,
    long Imported,
    long AlreadyStored,
    long SizeBytes,
    double DurationMs,
    IReadOnlyList<StoreProblem> Problems)
{
    /// <summary>Name and version of this shape.</summary>
    public string Schema { get; init; } = "sluice.store.import/1";
}
