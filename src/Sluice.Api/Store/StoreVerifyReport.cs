namespace Sluice.Api.Store;

/// <summary>What <c>sluice store verify --format json</c> prints.</summary>
/// <param name="Directory">The store's directory.</param>
/// <param name="Artefacts">Files checked.</param>
/// <param name="SizeBytes">Bytes checked.</param>
/// <param name="HashesWritten">Hashes that were missing and are recorded now.</param>
/// <param name="DurationMs">The whole of it, in milliseconds.</param>
/// <param name="ProblemCount">How many problems there are, before healing.</param>
/// <param name="Problems">The first 1000 of them.</param>
public sealed record StoreVerifyReport(
    string Directory, long Artefacts, long SizeBytes, long HashesWritten, double DurationMs, long ProblemCount, IReadOnlyList<StoreProblem> Problems)
{
    /// <summary>Name and version of this shape.</summary>
    public string Schema { get; init; } = "sluice.store.verify/2";

    /// <summary>Zips and go.mods that a checksum database vouches for.</summary>
    public long VouchedFor { get; init; }

    /// <summary>Zips and go.mods that a checksum database should vouch for, and could not now.</summary>
    public long Unverified { get; init; }

    /// <summary>Problems that healing has solved; 0 where it was not asked for.</summary>
    public long Healed { get; init; }
}
