using Sluice.Modules.GoMod;
using Sluice.Modules.Graph;

namespace Sluice.Cli.Graphs;

/// <summary>The files of a module or workspace, read.</summary>
internal sealed record GraphProject
{
    /// <summary>The go.mod or go.work, as messages call it.</summary>
    public required string Source { get; init; }

    /// <summary>The folder that directories of replacements are relative to, absolute.</summary>
    public required string BaseDirectory { get; init; }

    /// <summary>What the graph starts from; directories of replacements relative to <see cref="BaseDirectory"/>.</summary>
    public required GraphRoots Roots { get; init; }

    /// <summary>The main modules, in the order of <see cref="Roots"/>.</summary>
    public required IReadOnlyList<ProjectModule> Modules { get; init; }

    /// <summary>All replace directives, those of go.work first.</summary>
    public required IReadOnlyList<ProjectReplacement> Replacements { get; init; }

    /// <summary>Hashes of go.sum, or of go.work.sum and every go.sum.</summary>
    public required IReadOnlyList<GoSum> Sums { get; init; }

    /// <summary>What <c>vendor/modules.txt</c> says; null when there is none, or it is not used: in a workspace, and before go 1.14.</summary>
    public VendorModules? Vendor { get; init; }

    /// <summary>Paths that a main module requires without <c>// indirect</c>.</summary>
    public IReadOnlySet<string> Direct => field ??= Modules
        .SelectMany(module => module.File.Requirements.Where(requirement => !requirement.IsIndirect))
        .Select(requirement => requirement.Module.Path)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Paths that main modules require with <c>// indirect</c>.</summary>
    /// <param name="goVersion">Only those whose go directive is at least this; null for all.</param>
    public IReadOnlySet<string> Indirect(string? goVersion = null) => Modules
        .Where(module => goVersion is null || (module.File.Go is { } go && GoVersionRules.Compare(go, goVersion) >= 0))
        .SelectMany(module => module.File.Requirements.Where(requirement => requirement.IsIndirect))
        .Select(requirement => requirement.Module.Path)
        .Where(path => !Direct.Contains(path))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether a line is in one of the go.sum files.</summary>
    public bool HasSum(ModuleReference module, GoSumKind kind) => Sums.Any(sum => sum.HashesOf(module, kind).Count > 0);
}

/// <summary>A main module.</summary>
/// <param name="FileName">Its go.mod, as messages call it.</param>
/// <param name="File">Its content.</param>
/// <param name="Directory">Its folder, absolute.</param>
internal sealed record ProjectModule(string FileName, GoModFile File, string Directory);

/// <summary>A replace directive.</summary>
/// <param name="Directive">The directive, its directory relative to the project's.</param>
/// <param name="Where">File and line.</param>
/// <param name="IsOfWorkspace">Whether it stands in go.work, and so wins.</param>
internal sealed record ProjectReplacement(Replacement Directive, string Where, bool IsOfWorkspace);
