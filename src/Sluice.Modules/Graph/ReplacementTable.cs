using Sluice.Modules.GoMod;

namespace Sluice.Modules.Graph;

/// <summary>Finds what stands in for a module version (cmd/go/internal/modload, <c>Replacement</c>).</summary>
internal sealed class ReplacementTable
{
    private readonly Dictionary<ModuleReference, ModuleReference> _ofWorkspace;
    private readonly List<Dictionary<ModuleReference, ModuleReference>> _ofModules;

    public ReplacementTable(GraphRoots roots)
    {
        _ofWorkspace = Index(roots.WorkspaceReplacements);
        _ofModules = [.. roots.MainModules.Select(module => Index(module.Replacements))];
    }

    /// <summary>Directives, or modules of a workspace, that contradict each other; the go command refuses them.</summary>
    public List<GraphFailure> Conflicts { get; } = [];

    /// <summary>The replacement, or the module itself. What is replaced in one version wins over what is replaced in all.</summary>
    public ModuleReference Resolve(ModuleReference module)
    {
        var found = Candidates(module);
        if (found.Count > 1)
        {
            Conflicts.Add(new GraphFailure(module, $"conflicting replacements found in workspace modules: {found[0]} and {found[1]}", []) { IsReplacementConflict = true });
        }

        return found.Count == 0 ? module : found[0];
    }

    /// <summary>As <see cref="Resolve"/>, and nothing is noted. Safe to call concurrently.</summary>
    public ModuleReference Find(ModuleReference module) => Candidates(module) is [var first, ..] ? first : module;

    private List<ModuleReference> Candidates(ModuleReference module) => Find(_ofWorkspace, module) is { } ofWorkspace
        ? [ofWorkspace]
        : [.. _ofModules.Select(table => Find(table, module)).OfType<ModuleReference>().Distinct()];

    private static ModuleReference? Find(Dictionary<ModuleReference, ModuleReference> table, ModuleReference module)
    {
        var found = table.TryGetValue(module, out var target) || table.TryGetValue(module with { Version = "" }, out target);
        return found ? target : null;
    }

    private Dictionary<ModuleReference, ModuleReference> Index(IReadOnlyList<Replacement> replacements)
    {
        var table = new Dictionary<ModuleReference, ModuleReference>();
        foreach (var (old, target, _) in replacements)
        {
            if (!table.TryAdd(old, target) && table[old] != target)
            {
                Conflicts.Add(new GraphFailure(old, $"conflicting replacements: {table[old]} and {target}", []) { IsReplacementConflict = true });
            }
        }

        return table;
    }
}
