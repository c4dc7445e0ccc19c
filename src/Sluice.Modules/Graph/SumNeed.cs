using Sluice.Modules.GoMod;

namespace Sluice.Modules.Graph;

/// <summary>Why the go command asks for a line of go.sum.</summary>
public enum SumReason
{
    /// <summary>
    /// The go.mod is part of the requirement graph. Asked for by all that load the graph: <c>go list -m all</c>, <c>go mod graph</c>, <c>go mod tidy</c>, and builds unless
    /// go.mod says 1.17 or later and its requirements provide every import.
    /// </summary>
    Graph,

    /// <summary>go.mod requires the module without <c>// indirect</c>: a package of the main module imports one of its packages. Every build asks.</summary>
    DirectRequirement,

    /// <summary>
    /// go.mod of 1.17 or later lists the module as <c>// indirect</c>, which <c>go mod tidy</c> does for modules that provide packages. A build asks if it still does.
    /// </summary>
    IndirectRequirement,

    /// <summary>A package is imported that the module provides, or might: its files are looked at to be sure.</summary>
    Import,
}

/// <summary>A line that go.sum should have.</summary>
/// <param name="Module">The module and version of the line; of a replaced module the replacement.</param>
/// <param name="Kind">Whether it is about the go.mod or the zip.</param>
/// <param name="Reason">Why it is asked for.</param>
/// <param name="Required">The module version in the graph; the same as <paramref name="Module"/> unless it is replaced.</param>
public sealed record SumNeed(ModuleReference Module, GoSumKind Kind, SumReason Reason, ModuleReference Required)
{
    /// <summary>Whether the line is asked for without doubt, so far as go.mod tells the truth about direct and indirect requirements.</summary>
    public bool IsCertain => Reason != SumReason.IndirectRequirement;

    /// <summary>What the line starts with: <c>path version</c> or <c>path version/go.mod</c>.</summary>
    public string LineStart => $"{Module.Path} {Module.Version}{(Kind == GoSumKind.GoMod ? "/go.mod" : "")}";

    /// <summary>
    /// All lines that a graph needs (cmd/go/internal/modload, <c>keepSums</c>), ordered by path, version, go.mod before zip. Which zips are needed depends on
    /// imports; where nobody has looked at them go.mod's own word is taken.
    /// </summary>
    /// <param name="graph">The graph. What could not be read needs its go.mod's line as well.</param>
    /// <param name="direct">Paths that a main module requires without <c>// indirect</c>.</param>
    /// <param name="indirect">Paths that a main module of 1.17 or later requires with it.</param>
    /// <param name="imported">Module versions that provide imported packages, or might; null when imports were not looked at.</param>
    /// <param name="isComplete">Whether all imports were seen: then go.mod's word is not needed any more.</param>
    public static IReadOnlyList<SumNeed> Of(
        ModuleGraph graph, IReadOnlySet<string> direct, IReadOnlySet<string> indirect, IReadOnlySet<ModuleReference>? imported = null, bool isComplete = false)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(direct);
        ArgumentNullException.ThrowIfNull(indirect);
        var needs = new List<SumNeed>();
        foreach (var module in graph.Modules.Concat(graph.Failures.Where(failure => failure.Chain.Count > 0).Select(failure => failure.Module)).Where(module => module.Version.Length > 0))
        {
            Add(module, GoSumKind.GoMod, SumReason.Graph);
        }

        foreach (var module in graph.BuildList.Skip(graph.MainModules.Count))
        {
            if (imported is not null && (isComplete || imported.Contains(module)))
            {
                if (imported.Contains(module))
                {
                    Add(module, GoSumKind.Zip, SumReason.Import);
                }
            }
            else if (direct.Contains(module.Path))
            {
                Add(module, GoSumKind.Zip, SumReason.DirectRequirement);
            }
            else if (indirect.Contains(module.Path))
            {
                Add(module, GoSumKind.Zip, SumReason.IndirectRequirement);
            }
        }

        return
        [
            .. needs.OrderBy(need => need.Module.Path, StringComparer.Ordinal)
                .ThenBy(need => need.Module.Version, Comparer<string>.Create(VersionOrder.Compare))
                .ThenByDescending(need => need.Kind),
        ];

        void Add(ModuleReference module, GoSumKind kind, SumReason reason)
        {
            // A directory that stands in for a module has no hash.
            if (graph.ActualOf(module) is { Version.Length: > 0 } actual)
            {
                needs.Add(new SumNeed(actual, kind, reason, module));
            }
        }
    }
}
