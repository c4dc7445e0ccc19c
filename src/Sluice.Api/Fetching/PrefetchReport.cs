namespace Sluice.Api.Fetching;

/// <summary>What <c>sluice prefetch --format json</c> prints.</summary>
/// <param name="Total">Module versions asked for.</param>
/// <param name="AlreadyStored">Those that were in the store.</param>
/// <param name="Fetched">Those that were fetched.</param>
/// <param name="SizeBytes">Bytes of the fetched zips.</param>
/// <param name="DurationMs">The whole of it, in milliseconds.</param>
/// <param name="Failures">Those that failed, by module and version.</param>
public sealed record PrefetchReport(
    int Total, int AlreadyStored, int Fetched, long SizeBytes, double DurationMs, IReadOnlyList<PrefetchFailure> Failures)
{
    /// <summary>Name and version of this shape.</summary>
    public string Schema { get; init; } = "sluice.prefetch/1";

    /// <summary>Whether it was stopped before it was through.</summary>
    public bool Interrupted { get; init; }
}

/// <summary>A module version that could not be had.</summary>
/// <param name="Module">Module path.</param>
/// <param name="Query">Version or other query.</param>
/// <param name="Origin">Where it was asked for: <c>go.sum:12</c>.</param>
/// <param name="Error">Why.</param>
public sealed record PrefetchFailure(string Module, string Query, string Origin, ApiError Error);
