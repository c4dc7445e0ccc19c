using System.Diagnostics.CodeAnalysis;
using Sluice.Store.Blobs;
using Sluice.Store.Files;

namespace Sluice.Store.Import;

/// <summary>The directory that is imported from: which one it really is, and whose.</summary>
/// <param name="Root">Absolute; the root of module paths.</param>
/// <param name="Kind">Whose files.</param>
internal sealed record ImportTree(string Root, ImportKind Kind)
{
    /// <summary>Directories looked at to find out whose files these are. A module's first version lies within a handful.</summary>
    public const int MaxLookedAt = 10_000;

    /// <summary>Finds the root, and unless it is given the kind.</summary>
    public static bool TryOpen(string directory, ImportKind? kind, [NotNullWhen(true)] out ImportTree? tree, [NotNullWhen(false)] out string? error)
    {
        var root = Path.GetFullPath(directory);
        tree = null;
        error = "there is no such directory";
        if (!Directory.Exists(root))
        {
            return false;
        }

        var download = Path.Combine(root, "cache", "download");
        if ((kind is null or ImportKind.ModuleCache) && Directory.Exists(download))
        {
            tree = new ImportTree(download, ImportKind.ModuleCache);
            error = null;
            return true;
        }

        kind ??= Detect(root);
        tree = kind is null ? null : new ImportTree(root, kind.Value);
        error = tree is null ? "it holds neither versions in a module cache's layout (PATH/@v) nor in Athens' (PATH/VERSION/source.zip)" : null;
        return tree is not null;
    }

    private static ImportKind? Detect(string root)
    {
        foreach (var directory in TreeWalk.Walk(root, static name => name[0] != '.', static (_, _) => { }).Take(MaxLookedAt))
        {
            if (directory.Entries.Any(static entry => entry is { Kind: TreeEntryKind.Directory, Name: DiskLayout.VersionsDirectory }))
            {
                return IsDownloadCache(root) ? ImportKind.ModuleCache : ImportKind.GoProxyCache;
            }

            if (AthensLayout.IsVersion(directory))
            {
                return ImportKind.Athens;
            }
        }

        return null;
    }

    private static bool IsDownloadCache(string root) => new DirectoryInfo(root) is { Name: "download", Parent.Name: "cache" };
}
