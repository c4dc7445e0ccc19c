using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Modules.Archives;

/// <summary>
/// The rules for module zips (https://go.dev/ref/mod#zip-files, golang.org/x/mod/zip): checking one, and making one from a tree of files.
/// </summary>
public static partial class ModuleZip
{
    /// <summary>Most bytes of a zip, and most bytes of all its files together: 500 MiB (golang.org/x/mod/zip, <c>MaxZipFile</c>).</summary>
    public const long MaxZipBytes = 500 << 20;

    /// <summary>Most bytes of go.mod: 16 MiB (golang.org/x/mod/zip, <c>MaxGoMod</c>).</summary>
    public const long MaxGoModBytes = 16 << 20;

    /// <summary>Most bytes of LICENSE: 16 MiB (golang.org/x/mod/zip, <c>MaxLICENSE</c>).</summary>
    public const long MaxLicenceBytes = 16 << 20;

    /// <summary>
    /// Most files and directories. The go command has no limit; this one bounds the memory of a check, which is some 150 bytes for each.
    /// </summary>
    public const int MaxPaths = 500_000;

    /// <summary>Most problems that a verdict lists; nobody reads more.</summary>
    public const int MaxProblems = 32;

    /// <summary>
    /// Checks a zip by its central directory alone: sizes are those declared, nothing is decompressed. Rules, in order of evaluation:
    /// <list type="number">
    /// <item>the version belongs to the path;</item>
    /// <item>the file has at most <see cref="MaxZipBytes"/>;</item>
    /// <item>it is a zip: one directory within bounds, with as many entries as told, whose data lie within bounds and do not overlap;</item>
    /// <item>every name starts with <c>path@version/</c>; what follows is clean, well-formed UTF-8 and passes
    /// <see cref="PathRules.Check"/> for files (an entry of the prefix alone is ignored);</item>
    /// <item>no two files and no file and a directory are equal under case folding, directories that are only implied included;</item>
    /// <item>go.mod is only in the root, and in lower case;</item>
    /// <item>files together have at most <see cref="MaxZipBytes"/>, go.mod and LICENSE at most theirs.</item>
    /// </list>
    /// As the go command does, it ignores modes (an entry marked as a symbolic link is a file that holds the target), times and empty
    /// directories. It is stricter where releases of Go disagree about the same bytes: overlapping data, two end records, a cut comment,
    /// data of a directory.
    /// </summary>
    /// <param name="zip">Readable and seekable; its position is moved. The caller disposes it.</param>
    /// <param name="path">The module.</param>
    /// <param name="version">Its version.</param>
    /// <exception cref="IOException">The stream fails. No content of it makes this method throw.</exception>
    public static ZipCheck Check(Stream zip, ModulePath path, ModuleVersion version)
    {
        using var window = new ZipWindow(ZipSource.Of(zip));
        return new ZipChecker(path, version).Run(window);
    }

    /// <summary>What every name in the zip starts with: <c>example.com/m@v1.0.0/</c>.</summary>
    public static string Prefix(ModulePath path, ModuleVersion version) => $"{path}@{version}/";

    /// <summary>Whether the version belongs to the path. Null when it does, else why not, in the go command's words.</summary>
    internal static ZipProblem? CheckVersion(ModulePath path, ModuleVersion version)
    {
        var major = path.SplitMajor();
        if (major.Matches(version))
        {
            return null;
        }

        var wanted = major.Major.Length == 0 ? "v0 or v1" : major.Major;
        return new ZipProblem("", $"{path}@{version}: invalid version: should be {wanted}, not {version.Major}");
    }
}
