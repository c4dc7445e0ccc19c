namespace Sluice.Modules.Archives;

/// <summary>Which files of a tree get into a module zip.</summary>
public sealed record FileSelection
{
    /// <summary>Whether a zip can be made of the tree.</summary>
    public bool IsValid => Problems.Count == 0;

    /// <summary>The files that get in, in the order of their names' UTF-8 bytes.</summary>
    public required IReadOnlyList<ModuleFile> Included { get; init; }

    /// <summary>What is left out, and why; each path once.</summary>
    public required IReadOnlyList<ZipProblem> Omitted { get; init; }

    /// <summary>What keeps the tree from being a module's, at most <see cref="ModuleZip.MaxProblems"/> of it; print the first.</summary>
    public required IReadOnlyList<ZipProblem> Problems { get; init; }

    /// <summary>Sum of the sizes of the included files.</summary>
    public required long UncompressedBytes { get; init; }
}
