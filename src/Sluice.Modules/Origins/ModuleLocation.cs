using System.Diagnostics.CodeAnalysis;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Modules.Origins;

/// <summary>
/// Where a module is to be looked for in a repository (https://go.dev/ref/mod#vcs-find, cmd/go/internal/modfetch, <c>newCodeRepo</c>).
/// <c>example.com/r/sub/v2</c> in the repository of <c>example.com/r</c> has the folder <c>sub</c>, the major <c>/v2</c>, and tags <c>sub/v2.x.y</c>.
/// </summary>
public sealed record ModuleLocation
{
    private ModuleLocation(ModulePath path, string rootPrefix, PathMajor major, string folder, string rootFolder)
    {
        Path = path;
        RootPrefix = rootPrefix;
        Major = major;
        Folder = folder;
        RootFolder = rootFolder;
    }

    /// <summary>The module.</summary>
    public ModulePath Path { get; }

    /// <summary>The module path prefix that stands for the repository, or for a folder in it.</summary>
    public string RootPrefix { get; }

    /// <summary>The path's major suffix: <c>/v2</c>, <c>.v2</c>, or none.</summary>
    public PathMajor Major { get; }

    /// <summary>The folder in the repository, without major suffix and without slashes around it; empty for the repository's root.</summary>
    public string Folder { get; }

    /// <summary>The folder that the root prefix stands for; mostly empty.</summary>
    public string RootFolder { get; }

    /// <summary>What the names of the module's tags begin with: the folder and a slash, or nothing.</summary>
    public string TagPrefix => Folder.Length == 0 ? "" : Folder + "/";

    /// <summary>The go.mod at the module's own folder.</summary>
    public string GoModFile => Below(Folder, "go.mod");

    /// <summary>
    /// The folder <c>sub/v2</c> that may hold a module <c>…/v2</c> instead; null where there can be none: without <c>/vN</c>, and where the whole path
    /// stands for the repository.
    /// </summary>
    public string? MajorFolder =>
        Major.Suffix.StartsWith('/') && RootPrefix != Path.Value ? Below(Folder, Major.Suffix[1..]) : null;

    /// <summary>Whether a version without go.mod may be there at all: in the root only, for v0, v1 and gopkg.in.</summary>
    public bool MayLackGoMod => Folder.Length == 0 && !Major.Suffix.StartsWith('/');

    /// <summary>Whether <c>+incompatible</c> versions are possible: in the root, for a path without major suffix.</summary>
    public bool AllowsIncompatible => Folder.Length == 0 && Major.Suffix.Length == 0;

    /// <summary>Finds the place. On failure <paramref name="error"/> says why the repository cannot hold the module.</summary>
    /// <param name="path">The module.</param>
    /// <param name="rootPrefix">The module path prefix that stands for the repository; whole elements of <paramref name="path"/>.</param>
    /// <param name="rootFolder">The folder that the prefix stands for; empty for the root.</param>
    /// <param name="location">The place.</param>
    /// <param name="error">The reason.</param>
    public static bool TryFind(
        ModulePath path, string rootPrefix, string rootFolder, [NotNullWhen(true)] out ModuleLocation? location, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(rootPrefix);
        ArgumentNullException.ThrowIfNull(rootFolder);
        location = null;
        if (!IsPrefix(rootPrefix, path.Value))
        {
            error = $"the repository is that of {rootPrefix}, not of {path}";
            return false;
        }

        // A path that stands for the repository as a whole is not split: its suffix is no folder.
        var major = path.SplitMajor();
        var isWhole = rootPrefix == path.Value;
        if (!isWhole && !IsPrefix(rootPrefix, major.Prefix))
        {
            error = $"a repository rooted at {rootPrefix} cannot contain module {path}";
            return false;
        }

        var rest = isWhole ? "" : major.Prefix[rootPrefix.Length..].Trim('/');
        error = null;
        location = new ModuleLocation(path, rootPrefix, major, Below(rootFolder.Trim('/'), rest), rootFolder.Trim('/'));
        return true;
    }

    /// <summary>The tag, branch or hash that a version or a query means in the repository.</summary>
    /// <param name="revision">As it was asked for: <c>v1.2.3</c>, <c>v2.0.0+incompatible</c>, a pseudo-version, <c>main</c>.</param>
    public string ToRepositoryRevision(string revision)
    {
        if (!SemVer.TryParse(revision, out var parts))
        {
            return revision;
        }

        if (ModuleVersion.TryParse(revision, out var version, out _) && PseudoVersion.TryParse(version, out var pseudo))
        {
            return pseudo.Revision;
        }

        return TagPrefix + (parts.Build is "+incompatible" ? revision[..^"+incompatible".Length] : revision);
    }

    internal static string Below(string folder, string name) => folder.Length == 0 ? name : name.Length == 0 ? folder : $"{folder}/{name}";

    private static bool IsPrefix(string prefix, string path) =>
        path == prefix || (path.StartsWith(prefix, StringComparison.Ordinal) && path[prefix.Length] == '/');
}
