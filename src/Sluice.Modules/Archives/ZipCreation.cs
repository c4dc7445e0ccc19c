using Sluice.Modules.Hashing;

namespace Sluice.Modules.Archives;

/// <summary>What became of making a module zip.</summary>
public sealed record ZipCreation
{
    /// <summary>Whether the zip was made. If not, discard what the output got.</summary>
    public bool IsValid => Problems.Count == 0;

    /// <summary>Why it was not made; print the first.</summary>
    public required IReadOnlyList<ZipProblem> Problems { get; init; }

    /// <summary>Count of files in the zip.</summary>
    public int FileCount { get; init; }

    /// <summary>Sum of their sizes.</summary>
    public long UncompressedBytes { get; init; }

    /// <summary>The zip's length.</summary>
    public long ZipBytes { get; init; }

    /// <summary>The zip's hash, computed on the way.</summary>
    public DirHash Hash { get; init; }
}
