using Sluice.Modules.Paths;

namespace Sluice.Core.Records;

/// <summary>A version that is kept, and was not compared with a checksum database, because none could tell.</summary>
/// <param name="Path">The module.</param>
/// <param name="Version">The version, canonical.</param>
/// <param name="Since">When it was kept.</param>
public sealed record UnverifiedVersion(ModulePath Path, string Version, DateTimeOffset Since)
{
    /// <summary>The source that it came from.</summary>
    public string Source { get; init; } = "";

    /// <summary>Why it was not compared, on one line.</summary>
    public string Reason { get; init; } = "";

    /// <summary>How often it has been tried since, 0 or more.</summary>
    public int Tries { get; init; }

    /// <summary>When to try next.</summary>
    public DateTimeOffset NextTry { get; init; }
}
