using Sluice.Modules.GoMod;

namespace Sluice.Modules.Graph;

/// <summary>
/// Reads a requirement graph, breadth first and without recursion, with the pruning of Go 1.17: of a dependency whose go.mod says 1.17 or
/// later, required by a main module that says so too, only the direct requirements count
/// (https://go.dev/ref/mod#graph-pruning; cmd/go/internal/modload, <c>readModGraph</c>).
/// </summary>
public sealed class GraphLoader
{
    private const string FirstPrunedGo = "1.17";

    /// <summary>How many go.mod files are read before the limits are looked at again.</summary>
    private const int BatchSize = 256;

    private readonly IRequirementSource _source;
    private readonly GraphRoots _roots;
    private readonly int _concurrency;
    private readonly ReplacementTable _replacements;
    private readonly HashSet<ModuleReference> _exclusions;
    private readonly Dictionary<ModuleReference, IReadOnlyList<ModuleReference>> _requirements = [];
    private readonly Dictionary<ModuleReference, string?> _goVersions = [];
    private readonly Dictionary<string, string> _selected = new(StringComparer.Ordinal);
    private readonly Dictionary<ModuleReference, GraphFailure> _failures = [];
    private readonly HashSet<ModuleReference> _expanded = [];
    private int _requirementCount;

    internal GraphLoader(GraphRoots roots, IRequirementSource source, int concurrency)
    {
        _roots = roots;
        _source = source;
        _concurrency = concurrency;
        _replacements = new ReplacementTable(roots);
        _exclusions = [.. roots.MainModules.SelectMany(module => module.Exclusions)];
    }

