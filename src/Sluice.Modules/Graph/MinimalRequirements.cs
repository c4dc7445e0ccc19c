using Sluice.Modules.GoMod;
using Sluice.Modules.GoMod.Syntax;

namespace Sluice.Modules.Graph;

/// <summary>Shortens requirement lists (https://research.swtch.com/vgo-mvs#algorithm_r; cmd/go/internal/mvs, <c>Req</c>).</summary>
public static class MinimalRequirements
{
    /// <summary>
    /// The fewest requirements that give the same build list, ordered by path. Only for unpruned graphs: what was pruned cannot imply
    /// anything.
    /// </summary>
    /// <param name="graph">The graph of one main module.</param>
    /// <param name="direct">Paths that must be listed even if others imply them; those that are not in the graph are passed over.</param>
    public static IReadOnlyList<ModuleReference> Of(ModuleGraph graph, IReadOnlyList<string> direct)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(direct);
        var main = graph.BuildList[0];
        var order = PostOrder(graph, main);
        var implied = new HashSet<ModuleReference>();
        var listed = new List<ModuleReference>();
        foreach (var path in direct.Distinct(StringComparer.Ordinal))
        {
            if (graph.Selected(path) is { Length: > 0 } version)
            {
                List(new ModuleReference(path, version));
            }
        }

        for (var i = order.Count - 1; i >= 0; i--)
        {
            if (graph.Selected(order[i].Path) == order[i].Version && !implied.Contains(order[i]))
            {
                List(order[i]);
            }
        }

        return [.. listed.OrderBy(module => module.Path, Comparer<string>.Create(LosslessText.Compare))];

        void List(ModuleReference module)
        {
            listed.Add(module);
            Imply(graph, main, module, implied);
        }
    }

    private static void Imply(ModuleGraph graph, ModuleReference main, ModuleReference module, HashSet<ModuleReference> implied)
    {
        var pending = new Stack<ModuleReference>([module]);
        while (pending.TryPop(out var next))
        {
            if (!implied.Add(next) || next == main)
            {
                continue;
            }

            foreach (var required in graph.RequirementsOf(next) ?? [])
            {
                pending.Push(required);
            }
        }
    }

    /// <summary>The modules that the build list leads to, each after all that it requires, cycles aside; the main module left out.</summary>
    private static List<ModuleReference> PostOrder(ModuleGraph graph, ModuleReference main)
    {
        var order = new List<ModuleReference>();
        var seen = new HashSet<ModuleReference> { main };
        var path = new Stack<(ModuleReference Module, int Next)>();
        foreach (var root in graph.BuildList.Where(seen.Add))
        {
            path.Push((root, 0));
            while (path.TryPop(out var at))
            {
                var requirements = graph.RequirementsOf(at.Module) ?? [];
                if (at.Next == requirements.Count)
                {
                    order.Add(at.Module);
                    continue;
                }

                path.Push((at.Module, at.Next + 1));
                if (seen.Add(requirements[at.Next]))
                {
                    path.Push((requirements[at.Next], 0));
                }
            }
        }

        return order;
    }
}
