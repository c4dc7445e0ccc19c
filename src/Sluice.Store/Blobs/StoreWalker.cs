using Sluice.Core.Ports;
using Sluice.Store.Files;

namespace Sluice.Store.Blobs;

/// <summary>Finds the artefacts of a tree in the download cache layout. Symbolic links are not followed, foreign names are skipped.</summary>
internal static class StoreWalker
{
    private const string VersionsSuffix = "/" + DiskLayout.VersionsDirectory;

    /// <summary>Every artefact below the root, lazily, in no order.</summary>
    /// <exception cref="StoreException">A directory cannot be read. One that vanishes meanwhile is skipped.</exception>
    public static IEnumerable<StoredArtefact> Walk(string root) =>
        from directory in TreeWalk.Walk(root, IsPartOfTree, static (_, exception) => throw DiskFaults.Wrap(exception, "reading a directory"))
        from entry in directory.Entries
        where entry.Kind == TreeEntryKind.File
        let artefact = Parse(directory.Relative, entry.Name)
        where artefact is not null
        select new StoredArtefact(artefact, entry.SizeBytes, entry.WrittenAt);

    /// <summary>Whether a directory of this name can lie in such a tree: no module path has an element that begins with a dot or an @.</summary>
    public static bool IsPartOfTree(string name) => name == DiskLayout.VersionsDirectory || (name[0] != '.' && name[0] != '@');

    private static Artefact? Parse(string directory, string name)
    {
        if (directory.EndsWith(VersionsSuffix, StringComparison.Ordinal))
        {
            return DiskLayout.TryParseModule(directory[..^VersionsSuffix.Length], out var module) && DiskLayout.TryParseFile(module, name, out var artefact)
                ? artefact
                : null;
        }

        return name == DiskLayout.LatestFile && DiskLayout.TryParseModule(directory, out var path) ? Artefact.Latest(path) : null;
    }
}
