using Sluice.Modules.GoMod;

namespace Sluice.Modules.Graph;

/// <summary>A module of which several versions are asked for. Minimal version selection settles it: the greatest is taken.</summary>
/// <param name="Path">The module's path.</param>
/// <param name="Selected">The version taken.</param>
/// <param name="Demands">Who asks for which, the greatest version first; also versions that are not in the build list ask.</param>
/// <param name="Chain">A shortest chain of requirements from a main module to the version taken: what forces it.</param>
public sealed record VersionConflict(string Path, string Selected, IReadOnlyList<Demand> Demands, IReadOnlyList<ModuleReference> Chain)
{
    /// <summary>All of a graph, ordered by path (in bytes). What is asked of a main module is none: it is what it is.</summary>
    public static IReadOnlyList<VersionConflict> Of(ModuleGraph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var conflicts = new List<VersionConflict>();
        foreach (var module in graph.BuildList.Skip(graph.MainModules.Count))
        {
            var demands = graph.DemandsOn(module.Path);
            if (demands.Select(demand => demand.Version).Distinct().Skip(1).Any())
            {
                conflicts.Add(new VersionConflict(module.Path, module.Version, demands, graph.FindChain(module)));
            }
        }

        return conflicts;
    }
}

/// <summary>
/// A requirement in a main module's go.mod that is lower than what the build uses. From go 1.17 on the go command stops at it, "updates to go.mod needed",
/// where it may not write the file (cmd/go/internal/modload, <c>Requirements.Graph</c>).
/// </summary>
/// <param name="Main">The main module's path.</param>
/// <param name="Required">What its go.mod says.</param>
/// <param name="Selected">What minimal version selection takes.</param>
public sealed record OutdatedRequirement(string Main, ModuleReference Required, string Selected)
{
    /// <summary>All of a graph. None in a workspace, where the go command does not compare.</summary>
    public static IReadOnlyList<OutdatedRequirement> Of(ModuleGraph graph, GraphRoots roots)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(roots);
        if (roots.IsWorkspace)
        {
            return [];
        }

        return
        [
            .. from main in roots.MainModules
               where GraphLoader.Prunes(main.GoVersion)
               from required in main.Requirements
               let selected = graph.Selected(required.Path)
               where selected is { Length: > 0 } && VersionOrder.Compare(required.Version, selected) < 0
               select new OutdatedRequirement(main.Path, required, selected),
        ];
    }
}
