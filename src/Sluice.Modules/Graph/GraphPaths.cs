using Sluice.Modules.GoMod;

namespace Sluice.Modules.Graph;

/// <summary>Chains of requirements from main modules to a module.</summary>
/// <param name="Paths">Shortest first; each from a main module to a wanted module version, both included, and none twice in one chain.</param>
/// <param name="HasMore">Whether there may be more than these.</param>
public sealed record GraphPathList(IReadOnlyList<IReadOnlyList<ModuleReference>> Paths, bool HasMore);

/// <summary>
/// Lists chains of requirements, shortest first. Their number grows exponentially with a graph's depth, so both their number and the work are bounded.
/// </summary>
public static class GraphPaths
{
    /// <summary>Most steps of one search: a second's work on the biggest graphs known.</summary>
    public const int MaxSteps = 200_000;

    /// <summary>Finds chains to any of some module versions; each ends at the first of them.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="targets">What is looked for; what is not in the graph is not found.</param>
    /// <param name="most">Most chains, from 1.</param>
    public static GraphPathList Find(ModuleGraph graph, IReadOnlyCollection<ModuleReference> targets, int most)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var distances = DistancesTo(graph, targets);

        // Of equally long chains the one that is nearest to its end goes first: otherwise all of them would be begun before one is finished.
        var open = new PriorityQueue<Link, (int Length, int Left, int Order)>();
        var order = 0;
        foreach (var root in graph.MainModules)
        {
            Open(root, null);
        }

        var paths = new List<IReadOnlyList<ModuleReference>>();
        for (var step = 0; step < MaxSteps && open.TryDequeue(out var at, out _); step++)
        {
            if (distances[at.Module] > 0)
            {
                foreach (var required in (graph.RequirementsOf(at.Module) ?? []).Distinct().Where(required => !at.Holds(required)))
                {
                    Open(required, at);
                }

                continue;
            }

            if (paths.Count == most)
            {
                return new GraphPathList(paths, HasMore: true);
            }

            paths.Add(at.ToList());
        }

        return new GraphPathList(paths, HasMore: open.Count > 0);

        void Open(ModuleReference module, Link? from)
        {
            if (distances.TryGetValue(module, out var distance))
            {
                var link = new Link(module, from);
                open.Enqueue(link, (link.Length + distance, distance, order++));
            }
        }
    }

    /// <summary>How many requirements lie between each module version and the nearest target; those that lead to none are left out.</summary>
    private static Dictionary<ModuleReference, int> DistancesTo(ModuleGraph graph, IReadOnlyCollection<ModuleReference> targets)
    {
        var requirers = graph.Modules
            .SelectMany(module => graph.RequirementsOf(module)!.Select(required => (Required: required, By: module)))
            .ToLookup(pair => pair.Required, pair => pair.By);
        var distances = new Dictionary<ModuleReference, int>();
        var queue = new Queue<ModuleReference>();
        foreach (var target in targets.Where(target => distances.TryAdd(target, 0)))
        {
            queue.Enqueue(target);
        }

        while (queue.TryDequeue(out var next))
        {
            foreach (var requirer in requirers[next].Where(requirer => distances.TryAdd(requirer, distances[next] + 1)))
            {
                queue.Enqueue(requirer);
            }
        }

        return distances;
    }

    private sealed class Link(ModuleReference module, Link? from)
    {
        public ModuleReference Module => module;

        public int Length { get; } = from is null ? 0 : from.Length + 1;

        private Link? From => from;

        public bool Holds(ModuleReference other)
        {
            for (var at = this; at is not null; at = at.From)
            {
                if (at.Module == other)
                {
                    return true;
                }
            }

            return false;
        }

        public List<ModuleReference> ToList()
        {
            var list = new List<ModuleReference>();
            for (var at = this; at is not null; at = at.From)
            {
                list.Add(at.Module);
            }

            list.Reverse();
            return list;
        }
    }
}
