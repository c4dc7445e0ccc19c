using Sluice.Modules.GoMod;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Cli.Graphs;

/// <summary>
/// What authors say of their versions in the newest go.mod: retractions and deprecation (https://go.dev/ref/mod#go-mod-file-retract). The go command asks a proxy for the newest
/// version; here the newest whose go.mod lies in the module cache speaks, so nothing is missed only where the cache is fresh.
/// </summary>
internal static class AuthorNotes
{
    /// <summary>Why a version is withdrawn and why its module is deprecated; null where it is not, or nobody here knows.</summary>
    /// <param name="moduleCache">GOMODCACHE.</param>
    /// <param name="module">The version in use, replacements applied.</param>
    /// <param name="own">Its own go.mod; null when it was not read.</param>
    public static (string? Retracted, string? Deprecated) Find(string moduleCache, ModuleReference module, GoModFile? own)
    {
        if (!ModulePath.TryParse(module.Path, out var path, out _) || !ModuleVersion.TryParse(module.Version, out var version, out _))
        {
            return (null, null);
        }

        var folder = Path.Combine(moduleCache, "cache", "download", path.Escape(), "@v");
        if (Newest(folder) is not { } newest || (newest == version ? own : Read(Path.Combine(folder, newest.Escape() + ".mod"))) is not { } file)
        {
            return (null, null);
        }

        var retraction = file.Retractions.FirstOrDefault(entry => entry.Covers(version));
        var rationale = retraction?.Rationale.ReplaceLineEndings(" ").Trim();
        return (rationale is "" ? "no reason given" : rationale, file.Module?.Deprecation);
    }

    private static GoModFile? Read(string file) =>
        BoundedFile.Read(file, out _) is { } content && GoModFile.TryParse(content, "go.mod", GoModParsing.Lax, out var mod, out _) ? mod : null;

    /// <summary>As for <c>@latest</c>: releases before pre-releases.</summary>
    private static ModuleVersion? Newest(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return null;
        }

        ModuleVersion? newest = null;
        foreach (var name in Directory.EnumerateFiles(folder, "*.mod"))
        {
            if (CaseEscaping.TryUnescape(Path.GetFileNameWithoutExtension(name), out var text)
                && ModuleVersion.TryParse(text, out var version, out _)
                && (newest is not { } best || (!version.IsPrerelease, version).CompareTo((!best.IsPrerelease, best)) > 0))
            {
                newest = version;
            }
        }

        return newest;
    }
}
