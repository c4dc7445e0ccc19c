using Sluice.Modules.Paths;
using Sluice.Modules.Versions;
using Sluice.Store.Files;

namespace Sluice.Store.Import;

/// <summary>The disk storage of Athens: <c>PATH/VERSION/</c> with <c>go.mod</c>, <c>source.zip</c> and <c>VERSION.info</c>.</summary>
internal static class AthensLayout
{
    private const string GoModFile = "go.mod";
    private const string ZipFile = "source.zip";
    private const string InfoSuffix = ".info";

    /// <summary>Whether a directory is that of a version: its name is one, and a file of the three is in it.</summary>
    public static bool IsVersion(TreeDirectory directory)
    {
        var name = directory.Relative[(directory.Relative.LastIndexOf('/') + 1)..];
        return ModuleVersion.TryParse(Unescape(name), out _, out _)
            && directory.Entries.Any(entry => entry.Name is GoModFile or ZipFile || entry.Name == name + InfoSuffix);
    }

    /// <summary>Reads the versions of a directory: none, or one.</summary>
    public static IEnumerable<ImportItem> Read(TreeDirectory directory, Action<ImportProblem> report)
    {
        if (!IsVersion(directory))
        {
            yield break;
        }

        var slash = directory.Relative.LastIndexOf('/');
        var name = directory.Relative[(slash + 1)..];
        if (!ModulePath.TryParse(Unescape(directory.Relative[..Math.Max(0, slash)]), out var path, out var error))
        {
            report(new ImportProblem(directory.Relative, ImportProblemKind.Malformed, $"no module path: {error}"));
            yield break;
        }

        var files = directory.Entries.Where(entry => ImportFiles.IsFile(directory, entry, report)).Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        yield return new ImportItem(path, ModuleVersion.Parse(Unescape(name)))
        {
            Info = NameOf(name + InfoSuffix),
            GoMod = NameOf(GoModFile),
            Zip = NameOf(ZipFile),
        };

        string? NameOf(string file) => files.Contains(file) ? directory.NameOf(file) : null;
    }

    private static string Unescape(string text) => text.Contains('!') && CaseEscaping.TryUnescape(text, out var plain) ? plain : text;
}
