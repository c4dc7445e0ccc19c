using Sluice.Modules.GoMod;

namespace Sluice.Modules.Graph.Reading;

/// <summary>Which command's output a text is.</summary>
public enum GoOutputForm
{
    /// <summary><c>go mod graph</c>: all requirements.</summary>
    ModGraph,

    /// <summary><c>go list -m all</c>: the build list with replacements; who requires what is not in it.</summary>
    ListModules,

    /// <summary><c>go list -m -json all</c>: the same with go versions, retractions and errors.</summary>
    ListModulesJson,

    /// <summary><c>go list -deps -json</c>: packages with their modules; an import stands for a requirement.</summary>
    ListPackagesJson,
}

/// <summary>What a go command said about modules.</summary>
/// <param name="Form">Which command's output it was.</param>
/// <param name="Graph">The graph; without requirements where the output has none.</param>
/// <param name="Notes">What the output says beyond the graph, by module path; empty where it says nothing.</param>
public sealed record GoOutput(GoOutputForm Form, ModuleGraph Graph, IReadOnlyDictionary<string, ListedNote> Notes);

/// <summary>What <c>go list -m -json</c> says of a module beyond its version.</summary>
/// <param name="IsIndirect">Whether go.mod marks it, or does not have it.</param>
/// <param name="Retractions">Why its version is withdrawn, one text for each directive; empty when it is not, or nobody asked.</param>
/// <param name="Deprecation">Why the module is deprecated; null when it is not, or nobody asked.</param>
public sealed record ListedNote(bool IsIndirect, IReadOnlyList<string> Retractions, string? Deprecation);

/// <summary>Collects what an output says and makes a graph of it.</summary>
internal sealed class GraphCollector
{
    private readonly List<ModuleReference> _roots = [];
    private readonly Dictionary<ModuleReference, List<ModuleReference>> _requirements = [];
    private readonly Dictionary<ModuleReference, string?> _goVersions = [];
    private readonly Dictionary<ModuleReference, ModuleReference> _replacements = [];
    private readonly Dictionary<string, string> _selected = new(StringComparer.Ordinal);
    private readonly List<GraphFailure> _failures = [];

    public int Count { get; private set; }

    public bool HasVersions => _selected.Count > 0;

    public void AddRoot(string path, string? goVersion)
    {
        var root = new ModuleReference(path, "");
        if (!_roots.Contains(root))
        {
            _roots.Add(root);
            _goVersions[root] = goVersion;
        }
    }

    /// <summary>Notes that a module version is needed; the greatest of each path is the one selected.</summary>
    public void AddModule(ModuleReference module, string? goVersion = null)
    {
        Count++;
        if (module.Version.Length == 0)
        {
            AddRoot(module.Path, goVersion);
            return;
        }

        if (goVersion is not null)
        {
            _goVersions[module] = goVersion;
        }

        if (VersionOrder.Compare(_selected.GetValueOrDefault(module.Path, VersionOrder.None), module.Version) < 0)
        {
            _selected[module.Path] = module.Version;
        }
    }

    public void AddRequirement(ModuleReference module, ModuleReference required)
    {
        if (!_requirements.TryGetValue(module, out var list))
        {
            _requirements[module] = list = [];
        }

        if (!list.Contains(required))
        {
            list.Add(required);
        }
    }

    public void Replace(ModuleReference module, ModuleReference replacement) => _replacements[module] = replacement;

    public void Fail(ModuleReference module, string reason) => _failures.Add(new GraphFailure(module, reason, []));

    public ModuleGraph ToGraph()
    {
        foreach (var root in _roots)
        {
            _selected[root.Path] = "";
        }

        return new ModuleGraph(
            _roots,
            _requirements.ToDictionary(entry => entry.Key, entry => (IReadOnlyList<ModuleReference>)entry.Value),
            _goVersions,
            _selected,
            module => _replacements.GetValueOrDefault(module, module),
            _failures);
    }
}
