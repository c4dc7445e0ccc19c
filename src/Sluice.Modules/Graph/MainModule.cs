using Sluice.Modules.GoMod;

namespace Sluice.Modules.Graph;

/// <summary>A module that is being built, as its go.mod or a workspace describes it. In the graph it has an empty version.</summary>
/// <param name="Path">The module's path.</param>
/// <param name="GoVersion">Its go directive; null when it has none. From 1.17 on its graph is pruned (https://go.dev/ref/mod#graph-pruning).</param>
/// <param name="Requirements">Its require directives.</param>
/// <param name="Exclusions">Its exclude directives.</param>
/// <param name="Replacements">Its replace directives; in a workspace the caller makes relative directories relative to go.work.</param>
public sealed record MainModule(
    string Path,
    string? GoVersion,
    IReadOnlyList<ModuleReference> Requirements,
    IReadOnlyList<ModuleReference> Exclusions,
    IReadOnlyList<Replacement> Replacements)
{
    /// <summary>The module as the graph names it.</summary>
    public ModuleReference Reference => new(Path, "");

    /// <summary>Takes what counts from a strictly parsed go.mod.</summary>
    /// <exception cref="ArgumentException">The file was parsed laxly, so its exclusions and replacements are unknown.</exception>
    public static MainModule Of(GoModFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Parsing != GoModParsing.Strict)
        {
            throw new ArgumentException("a main module's go.mod is parsed strictly", nameof(file));
        }

        return new MainModule(
            file.Module?.Path ?? "",
            file.Go,
            [.. file.Requirements.Select(requirement => requirement.Module)],
            [.. file.Exclusions.Select(exclusion => exclusion.Module)],
            file.Replacements);
    }
}

/// <summary>What a graph starts from: one main module, or those of a workspace.</summary>
/// <param name="MainModules">The main modules; at least one, with different paths.</param>
/// <param name="IsWorkspace">Whether go.work is in force, be it with one module only.</param>
/// <param name="WorkspaceReplacements">The replace directives of go.work; they win over those of the modules.</param>
public sealed record GraphRoots(IReadOnlyList<MainModule> MainModules, bool IsWorkspace, IReadOnlyList<Replacement> WorkspaceReplacements)
{
    /// <summary>The roots of a single main module.</summary>
    public static GraphRoots Of(MainModule module) => new([module], IsWorkspace: false, []);

    /// <summary>The roots of a workspace.</summary>
    public static GraphRoots OfWorkspace(GoWorkFile work, IReadOnlyList<MainModule> modules)
    {
        ArgumentNullException.ThrowIfNull(work);
        return new GraphRoots(modules, IsWorkspace: true, work.Replacements);
    }
}
