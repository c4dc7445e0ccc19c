using Sluice.Core.Ports;

namespace Sluice.Fetch.Upstreams;

/// <summary>One source of a chain.</summary>
/// <param name="Source">The source.</param>
/// <param name="ContinuesOnAnyFault">True before <c>|</c>: any fault makes the next one be asked. False before <c>,</c>: only proven absence does.</param>
internal sealed record FallbackEntry(IModuleSource Source, bool ContinuesOnAnyFault)
{
    /// <summary>Whether this is the origin itself, whose word counts more than a proxy's.</summary>
    public bool IsDirect { get; init; }
}
