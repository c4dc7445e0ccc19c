using Sluice.Modules.GoMod;

namespace Sluice.Modules.Graph;

/// <summary>
/// Lowers versions (https://research.swtch.com/vgo-mvs#algorithm_4; cmd/go/internal/mvs, <c>Downgrade</c>): what leads to a version that is
/// too new is lowered as well, or dropped. Nothing is raised. Looks at the whole graph, without pruning.
/// </summary>
public sealed class GraphDowngrades
{
    private readonly GraphLoader _loader;
    private readonly Dictionary<string, string> _greatest;
    private readonly HashSet<ModuleReference> _added = [];
    private readonly HashSet<ModuleReference> _excluded = [];
    private readonly Dictionary<ModuleReference, List<ModuleReference>> _requirers = [];

    private GraphDowngrades(GraphLoader loader, Dictionary<string, string> greatest)
    {
        _loader = loader;
        _greatest = greatest;
    }

    /// <summary>Reads the graph in which the given versions are not exceeded. Its main module's requirements are those to write down.</summary>
    /// <param name="roots">One main module.</param>
    /// <param name="source">Gives the go.mod files of all others. A version that it cannot give is passed over.</param>
    /// <param name="downgrades">Paths and their greatest versions; <c>none</c> drops a path.</param>
    /// <param name="previous">Gives the version before a module's, or null when there is none.</param>
    /// <param name="concurrency">How many go.mod files are asked for at once, from 1.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidOperationException"><paramref name="previous"/> gave a version that is not older.</exception>
    public static async Task<ModuleGraph> LoadAsync(
        GraphRoots roots,
        IRequirementSource source,
        IReadOnlyList<ModuleReference> downgrades,
        Func<ModuleReference, CancellationToken, ValueTask<string?>> previous,
        int concurrency,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(roots);
        ArgumentNullException.ThrowIfNull(downgrades);
        ArgumentNullException.ThrowIfNull(previous);
        ArgumentOutOfRangeException.ThrowIfNotEqual(roots.MainModules.Count, 1, nameof(roots));
        var main = roots.MainModules[0] with { GoVersion = null };
        var current = (await LoadAsync(main.Requirements)).BuildList.Skip(1).ToList();
        var greatest = current.ToDictionary(module => module.Path, module => module.Version, StringComparer.Ordinal);
        foreach (var (path, version) in downgrades)
        {
            greatest[path] = greatest.TryGetValue(path, out var known) && VersionOrder.Compare(known, version) <= 0 ? known : version;
        }

        var search = new GraphDowngrades(new GraphLoader(roots, source, concurrency), greatest);
        var lowered = await search.LowerAsync(current, previous, cancellation);

        // A lowered module may be pulled up again, to a version that previous does not know, say: take what is selected then, and only
        // what was there before.
        var actual = await LoadAsync(lowered);
        return await LoadAsync([.. current
            .Where(module => actual.Selected(module.Path) is not null)
            .Select(module => module with { Version = actual.Selected(module.Path)! })]);

        Task<ModuleGraph> LoadAsync(IReadOnlyList<ModuleReference> requirements) => GraphLoader.LoadAsync(
            roots with { MainModules = [main with { Requirements = requirements }] }, source, concurrency, cancellation);
    }

    private async Task<List<ModuleReference>> LowerAsync(
        List<ModuleReference> modules,
        Func<ModuleReference, CancellationToken, ValueTask<string?>> previous,
        CancellationToken cancellation)
    {
        var lowered = new List<ModuleReference>();
        foreach (var module in modules)
        {
            var at = module;
            await AddAsync(at, cancellation);
            while (at.Version != VersionOrder.None && _excluded.Contains(at))
            {
                var version = await previous(at, cancellation) ?? VersionOrder.None;
                if (VersionOrder.Compare(version, at.Version) >= 0)
                {
                    throw new InvalidOperationException($"{version} given as the version before {at}");
                }

                var limit = _greatest[at.Path];
                var skipsLimit = VersionOrder.Compare(at.Version, limit) > 0 && VersionOrder.Compare(version, limit) < 0;
                at = at with { Version = skipsLimit ? limit : version };
                await AddAsync(at, cancellation);
            }

            if (at.Version != VersionOrder.None)
            {
                lowered.Add(at);
            }
        }

        return lowered;
    }

    /// <summary>Looks at a module version and all that it leads to, and excludes what leads to something too new.</summary>
    private async Task AddAsync(ModuleReference module, CancellationToken cancellation)
    {
        if (!_added.Add(module))
        {
            return;
        }

        var path = new Stack<(ModuleReference Module, IReadOnlyList<ModuleReference> Requirements, int Next)>();
        path.Push((module, await OpenAsync(module, cancellation), 0));
        while (path.TryPop(out var at))
        {
            if (at.Next == at.Requirements.Count || _excluded.Contains(at.Module))
            {
                continue;
            }

            var required = at.Requirements[at.Next];
            if (_added.Add(required))
            {
                path.Push(at);
                path.Push((required, await OpenAsync(required, cancellation), 0));
                continue;
            }

            if (_excluded.Contains(required))
            {
                Exclude(at.Module);
                continue;
            }

            RequirersOf(required).Add(at.Module);
            path.Push(at with { Next = at.Next + 1 });
        }
    }

    private async Task<IReadOnlyList<ModuleReference>> OpenAsync(ModuleReference module, CancellationToken cancellation)
    {
        var isTooNew = _greatest.TryGetValue(module.Path, out var limit) && VersionOrder.Compare(module.Version, limit) > 0;
        var requirements = isTooNew ? null : await _loader.ReadOneAsync(module, cancellation);
        if (requirements is null)
        {
            Exclude(module);
        }

        return requirements ?? [];
    }

    private void Exclude(ModuleReference module)
    {
        var pending = new Stack<ModuleReference>([module]);
        while (pending.TryPop(out var next))
        {
            if (_excluded.Add(next))
            {
                RequirersOf(next).ForEach(pending.Push);
            }
        }
    }

    private List<ModuleReference> RequirersOf(ModuleReference module)
    {
        if (!_requirers.TryGetValue(module, out var requirers))
        {
            _requirers[module] = requirers = [];
        }

        return requirers;
    }
}
