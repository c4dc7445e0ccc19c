using Sluice.Fetch.Upstreams;

namespace Sluice.Fetch.SumDb;

/// <summary>A module proxy that may relay a checksum database, and what it last said about that.</summary>
internal sealed class SumDbUpstream(HttpUpstream upstream, bool continuesOnAnyFault)
{
    public HttpUpstream Upstream => upstream;

    /// <summary>True before <c>|</c>.</summary>
    public bool ContinuesOnAnyFault => continuesOnAnyFault;

    /// <summary>Its last word; null before the first. Swapped whole.</summary>
    public SumDbSupport? Known { get; set; }
}

/// <summary>What a module proxy said to <c>supported</c>.</summary>
/// <param name="IsSupported">Whether it relays the database.</param>
/// <param name="At">When, by <see cref="TimeProvider.GetTimestamp"/>.</param>
internal sealed record SumDbSupport(bool IsSupported, long At);
