using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;
using Sluice.Store.Blobs;
using Sluice.Store.Files;

namespace Sluice.Store.Import;

/// <summary>The layout of a module cache's <c>cache/download</c>, which is that of goproxy's cache directory too.</summary>
internal static class DownloadLayout
{
    private const string VersionsSuffix = "/" + DiskLayout.VersionsDirectory;
    private const string HashSuffix = ".ziphash";

    /// <summary>Reads the versions of a directory. Lists, <c>@latest</c> and the answers to queries are left where they are: they grow old.</summary>
    public static IEnumerable<ImportItem> Read(TreeDirectory directory, Action<ImportProblem> report)
    {
        if (!directory.Relative.EndsWith(VersionsSuffix, StringComparison.Ordinal))
        {
            return [];
        }

        if (!DiskLayout.TryParseModule(directory.Relative[..^VersionsSuffix.Length], out var path))
        {
            report(new ImportProblem(directory.Relative, ImportProblemKind.Malformed, "no escaped module path"));
            return [];
        }

        var items = new Dictionary<string, ImportItem>(StringComparer.Ordinal);
        foreach (var entry in directory.Entries)
        {
            if (TryParse(path, entry.Name, out var version, out var suffix) && ImportFiles.IsFile(directory, entry, report))
            {
                var item = items.GetValueOrDefault(version.Value) ?? new ImportItem(path, version);
                items[version.Value] = With(item, suffix, directory.NameOf(entry.Name));
            }
        }

        return items.Values;
    }

    /// <summary>Whether a file belongs to a version of this module.</summary>
    private static bool TryParse(ModulePath path, string name, out ModuleVersion version, out string suffix)
    {
        version = default;
        suffix = HashSuffix;
        if (name.EndsWith(HashSuffix, StringComparison.Ordinal))
        {
            return CaseEscaping.TryUnescape(name.AsSpan(0, name.Length - HashSuffix.Length), out var text) && ModuleVersion.TryParse(text, out version, out _);
        }

        suffix = Path.GetExtension(name);
        return DiskLayout.TryParseFile(path, name, out var artefact)
            && (artefact.Kind is ArtefactKind.Info or ArtefactKind.GoMod or ArtefactKind.Zip)
            && ModuleVersion.TryParse(artefact.Version, out version, out _)
            && path.SplitMajor().Matches(version);
    }

    private static ImportItem With(ImportItem item, string suffix, string file) => suffix switch
    {
        ".info" => item with { Info = file },
        ".mod" => item with { GoMod = file },
        ".zip" => item with { Zip = file },
        _ => item with { ZipHash = file },
    };
}
