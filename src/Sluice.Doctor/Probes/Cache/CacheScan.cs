using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Doctor.Probes.Cache;

/// <summary>A version that has something in the download cache.</summary>
/// <param name="Path">The module.</param>
/// <param name="Version">The version.</param>
/// <param name="Folder">Its <c>@v</c> folder.</param>
internal sealed record CacheEntry(ModulePath Path, ModuleVersion Version, string Folder)
{
    /// <summary>A file of the version.</summary>
    /// <param name="ending"><c>.zip</c>.</param>
    public string File(string ending) => System.IO.Path.Combine(Folder, Version.Escape() + ending);
}

/// <summary>Walks through <c>cache/download</c> of a module cache. What cannot be read is passed over.</summary>
internal static class CacheScan
{
    /// <summary>Most files looked at: a big cache has about 100,000.</summary>
    private const int MaxFiles = 500_000;

    private static readonly EnumerationOptions Careful = new() { IgnoreInaccessible = true, RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>What was found.</summary>
    /// <param name="Entries">Versions with a zip, by path.</param>
    /// <param name="Partials">Files that a broken download left.</param>
    /// <param name="Locks">Lock files.</param>
    public sealed record Found(IReadOnlyList<CacheEntry> Entries, IReadOnlyList<string> Partials, IReadOnlyList<string> Locks);

    /// <summary>Walks.</summary>
    /// <param name="root">GOMODCACHE.</param>
    /// <param name="cancellationToken">Looked at for each file.</param>
    public static Found Walk(string root, CancellationToken cancellationToken)
    {
        var downloads = Path.Combine(root, "cache", "download");
        var entries = new List<CacheEntry>();
        var partials = new List<string>();
        var locks = new List<string>();
        if (File.Exists(Path.Combine(root, "cache", "lock")))
        {
            locks.Add(Path.Combine(root, "cache", "lock"));
        }

        foreach (var file in Directory.Exists(downloads) ? Directory.EnumerateFiles(downloads, "*", Careful).Take(MaxFiles) : [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            var name = Path.GetFileName(file);
            if (name.EndsWith(".zip", StringComparison.Ordinal) && Read(downloads, file) is { } entry)
            {
                entries.Add(entry);
            }
            else if (name.EndsWith(".tmp", StringComparison.Ordinal) || name.EndsWith(".partial", StringComparison.Ordinal))
            {
                partials.Add(file);
            }
            else if (name.EndsWith(".lock", StringComparison.Ordinal))
            {
                locks.Add(file);
            }
        }

        entries.Sort((x, y) => x.Path.CompareTo(y.Path) is var order and not 0 ? order : x.Version.CompareTo(y.Version));
        return new Found(entries, partials, locks);
    }

    /// <summary>The entry of a version; null when path or version cannot be one.</summary>
    public static CacheEntry? EntryOf(string root, string path, string version) =>
        ModulePath.TryParse(path, out var parsed, out _) && ModuleVersion.TryParse(version, out var parsedVersion, out _)
            ? new CacheEntry(parsed, parsedVersion, Path.Combine(root, "cache", "download", parsed.Escape(), "@v"))
            : null;

    private static CacheEntry? Read(string downloads, string zip)
    {
        var folder = Path.GetDirectoryName(zip)!;
        var relative = Path.GetRelativePath(downloads, folder).Replace('\\', '/');
        return relative.EndsWith("/@v", StringComparison.Ordinal)
            && CaseEscaping.TryUnescape(relative.AsSpan(0, relative.Length - "/@v".Length), out var path)
            && CaseEscaping.TryUnescape(Path.GetFileNameWithoutExtension(zip), out var version)
            && ModulePath.TryParse(path, out var parsedPath, out _)
            && ModuleVersion.TryParse(version, out var parsedVersion, out _)
            ? new CacheEntry(parsedPath, parsedVersion, folder)
            : null;
    }
}
