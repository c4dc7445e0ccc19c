using Sluice.Modules.GoSource;

namespace Sluice.Cli.Graphs;

/// <summary>Finds packages in a module's folder and what they import. Files that cannot be read are passed over.</summary>
internal static class GoPackages
{
    /// <summary>Import paths of all packages in a module (cmd/go/internal/modload, <c>matchPackages</c>), without inner modules, vendor and testdata folders, ordered.</summary>
    public static IReadOnlyList<string> Find(string root, string modulePath)
    {
        var found = new List<string>();
        var pending = new Stack<(string Folder, string Path)>([(root, modulePath)]);
        while (pending.TryPop(out var at))
        {
            if (GoFiles(at.Folder).Any())
            {
                found.Add(at.Path);
            }

            foreach (var folder in Folders(at.Folder))
            {
                var name = Path.GetFileName(folder);
                if (!(name is "vendor" or "testdata" || name.StartsWith('.') || name.StartsWith('_') || File.Exists(Path.Combine(folder, "go.mod"))))
                {
                    pending.Push((folder, $"{at.Path}/{name}"));
                }
            }
        }

        found.Sort(StringComparer.Ordinal);
        return found;
    }

    /// <summary>The folder of a package; null when the module has none, or it belongs to an inner module.</summary>
    public static string? FolderOf(string root, string modulePath, string package)
    {
        if (package == modulePath)
        {
            return GoFiles(root).Any() ? root : null;
        }

        if (!package.StartsWith(modulePath + "/", StringComparison.Ordinal))
        {
            return null;
        }

        var folder = root;
        foreach (var name in package[(modulePath.Length + 1)..].Split('/'))
        {
            folder = Path.Combine(folder, name);
            if (name is "" or "." or ".." || File.Exists(Path.Combine(folder, "go.mod")))
            {
                return null;
            }
        }

        return GoFiles(folder).Any() ? folder : null;
    }

    /// <summary>What a package imports, and what its tests import, each once.</summary>
    public static (IReadOnlyCollection<string> Imports, IReadOnlyCollection<string> TestImports) ImportsOf(string folder)
    {
        var imports = new SortedSet<string>(StringComparer.Ordinal);
        var testImports = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var file in GoFiles(folder))
        {
            if (BoundedFile.Read(file, out _) is { } content && GoImports.Read(System.Text.Encoding.UTF8.GetString(content)) is { } list)
            {
                (file.EndsWith("_test.go", StringComparison.Ordinal) ? testImports : imports).UnionWith(list);
            }
        }

        return (imports, testImports);
    }

    private static IEnumerable<string> GoFiles(string folder) =>
        (Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.go") : []).Where(file => Path.GetFileName(file) is not ['_' or '.', ..]).Order(StringComparer.Ordinal);

    /// <summary>Links are not followed, as by the go command.</summary>
    private static IEnumerable<string> Folders(string folder)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateDirectories().Where(info => info.LinkTarget is null).Select(info => info.FullName)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
