namespace Sluice.Core.Pipeline;

/// <summary>Where an answer came from, as the <c>Sluice-Cache</c> header says it.</summary>
public enum CacheStatus
{
    /// <summary>From memory or the store, fresh.</summary>
    Hit,

    /// <summary>From a source, just now.</summary>
    Miss,

    /// <summary>From memory or the store, older than wanted, because no source could tell.</summary>
    Stale,

    /// <summary>Absence that was proven a moment ago.</summary>
    Negative,
}
