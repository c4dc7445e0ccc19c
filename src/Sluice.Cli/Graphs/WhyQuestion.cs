using Sluice.Api.Graphs;
using Sluice.Modules.GoMod;
using Sluice.Modules.Graph;

namespace Sluice.Cli.Graphs;

/// <summary>Answers why a module is in a graph.</summary>
internal static class WhyQuestion
{
    /// <summary>Finds chains to every version of a module that is asked for, or to the one that is named.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="query"><c>path</c> or <c>path@version</c>.</param>
    /// <param name="most">Most chains.</param>
    /// <param name="imports">What is imported; null when nobody looked.</param>
    public static GraphWhy Answer(ModuleGraph graph, string query, int most, ImportScan? imports)
    {
        var at = query.IndexOf('@', StringComparison.Ordinal);
        var path = at < 0 ? query : query[..at];
        List<ModuleReference> targets = at >= 0
            ? [new ModuleReference(path, query[(at + 1)..])]
            : [.. graph.DemandsOn(path).Select(demand => new ModuleReference(path, demand.Version)).Distinct()];
        var found = targets.Count == 0 ? new GraphPathList([], HasMore: false) : GraphPaths.Find(graph, targets, most);
        return new GraphWhy(
            query, graph.Selected(path), [.. found.Paths.Select(chain => chain.Select(module => module.ToString()).ToList())], found.HasMore)
        { Imports = imports?.ChainTo(path) };
    }
}
