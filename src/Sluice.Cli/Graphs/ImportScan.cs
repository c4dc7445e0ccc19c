using Sluice.Modules.GoMod;
using Sluice.Modules.Graph;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Cli.Graphs;

/// <summary>
/// Follows imports from the packages of the main modules through the sources that are at hand: what <c>go mod tidy</c> and <c>go mod why</c> call "all" since Go 1.16, tests of the main
/// modules included, for every system and tag.
/// </summary>
internal sealed class ImportScan
{
    /// <summary>Most packages; Kubernetes has some 3,000.</summary>
    private const int MaxPackages = 100_000;

    private readonly ModuleGraph _graph;
    private readonly GraphProject _project;
    private readonly string? _moduleCache;
    private readonly Dictionary<string, string?> _importers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModuleReference> _providers = new(StringComparer.Ordinal);
    private readonly Dictionary<ModuleReference, string?> _folders = [];
    private readonly HashSet<ModuleReference> _asked = [];
    private readonly HashSet<ModuleReference> _unread = [];
    private readonly Dictionary<string, string> _unprovided = new(StringComparer.Ordinal);

    private ImportScan(ModuleGraph graph, GraphProject project, string? moduleCache)
    {
        _graph = graph;
        _project = project;
        _moduleCache = moduleCache;
    }

    /// <summary>Modules of the build list whose zips the go command asks for: those that provide an imported package, or might (cmd/go/internal/modload, <c>keepSums</c>).</summary>
    public IReadOnlySet<ModuleReference> Asked => _asked;

    /// <summary>Modules that provide an imported package and whose sources are not here: what lies behind them is not known.</summary>
    public IReadOnlySet<ModuleReference> Unread => _unread;

    /// <summary>Imports that no module of the build list provides, each with a package that has it. Only where all candidates could be looked at.</summary>
    public IReadOnlyDictionary<string, string> Unprovided => _unprovided;

    public static ImportScan Run(ModuleGraph graph, GraphProject project, string? moduleCache, CancellationToken cancellationToken)
    {
        var scan = new ImportScan(graph, project, moduleCache);
        scan.Run(cancellationToken);
        return scan;
    }

    /// <summary>
    /// A shortest chain of imports from a package of a main module to one of a module, as <c>go mod why -m</c> prints it: a test is a step of its own, named
    /// <c>package.test</c>. Empty when none is known.
    /// </summary>
    public IReadOnlyList<string> ChainTo(string modulePath)
    {
        var best = new List<string>();
        foreach (var package in _providers.Where(entry => entry.Value.Path == modulePath).Select(entry => entry.Key))
        {
            var chain = new List<string>();
            for (var at = package; at is not null; at = _importers[at])
            {
                chain.Add(at);
            }

            if (best.Count == 0 || chain.Count < best.Count)
            {
                best = chain;
            }
        }

        best.Reverse();
        return best;
    }

    private void Run(CancellationToken cancellationToken)
    {
        var queue = new Queue<string>();
        foreach (var main in _graph.MainModules.Where(main => FolderOf(main) is not null))
        {
            foreach (var package in GoPackages.Find(FolderOf(main)!, main.Path).Where(package => _importers.TryAdd(package, null)))
            {
                _providers[package] = main;
                queue.Enqueue(package);
            }
        }

        while (queue.TryDequeue(out var package) && _importers.Count < MaxPackages)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var module = _providers[package];
            var folder = FolderOf(module) is { } root ? GoPackages.FolderOf(root, module.Path, package) : null;
            if (folder is null)
            {
                continue;
            }

            var (imports, testImports) = GoPackages.ImportsOf(folder);
            Follow(package, imports, queue);
            if (module.Version.Length == 0 && testImports.Count > 0)
            {
                _importers.TryAdd($"{package}.test", package);
                Follow($"{package}.test", testImports, queue);
            }
        }
    }

    private void Follow(string importer, IEnumerable<string> imports, Queue<string> queue)
    {
        foreach (var import in imports.Where(import => !_importers.ContainsKey(import)))
        {
            if (FindProvider(import, importer) is { } module)
            {
                _importers[import] = importer;
                _providers[import] = module;
                queue.Enqueue(import);
            }
        }
    }

    /// <summary>The module that holds a package; null for the standard library, for relative paths, and when none does.</summary>
    private ModuleReference? FindProvider(string import, string importer)
    {
        var candidates = Prefixes(import)
            .Select(path => (Path: path, Version: _graph.Selected(path)))
            .Where(entry => entry.Version is not null)
            .Select(entry => new ModuleReference(entry.Path, entry.Version!))
            .ToList();
        if (import.StartsWith('.') || (candidates.Count == 0 && !import.Split('/')[0].Contains('.')))
        {
            return null;
        }

        ModuleReference? provider = null;
        ModuleReference? unread = null;
        foreach (var candidate in candidates)
        {
            var folder = FolderOf(candidate);
            unread ??= folder is null ? candidate : null;
            provider ??= folder is not null && GoPackages.FolderOf(folder, candidate.Path, import) is not null ? candidate : null;
        }

        // A module whose files are not here is believed to hold what lies below its path.
        provider ??= unread;
        if (provider is not { } found)
        {
            _unprovided.TryAdd(import, importer);
            return null;
        }

        _asked.UnionWith(candidates.Where(candidate => candidate.Version.Length > 0 && (!IsRoot(found) || IsRoot(candidate))));
        if (FolderOf(found) is null)
        {
            _unread.Add(found);
        }

        return found;
    }

    /// <summary>From 1.17 on, for a package of a module that go.mod lists only such modules are looked at; before, and in a workspace, nothing is left out.</summary>
    private bool IsRoot(ModuleReference module) =>
        !_project.Roots.IsWorkspace
        && _project.Modules[0].File.Go is { } go
        && GoVersionRules.Compare(go, "1.17") >= 0
        && _project.Roots.MainModules[0].Requirements.Contains(module);

    private string? FolderOf(ModuleReference module)
    {
        if (_folders.TryGetValue(module, out var known))
        {
            return known;
        }

        var actual = _graph.ActualOf(module);
        var index = module.Version.Length > 0 ? -1 : _project.Roots.MainModules.ToList().FindIndex(main => main.Path == module.Path);
        var folder = index >= 0
            ? _project.Modules[index].Directory
            : actual.Version.Length == 0 ? Path.GetFullPath(actual.Path, _project.BaseDirectory) : CacheFolderOf(actual);
        folder = Directory.Exists(folder) || _project.Vendor is null ? folder : Path.Combine(_project.BaseDirectory, "vendor", module.Path);
        return _folders[module] = Directory.Exists(folder) ? folder : null;
    }

    /// <summary>Where the go command unpacks a version: <c>GOMODCACHE/path@version</c>, both escaped.</summary>
    private string? CacheFolderOf(ModuleReference module) =>
        _moduleCache is not null && ModulePath.TryParse(module.Path, out var path, out _) && ModuleVersion.TryParse(module.Version, out var version, out _)
            ? Path.Combine(_moduleCache, $"{path.Escape()}@{version.Escape()}")
            : null;

    private static IEnumerable<string> Prefixes(string import)
    {
        for (var length = import.Length; length > 0; length = import.LastIndexOf('/', length - 1))
        {
            yield return import[..length];
        }
    }
}
