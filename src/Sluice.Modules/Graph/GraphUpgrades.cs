using Sluice.Modules.GoMod;

namespace Sluice.Modules.Graph;

/// <summary>Raises versions (https://research.swtch.com/vgo-mvs#algorithm_2 and 3; cmd/go/internal/mvs, <c>Upgrade</c> and <c>UpgradeAll</c>).</summary>
public static class GraphUpgrades
{
    /// <summary>
    /// The roots with the given versions required by the first main module as well. Nothing is lowered: minimal version selection takes the
    /// greater of old and new, so the graph of these roots is that of the upgrade.
    /// </summary>
    public static GraphRoots With(GraphRoots roots, IReadOnlyList<ModuleReference> upgrades)
    {
        ArgumentNullException.ThrowIfNull(roots);
        var first = roots.MainModules[0];
        return roots with { MainModules = [first with { Requirements = [.. first.Requirements, .. upgrades] }, .. roots.MainModules.Skip(1)] };
    }

    /// <summary>Reads the graph in which every path, also each that an upgrade brings in, is at the version that <paramref name="latest"/> gives.</summary>
    /// <param name="roots">The main modules.</param>
    /// <param name="source">Gives the go.mod files of all others.</param>
    /// <param name="latest">Gives a path's version to upgrade to, or null to leave it. Asked once a path.</param>
    /// <param name="concurrency">How many go.mod files are asked for at once, from 1.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<ModuleGraph> LoadAllLatestAsync(
        GraphRoots roots,
        IRequirementSource source,
        Func<string, CancellationToken, ValueTask<string?>> latest,
        int concurrency,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(latest);
        var asked = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            var graph = await GraphLoader.LoadAsync(roots, source, concurrency, cancellation);
            var upgrades = new List<ModuleReference>();
            foreach (var module in graph.BuildList.Where(module => module.Version.Length > 0 && asked.Add(module.Path)))
            {
                if (await latest(module.Path, cancellation) is { } version)
                {
                    upgrades.Add(module with { Version = version });
                }
            }

            if (upgrades.Count == 0)
            {
                return graph;
            }

            roots = With(roots, upgrades);
        }
    }
}
