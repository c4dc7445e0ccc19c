using System.IO.Enumeration;
using Sluice.Store.Blobs;

namespace Sluice.Store.Files;

/// <summary>Walks a tree lazily, one directory at a time, and never through a symbolic link.</summary>
internal static class TreeWalk
{
    /// <summary>Deepest directory looked into, counted from the root. Paths of real modules have fewer than 20 elements.</summary>
    public const int MaxDepth = 256;

    /// <summary>Every directory from the root on, each before those in it. One that vanishes meanwhile is skipped.</summary>
    /// <param name="root">Where to begin.</param>
    /// <param name="enters">Whether to look into a directory of this name.</param>
    /// <param name="unreadable">Told of a directory, relative to the root, that cannot be read; the walk goes on.</param>
    public static IEnumerable<TreeDirectory> Walk(string root, Predicate<string> enters, Action<string, Exception> unreadable)
    {
        var waiting = new Stack<(string Relative, int Depth)>();
        waiting.Push(("", 0));
        while (waiting.TryPop(out var next))
        {
            var directory = new TreeDirectory(next.Relative, Read(root, next.Relative, unreadable));
            yield return directory;
            foreach (var entry in directory.Entries)
            {
                if (entry.Kind == TreeEntryKind.Directory && next.Depth < MaxDepth && enters(entry.Name))
                {
                    waiting.Push((directory.NameOf(entry.Name), next.Depth + 1));
                }
            }
        }
    }

    private static List<TreeEntry> Read(string root, string relative, Action<string, Exception> unreadable)
    {
        var options = new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false };
        try
        {
            return [.. new FileSystemEnumerable<TreeEntry>(Path.Join(root, relative), static (ref FileSystemEntry entry) => TreeEntry.From(ref entry), options)];
        }
        catch (Exception exception) when (DiskFaults.IsAbsence(exception))
        {
            return [];
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            unreadable(relative, exception);
            return [];
        }
    }
}
