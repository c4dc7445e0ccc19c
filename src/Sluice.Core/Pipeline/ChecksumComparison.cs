using Sluice.Core.Ports;

namespace Sluice.Core.Pipeline;

/// <summary>What checksum databases say of something that is kept.</summary>
/// <param name="State">The outcome.</param>
/// <param name="Record">The record that it was compared with; null where there was none.</param>
/// <param name="Reason">Why there was none, on one line; empty where there was one.</param>
public sealed record ChecksumComparison(ComparisonState State, ChecksumAnswer.Recorded? Record, string Reason)
{
    /// <summary>Nobody is asked about the module.</summary>
    public static ChecksumComparison NotCovered { get; } = new(ComparisonState.NotCovered, null, "");
}

/// <summary>Outcomes of a comparison.</summary>
public enum ComparisonState
{
    /// <summary>No database is asked about the module.</summary>
    NotCovered,

    /// <summary>The database has the same hash.</summary>
    Same,

    /// <summary>The database has another hash.</summary>
    Different,

    /// <summary>The database has no record, or cannot be asked now.</summary>
    Unknown,

    /// <summary>The database's answer does not prove right.</summary>
    Untrusted,
}
