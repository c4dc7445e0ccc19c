using Sluice.Modules.Archives;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>
/// The other modules below a module: repositories of hundreds of modules would be unpacked whole for their smallest one. Their files stay listed, since
/// the rules for module zips (<see cref="ModuleZip.Select"/>) want to see them, but need no content.
/// </summary>
internal sealed class InnerModules
{
    /// <summary>Below this it is not worth an argument.</summary>
    private const long MinBytes = 16L << 20;

    /// <summary>A command line has an end, and git compares every file with every one of them.</summary>
    private const int MaxFolders = 500;

    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);

    private InnerModules(IEnumerable<string> folders) => _folders.UnionWith(folders);

    /// <summary>The outermost folders, from the repository's root.</summary>
    public IEnumerable<string> Folders => _folders.Order(StringComparer.Ordinal);

    /// <summary>Finds the folders worth leaving out.</summary>
    /// <param name="entries">The files at and below the module's root.</param>
    /// <param name="root">The module's root; empty for the repository's.</param>
    public static InnerModules Find(IReadOnlyList<TreeEntry> entries, string root)
    {
        var goMods = entries.Where(entry => entry.Kind == ModuleFileKind.Regular && IsGoMod(entry.Path));
        var all = new InnerModules(goMods.Select(entry => FolderOf(entry.Path)).Where(folder => folder != root));
        all._folders.RemoveWhere(folder => all.Contains(folder));
        var bytes = entries.Where(entry => all.Contains(entry.Path)).Sum(entry => entry.SizeBytes);
        return bytes < MinBytes || all._folders.Count > MaxFolders ? new InnerModules([]) : all;
    }

    /// <summary>Whether a path is below one of the folders.</summary>
    public bool Contains(ReadOnlySpan<char> path)
    {
        var folders = _folders.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var slash = path.LastIndexOf('/'); slash >= 0; slash = path.LastIndexOf('/'))
        {
            path = path[..slash];
            if (folders.Contains(path))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsGoMod(string path) => path.EndsWith("/go.mod", StringComparison.OrdinalIgnoreCase);

    private static string FolderOf(string path) => path[..path.LastIndexOf('/')];
}
