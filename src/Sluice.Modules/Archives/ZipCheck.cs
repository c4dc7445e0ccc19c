namespace Sluice.Modules.Archives;

/// <summary>The verdict on a module zip.</summary>
public sealed record ZipCheck
{
    /// <summary>Whether the go command takes the zip, as far as its directory tells; contents are not looked at.</summary>
    public bool IsValid => Problems.Count == 0;

    /// <summary>
    /// False when it is no zip archive at all: it has no directory, or one that contradicts itself. A transfer that was cut short looks
    /// like this; an archive that merely breaks the rules for modules does not.
    /// </summary>
    public bool IsArchive { get; init; } = true;

    /// <summary>
    /// What is wrong, at most <see cref="ModuleZip.MaxProblems"/> of it: first what concerns the zip as a whole, then files in the zip's order.
    /// Print the first.
    /// </summary>
    public required IReadOnlyList<ZipProblem> Problems { get; init; }

    /// <summary>Count of files without problems; directories do not count.</summary>
    public required int FileCount { get; init; }

    /// <summary>Sum of their declared sizes, at most <see cref="ModuleZip.MaxZipBytes"/>: what went beyond is a problem and left out.</summary>
    public required long UncompressedBytes { get; init; }
}
