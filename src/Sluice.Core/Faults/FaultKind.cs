namespace Sluice.Core.Faults;

/// <summary>
/// The classes of expected failure that a client must be able to tell apart. Only <see cref="NotFound"/> and <see cref="Gone"/> make a
/// go command go on to its next source.
/// </summary>
public enum FaultKind
{
    /// <summary>Proven absence: somebody who would know says that it does not exist.</summary>
    NotFound,

    /// <summary>Proven absence of something that did exist.</summary>
    Gone,

    /// <summary>Somebody refuses: an upstream, or later our own policy.</summary>
    Denied,

    /// <summary>Nobody can tell now: outage, time-out, overload.</summary>
    Unavailable,

    /// <summary>An answer came and it is wrong: HTML, cut short, another version, an illegal zip.</summary>
    Corrupt,

    /// <summary>The store has no room.</summary>
    Full,

    /// <summary>A bug of ours.</summary>
    Internal,

    /// <summary>The request is nothing that a go command sends.</summary>
    BadRequest,
}
