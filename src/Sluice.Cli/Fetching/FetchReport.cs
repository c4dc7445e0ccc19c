using Sluice.Core.Faults;
using Sluice.Core.Ports;

namespace Sluice.Cli.Fetching;

/// <summary>What became of one fetch. What is null is not known, or was not asked for.</summary>
internal sealed record FetchReport
{
    /// <summary>The canonical version that the query resolved to.</summary>
    public string? Version { get; init; }

    public DateTimeOffset? Time { get; init; }

    /// <summary>Who gave it, without user info.</summary>
    public string? Source { get; init; }

    /// <summary>The least cached of the parts: a miss when any of them had to be fetched.</summary>
    public CacheOutcome? Cache { get; init; }

    /// <summary>The zip's <c>h1:</c> hash.</summary>
    public string? H1 { get; init; }

    /// <summary>The zip's size.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>How long each part took, in order.</summary>
    public IReadOnlyList<FetchStage> Stages { get; init; } = [];

    /// <summary>What the sources did, in order, each with the part that it was for.</summary>
    public IReadOnlyList<(string Stage, FetchStep Step)> Steps { get; init; } = [];

    /// <summary>Why it failed; null when it did not.</summary>
    public Fault? Fault { get; init; }
}

/// <summary>A part of a fetch and how long it took.</summary>
internal sealed record FetchStage(string Name, TimeSpan Duration);

/// <summary>What the cache said.</summary>
internal enum CacheOutcome
{
    /// <summary>It was there.</summary>
    Hit,

    /// <summary>It had to be fetched.</summary>
    Miss,

    /// <summary>It was there, too old, and nobody could be asked.</summary>
    Stale,

    /// <summary>It was known not to exist.</summary>
    Negative,
}
