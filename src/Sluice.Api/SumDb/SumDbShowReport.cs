namespace Sluice.Api.SumDb;

/// <summary>What <c>sluice sumdb show --format json</c> prints.</summary>
/// <param name="Name">The database's name.</param>
/// <param name="VerifierKey">Its public key, as clients set it.</param>
/// <param name="Size">Records.</param>
/// <param name="Hash">The hash of the tree over them, in base64.</param>
/// <param name="Entries">The records of this page, in the order in which they were recorded.</param>
public sealed record SumDbShowReport(string Name, string VerifierKey, long Size, string Hash, IReadOnlyList<SumDbEntry> Entries)
{
    /// <summary>Name and version of this shape.</summary>
    public string Schema { get; init; } = "sluice.sumdb.show/1";

    /// <summary>When the head was signed; absent where nobody knows.</summary>
    public DateTimeOffset? HeadTime { get; init; }

    /// <summary>The record to go on with; absent on the last page.</summary>
    public long? Next { get; init; }
}

/// <summary>A record.</summary>
/// <param name="Id">Its number, from 0.</param>
/// <param name="Module">Module path.</param>
/// <param name="Version">Version.</param>
/// <param name="H1">Hash of the module's files.</param>
/// <param name="GoModH1">Hash of its go.mod.</param>
public sealed record SumDbEntry(long Id, string Module, string Version, string H1, string GoModH1);
