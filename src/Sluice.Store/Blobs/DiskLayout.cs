using System.Diagnostics.CodeAnalysis;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Store.Blobs;

/// <summary>
/// The go command's download cache layout (https://go.dev/ref/mod#module-cache):
/// <c>ESCAPED-PATH/@v/ESCAPED-VERSION.{info,mod,zip,ziphash}</c>, <c>ESCAPED-PATH/@v/list</c> and <c>ESCAPED-PATH/@latest</c>.
/// </summary>
internal static class DiskLayout
{
    /// <summary>The directory of a module's versions.</summary>
    public const string VersionsDirectory = "@v";

    /// <summary>The file of <c>@latest</c>.</summary>
    public const string LatestFile = "@latest";

    /// <summary>The file of the version list.</summary>
    public const string ListFile = "list";

    private const string ZipHashSuffix = "hash";

    /// <summary>Where an artefact lies.</summary>
    public static string PathOf(string root, Artefact artefact)
    {
        var relative = artefact.ToRelativePath();
        return Path.Join(root, Path.DirectorySeparatorChar == '/' ? relative : relative.Replace('/', Path.DirectorySeparatorChar));
    }

    /// <summary>Where the hash of a zip lies: <c>VERSION.ziphash</c>.</summary>
    public static string HashPathOf(string zipPath) => zipPath + ZipHashSuffix;

    /// <summary>Reads a module path back from a directory below the root, with slashes; false when it is none.</summary>
    public static bool TryParseModule(string relativeDirectory, out ModulePath path)
    {
        path = default;
        return CaseEscaping.TryUnescape(relativeDirectory, out var text) && ModulePath.TryParse(text, out path, out _);
    }

    /// <summary>
    /// Reads an artefact back from the name of a file in a versions directory; false for hashes, locks, partial downloads and whatever
    /// else is no artefact.
    /// </summary>
    public static bool TryParseFile(ModulePath path, ReadOnlySpan<char> name, [NotNullWhen(true)] out Artefact? artefact)
    {
        artefact = null;
        if (name is ListFile)
        {
            artefact = Artefact.List(path);
            return true;
        }

        var dot = name.LastIndexOf('.');
        if (dot < 0 || !CaseEscaping.TryUnescape(name[..dot], out var version))
        {
            return false;
        }

        return name[dot..] switch
        {
            ".info" => TryParseInfo(path, version, out artefact),
            ".mod" => TryParseVersion(version, parsed => Artefact.GoMod(path, parsed), out artefact),
            ".zip" => TryParseVersion(version, parsed => Artefact.Zip(path, parsed), out artefact),
            _ => false,
        };
    }

    private static bool TryParseInfo(ModulePath path, string text, [NotNullWhen(true)] out Artefact? artefact)
    {
        var ok = Revision.TryParse(text, out var revision, out _);
        artefact = ok ? Artefact.Info(path, revision) : null;
        return ok;
    }

    private static bool TryParseVersion(string text, Func<ModuleVersion, Artefact> create, [NotNullWhen(true)] out Artefact? artefact)
    {
        var ok = ModuleVersion.TryParse(text, out var version, out _);
        artefact = ok ? create(version) : null;
        return ok;
    }
}