    /// <summary>
    /// Reads the graph. What cannot be read is in <see cref="ModuleGraph.Failures"/>, and so is a graph beyond <see cref="GraphLimits"/>;
    /// what the source throws goes through.
    /// </summary>
    /// <param name="roots">The main modules.</param>
    /// <param name="source">Gives the go.mod files of all others.</param>
    /// <param name="concurrency">How many files are asked for at once, from 1.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static async Task<ModuleGraph> LoadAsync(
        GraphRoots roots,
        IRequirementSource source,
        int concurrency,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(roots);
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(concurrency, 1);
        ArgumentOutOfRangeException.ThrowIfZero(roots.MainModules.Count, nameof(roots));
        var loader = new GraphLoader(roots, source, concurrency);
        await loader.ReadAsync(cancellation);
        return loader.ToGraph();
    }

    /// <summary>The requirements of one module version, replaced and excluded as the roots say; null when they cannot be read.</summary>
    internal async Task<IReadOnlyList<ModuleReference>?> ReadOneAsync(ModuleReference module, CancellationToken cancellation)
    {
        await ReadAsync([module], cancellation);
        return module.Version is VersionOrder.None or "" ? [] : _requirements.GetValueOrDefault(module);
    }

    private ModuleGraph ToGraph() => new(
        [.. _roots.MainModules.Select(module => module.Reference)],
        _requirements,
        _goVersions,
        _selected,
        _replacements.Find,
        [.. _replacements.Conflicts, .. _failures.Values]);

    private async Task ReadAsync(CancellationToken cancellation)
    {
        foreach (var main in _roots.MainModules)
        {
            _selected[main.Path] = "";
        }

        var first = new List<(ModuleReference Module, bool IsPruned)>();
        foreach (var main in _roots.MainModules)
        {
            Add(main.Reference, main.GoVersion, main.Requirements);
            first.AddRange(_requirements[main.Reference].Select(required => (required, Prunes(main.GoVersion))));
        }

        await ExpandAsync(first, cancellation);
        if (_roots.IsWorkspace)
        {
            await ReloadSelectedAsync(cancellation);
        }
    }

    /// <summary>
    /// Reads what the given modules require, and so on. A pruned one that says 1.17 or later is read, not expanded; below one that is not
    /// pruned nothing is.
    /// </summary>
    private async Task ExpandAsync(IEnumerable<(ModuleReference Module, bool IsPruned)> modules, CancellationToken cancellation)
    {
        var wave = modules.ToList();
        while (wave.Count > 0)
        {
            await ReadAsync([.. wave.Select(item => item.Module).Distinct()], cancellation);
            var next = new List<(ModuleReference Module, bool IsPruned)>();
            foreach (var (module, isPruned) in wave)
            {
                var known = _requirements.TryGetValue(module, out var required);
                var stops = isPruned && Prunes(_goVersions.GetValueOrDefault(module));
                if (known && !stops && _expanded.Add(module))
                {
                    next.AddRange(required!.Select(requirement => (requirement, false)));
                }
            }

            wave = [.. next.Distinct()];
        }
    }

    /// <summary>
    /// In a workspace a main module's requirements may not be at their selected versions, so that its go.mod does not tell all that is
    /// needed: read those versions too, until nothing changes.
    /// </summary>
    private async Task ReloadSelectedAsync(CancellationToken cancellation)
    {
        var relevant = _roots.MainModules.Select(module => module.Path).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<ModuleReference>();
        while (true)
        {
            var pending = new HashSet<ModuleReference>();
            foreach (var path in relevant)
            {
                var module = new ModuleReference(path, _selected[path]);
                if (seen.Contains(module))
                {
                    pending.UnionWith(RaisedBy(module).Where(raised => !seen.Contains(raised)));
                    continue;
                }

                pending.Add(module);
            }

            if (pending.Count == 0)
            {
                return;
            }

            seen.UnionWith(pending);
            relevant.UnionWith(pending.Select(module => module.Path));
            await ReadAsync([.. pending], cancellation);
            await ExpandAsync(
                pending.Where(_requirements.ContainsKey)
                    .SelectMany(module => _requirements[module].Select(required => (required, Prunes(_goVersions[module])))),
                cancellation);
        }
    }

    private IEnumerable<ModuleReference> RaisedBy(ModuleReference module) =>
        from required in _requirements.GetValueOrDefault(module) ?? []
        let selected = _selected.GetValueOrDefault(required.Path, VersionOrder.None)
        where VersionOrder.Compare(selected, required.Version) > 0
        select required with { Version = selected };

    private async Task ReadAsync(List<ModuleReference> modules, CancellationToken cancellation)
    {
        foreach (var batch in modules.Where(IsMissing).Chunk(BatchSize))
        {
            if (_requirements.Count + batch.Length > GraphLimits.MaxModules || _requirementCount > GraphLimits.MaxRequirements)
            {
                Fail(batch[0], $"the graph has more than {GraphLimits.MaxModules} module versions or {GraphLimits.MaxRequirements} requirements");
                return;
            }

            await ReadBatchAsync(batch, cancellation);
        }
    }

    private bool IsMissing(ModuleReference module) =>
        module.Version is not (VersionOrder.None or "") && !_requirements.ContainsKey(module) && !_failures.ContainsKey(module);

    private async Task ReadBatchAsync(ModuleReference[] batch, CancellationToken cancellation)
    {
        var actual = Array.ConvertAll(batch, _replacements.Resolve);
        var answers = new RequirementsAnswer[batch.Length];
        var options = new ParallelOptions { MaxDegreeOfParallelism = _concurrency, CancellationToken = cancellation };
        await Parallel.ForAsync(0, batch.Length, options, async (i, token) => answers[i] = await _source.ReadAsync(actual[i], token));

        // In the order asked for, so that the outcome does not depend on who answered first.
        for (var i = 0; i < batch.Length; i++)
        {
            Add(batch[i], actual[i], answers[i]);
        }
    }

    private void Add(ModuleReference module, ModuleReference actual, RequirementsAnswer answer)
    {
        switch (answer)
        {
            case RequirementsAnswer.Failed failed:
                Fail(module, failed.Reason);
                break;
            case RequirementsAnswer.Known known when actual.Version.Length > 0 && known.Path.Length == 0:
                Fail(module, "parsing go.mod: missing module line");
                break;
            case RequirementsAnswer.Known known when actual.Version.Length > 0 && known.Path != module.Path && known.Path != actual.Path:
                Fail(module, $"parsing go.mod:\n\tmodule declares its path as: {known.Path}\n\t        but was required as: {module.Path}");
                break;
            case RequirementsAnswer.Known known:
                Add(module, known.GoVersion, known.Requirements);
                break;
        }
    }

    private void Add(ModuleReference module, string? goVersion, IReadOnlyList<ModuleReference> requirements)
    {
        var kept = requirements.Where(required => !_exclusions.Contains(required)).ToList();
        _requirements[module] = kept;
        _goVersions[module] = goVersion;
        _requirementCount += kept.Count;
        foreach (var (path, version) in kept)
        {
            if (VersionOrder.Compare(_selected.GetValueOrDefault(path, VersionOrder.None), version) < 0)
            {
                _selected[path] = version;
            }
        }
    }

    private void Fail(ModuleReference module, string reason) => _failures.TryAdd(module, new GraphFailure(module, reason, []));

    internal static bool Prunes(string? goVersion) => goVersion is not null && GoVersionRules.Compare(goVersion, FirstPrunedGo) >= 0;
}
