using System.IO.Enumeration;

namespace Sluice.Store.Files;

/// <summary>One name in a directory.</summary>
/// <param name="Name">Without its directory.</param>
/// <param name="Kind">A link is a link, whatever it leads to.</param>
/// <param name="SizeBytes">Of a file; else 0.</param>
/// <param name="WrittenAt">Of a file; else the default.</param>
internal readonly record struct TreeEntry(string Name, TreeEntryKind Kind, long SizeBytes, DateTimeOffset WrittenAt)
{
    public static TreeEntry From(ref FileSystemEntry entry)
    {
        var name = entry.FileName.ToString();
        if ((entry.Attributes & FileAttributes.ReparsePoint) != 0)
        {
            return new TreeEntry(name, TreeEntryKind.Link, 0, default);
        }

        return entry.IsDirectory
            ? new TreeEntry(name, TreeEntryKind.Directory, 0, default)
            : new TreeEntry(name, TreeEntryKind.File, entry.Length, entry.LastWriteTimeUtc);
    }
}

/// <summary>What a name stands for.</summary>
internal enum TreeEntryKind
{
    File,
    Directory,
    Link,
}

/// <summary>A directory and what is in it.</summary>
/// <param name="Relative">From the root, with slashes; empty for the root.</param>
/// <param name="Entries">In no order.</param>
internal sealed record TreeDirectory(string Relative, IReadOnlyList<TreeEntry> Entries)
{
    /// <summary>The relative name of something in this directory.</summary>
    public string NameOf(string entry) => Relative.Length == 0 ? entry : $"{Relative}/{entry}";
}
