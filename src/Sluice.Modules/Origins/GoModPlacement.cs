using System.Diagnostics.CodeAnalysis;
using Sluice.Modules.GoMod;
using Sluice.Modules.Paths;

namespace Sluice.Modules.Origins;

/// <summary>Which folder of a commit is the module, by its go.mod files (cmd/go/internal/modfetch, <c>findDir</c>).</summary>
/// <param name="Folder">The module's folder; empty for the repository's root.</param>
/// <param name="GoMod">Its go.mod; null where it has none and may have none.</param>
public sealed record GoModPlacement(string Folder, byte[]? GoMod)
{
    /// <summary>
    /// Decides. Only the major suffix of the module path in go.mod counts, not the path: a fork may be used as a replacement. In order:
    /// <list type="number">
    /// <item>go.mod in the folder and in <c>folder/vN</c>, both of this major: refused, nobody could tell which.</item>
    /// <item><c>folder/vN/go.mod</c> of this major: there.</item>
    /// <item><c>folder/vN/go.mod</c> of another, or without path: refused.</item>
    /// <item>go.mod in the folder of this major, or under gopkg.in for a path without suffix (https://go.dev/issue/34254): there.</item>
    /// <item>go.mod in the folder of another major, or without path: refused.</item>
    /// <item>None: the root of the repository, for v0, v1, <c>+incompatible</c> and gopkg.in; else refused.</item>
    /// </list>
    /// </summary>
    /// <param name="location">Where to look.</param>
    /// <param name="goMod">The content of <see cref="ModuleLocation.GoModFile"/>; null for none.</param>
    /// <param name="majorGoMod">The content of go.mod in <see cref="ModuleLocation.MajorFolder"/>; null for none.</param>
    /// <param name="placement">The decision.</param>
    /// <param name="error">Why there is no module.</param>
    public static bool TryDecide(
        ModuleLocation location, byte[]? goMod, byte[]? majorGoMod, [NotNullWhen(true)] out GoModPlacement? placement, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(location);
        placement = null;
        var path = goMod is null ? null : GoModFile.ModulePathOf(goMod);
        var isHere = goMod is not null && path is not null && (IsOfMajor(path, location.Major) || IsGopkgInFork(path, location.Major));
        if (majorGoMod is not null && location.MajorFolder is { } majorFolder)
        {
            var majorPath = GoModFile.ModulePathOf(majorGoMod);
            var isThere = majorPath is not null && IsOfMajor(majorPath, location.Major);
            error = (isHere, isThere) switch
            {
                (true, true) => $"{location.GoModFile} and {majorFolder}/go.mod both are of major version {location.Major.Major}",
                (_, true) => null,
                _ => Mismatch($"{majorFolder}/go.mod", majorPath, location),
            };
            placement = error is null ? new GoModPlacement(majorFolder, majorGoMod) : null;
            return placement is not null;
        }

        if (isHere)
        {
            error = null;
            placement = new GoModPlacement(location.Folder, goMod);
            return true;
        }

        if (goMod is not null)
        {
            error = Mismatch(location.GoModFile, path, location) + (location.MajorFolder is { } other ? $", and there is no {other}/go.mod" : "");
            return false;
        }

        if (location.MayLackGoMod)
        {
            error = null;
            placement = new GoModPlacement("", null);
            return true;
        }

        error = $"missing {location.GoModFile}" + (location.MajorFolder is { } folder ? $" and {folder}/go.mod" : "");
        return false;
    }

    private static string Mismatch(string file, string? path, ModuleLocation location)
    {
        if (path is null)
        {
            return $"{file} has no module path";
        }

        return location.Major.Suffix.Length > 0 ? $"{file} has the module path {path}, not one of {location.Major.Major}" : $"{file} has the module path {path}, of a later major version";
    }

    /// <summary>Whether the versions that a path allows are those of a major suffix.</summary>
    private static bool IsOfMajor(string path, PathMajor major)
    {
        if (!PathMajor.Split(path, out var split))
        {
            return false;
        }

        return major.Suffix.Length == 0
            ? split.Major is "" or "v0" or "v1"
            : split.Suffix.Length > 0 && split.Suffix[1..] == major.Suffix[1..];
    }

    private static bool IsGopkgInFork(string path, PathMajor major) => major.Suffix.Length == 0 && path.StartsWith("gopkg.in/", StringComparison.Ordinal);
}
