using System.IO.Enumeration;
using Sluice.Core.Ports;

namespace Sluice.Store.Blobs;

/// <summary>Walks a tree in the download cache layout, one directory at a time. Symbolic links are not followed, foreign names are skipped.</summary>
internal static class StoreWalker
{
    /// <summary>Deepest directory looked into, counted from the root. Paths of real modules have fewer than 20 elements.</summary>
    public const int MaxDepth = 256;

    /// <summary>Every artefact below the root, lazily, in no order.</summary>
    /// <exception cref="StoreException">A directory cannot be read. One that vanishes meanwhile is skipped.</exception>
    public static IEnumerable<StoredArtefact> Walk(string root)
    {
        var directories = new Stack<(string Relative, int Depth)>();
        directories.Push(("", 0));
        while (directories.TryPop(out var directory))
        {
            foreach (var entry in Read(Path.Join(root, directory.Relative)))
            {
                if (entry.IsDirectory)
                {
                    var relative = directory.Relative.Length == 0 ? entry.Name : $"{directory.Relative}/{entry.Name}";
                    if (directory.Depth < MaxDepth && IsPartOfTree(entry.Name))
                    {
                        directories.Push((relative, directory.Depth + 1));
                    }
                }
                else if (TryParse(directory.Relative, entry.Name, out var artefact))
                {
                    yield return new StoredArtefact(artefact, entry.SizeBytes, entry.WrittenAt);
                }
            }
        }
    }

    private static bool IsPartOfTree(string name) => name == DiskLayout.VersionsDirectory || (name[0] != '.' && name[0] != '@');

    private static bool TryParse(string directory, string name, out Artefact artefact)
    {
        const string versions = "/" + DiskLayout.VersionsDirectory;
        artefact = default;
        if (directory.EndsWith(versions, StringComparison.Ordinal))
        {
            return DiskLayout.TryParseModule(directory[..^versions.Length], out var module) && DiskLayout.TryParseFile(module, name, out artefact);
        }

        if (name != DiskLayout.LatestFile || !DiskLayout.TryParseModule(directory, out var path))
        {
            return false;
        }

        artefact = Artefact.Latest(path);
        return true;
    }

    private static List<Entry> Read(string directory)
    {
        var options = new EnumerationOptions { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        try
        {
            return [.. new FileSystemEnumerable<Entry>(directory, static (ref FileSystemEntry entry) => Entry.From(ref entry), options)];
        }
        catch (Exception exception) when (DiskFaults.IsAbsence(exception))
        {
            return [];
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            throw DiskFaults.Wrap(exception, "reading a directory");
        }
    }

    private readonly record struct Entry(string Name, bool IsDirectory, long SizeBytes, DateTimeOffset WrittenAt)
    {
        public static Entry From(ref FileSystemEntry entry) => entry.IsDirectory
            ? new Entry(entry.FileName.ToString(), true, 0, default)
            : new Entry(entry.FileName.ToString(), false, entry.Length, entry.LastWriteTimeUtc);
    }
}
