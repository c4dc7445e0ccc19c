using Sluice.Modules.GoMod;
using Sluice.Modules.GoMod.Syntax;

namespace Sluice.Modules.Graph;

/// <summary>
/// A requirement graph and what minimal version selection picks from it: of each path the greatest version that anything reachable
/// requires (https://go.dev/ref/mod#minimal-version-selection, https://research.swtch.com/vgo-mvs). Immutable. The pseudo-modules
/// <c>go</c> and <c>toolchain</c> of Go 1.21 are not in it; see <see cref="GoVersion"/>.
/// </summary>
public sealed class ModuleGraph
{
    private readonly IReadOnlyList<ModuleReference> _roots;
    private readonly Dictionary<ModuleReference, IReadOnlyList<ModuleReference>> _requirements;
    private readonly Dictionary<ModuleReference, string?> _goVersions;
    private readonly Dictionary<string, string> _selected;
    private readonly Func<ModuleReference, ModuleReference> _actual;
    private readonly Lazy<ILookup<string, Demand>> _demands;
    private readonly Lazy<Dictionary<ModuleReference, ModuleReference?>> _requirers;

    internal ModuleGraph(
        IReadOnlyList<ModuleReference> roots,
        Dictionary<ModuleReference, IReadOnlyList<ModuleReference>> requirements,
        Dictionary<ModuleReference, string?> goVersions,
        Dictionary<string, string> selected,
        Func<ModuleReference, ModuleReference> actual,
        IReadOnlyList<GraphFailure> failures)
    {
        _roots = roots;
        _requirements = requirements;
        _goVersions = goVersions;
        _selected = selected;
        _actual = actual;
        _demands = new Lazy<ILookup<string, Demand>>(CollectDemands);
        _requirers = new Lazy<Dictionary<ModuleReference, ModuleReference?>>(FindRequirers);
        Failures = [.. failures.Select(failure => failure with { Chain = FindChain(failure.Module) })];
        BuildList = [.. roots, .. OthersSelected()];
    }

    /// <summary>The main modules in the order given; they have no version.</summary>
    public IReadOnlyList<ModuleReference> MainModules => _roots;

    /// <summary>The main modules in the order given, then one version of each other path, ordered by path (in bytes).</summary>
    public IReadOnlyList<ModuleReference> BuildList { get; }

    /// <summary>
    /// Empty when the graph is complete. Else what could not be read; <see cref="BuildList"/> then lacks what that would have required, and
    /// the go command would stop.
    /// </summary>
    public IReadOnlyList<GraphFailure> Failures { get; }

    /// <summary>Every module version whose requirements were read, selected or not, with the main modules.</summary>
    public IReadOnlyCollection<ModuleReference> Modules => _requirements.Keys;

    /// <summary>
    /// The greatest go directive of all modules read, which the go command must reach at least since 1.21; null when none has one.
    /// </summary>
    public string? GoVersion => _goVersions.Values.OfType<string>().Max(Comparer<string>.Create(GoVersionRules.Compare));

    /// <summary>The go directive of a module version; null when it has none, or was not read.</summary>
    public string? GoVersionOf(ModuleReference module) => _goVersions.GetValueOrDefault(module);

    /// <summary>What stands in for a module version by a replace directive: another version, or a directory without one; else the module itself.</summary>
    public ModuleReference ActualOf(ModuleReference module) => _actual(module);

    /// <summary>The version picked for a path; empty for a main module; null when nothing requires the path.</summary>
    public string? Selected(string path) => _selected.GetValueOrDefault(path);

    /// <summary>The requirements of a module version; null when it is not in the graph, could not be read, or they were pruned.</summary>
    public IReadOnlyList<ModuleReference>? RequirementsOf(ModuleReference module) => _requirements.GetValueOrDefault(module);

    /// <summary>
    /// Who requires a path, in which version: the reason why <see cref="Selected"/> is what it is. Ordered by version asked for, greatest
    /// first, then by who asks. Also versions that are not in the build list ask.
    /// </summary>
    public IReadOnlyList<Demand> DemandsOn(string path) =>
        [.. _demands.Value[path]
            .OrderByDescending(demand => demand.Version, Comparer<string>.Create(VersionOrder.Compare))
            .ThenBy(demand => demand.By.Path, StringComparer.Ordinal)
            .ThenBy(demand => demand.By.Version, Comparer<string>.Create(VersionOrder.Compare))];

    /// <summary>A shortest chain of requirements from a main module to a module version, both included; empty when there is none.</summary>
    public IReadOnlyList<ModuleReference> FindChain(ModuleReference module)
    {
        if (!_requirers.Value.ContainsKey(module))
        {
            return [];
        }

        var chain = new List<ModuleReference>();
        for (ModuleReference? at = module; at is { } link; at = _requirers.Value[link])
        {
            chain.Add(link);
        }

        chain.Reverse();
        return chain;
    }

    /// <summary>
    /// How many requirements lie between a main module and each module version that one leads to, 0 for the main modules; in the order of a breadth-first
    /// walk, which is that of <c>go mod graph</c>.
    /// </summary>
    public Dictionary<ModuleReference, int> Depths()
    {
        var depths = new Dictionary<ModuleReference, int>();
        foreach (var (module, requirer) in _requirers.Value)
        {
            depths.Add(module, requirer is { } by ? depths[by] + 1 : 0);
        }

        return depths;
    }

    /// <summary>For each module version the one that a breadth-first walk meets it at; null for main modules.</summary>
    private Dictionary<ModuleReference, ModuleReference?> FindRequirers()
    {
        var requirers = new Dictionary<ModuleReference, ModuleReference?>();
        var queue = new Queue<ModuleReference>();
        foreach (var root in _roots.Where(root => requirers.TryAdd(root, null)))
        {
            queue.Enqueue(root);
        }

        while (queue.TryDequeue(out var next))
        {
            foreach (var required in RequirementsOf(next) ?? [])
            {
                if (requirers.TryAdd(required, next))
                {
                    queue.Enqueue(required);
                }
            }
        }

        return requirers;
    }

    private IEnumerable<ModuleReference> OthersSelected()
    {
        var roots = _roots.Select(root => root.Path).ToHashSet(StringComparer.Ordinal);
        return _selected.Where(entry => !roots.Contains(entry.Key))
            .Select(entry => new ModuleReference(entry.Key, entry.Value))
            .OrderBy(module => module.Path, Comparer<string>.Create(LosslessText.Compare));
    }

    private ILookup<string, Demand> CollectDemands() => _requirements
        .SelectMany(entry => entry.Value.Select(required => (required.Path, Demand: new Demand(entry.Key, required.Version))))
        .ToLookup(pair => pair.Path, pair => pair.Demand, StringComparer.Ordinal);
}
