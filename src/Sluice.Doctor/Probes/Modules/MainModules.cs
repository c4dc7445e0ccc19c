using Sluice.Doctor.Evidence;
using Sluice.Modules.GoMod;

namespace Sluice.Doctor.Probes.Modules;

/// <summary>Finds the go.mod at hand, as the go command does: in the folder or above it.</summary>
internal static class MainModules
{
    /// <summary>The path of the go.mod; null without one.</summary>
    public static string? FindFile(string folder)
    {
        for (var at = folder; !string.IsNullOrEmpty(at); at = Path.GetDirectoryName(at))
        {
            var candidate = Path.Combine(at, "go.mod");
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    /// <summary>What it says of a module; null without one.</summary>
    public static MainModuleFact? Find(string folder, string module)
    {
        if (FindFile(folder) is not { } file || HostFiles.ReadBytes(file) is not { } bytes)
        {
            return null;
        }

        if (!GoModFile.TryParse(bytes, file, GoModParsing.Strict, out var parsed, out var errors))
        {
            return new MainModuleFact(file, GoModFile.ModulePathOf(bytes) ?? "", null, null, null, null, errors[0].ToString());
        }

        var required = parsed.Requirements.FirstOrDefault(requirement => requirement.Module.Path == module)?.Module.Version;
        var replacement = parsed.Replacements.FirstOrDefault(replaced => replaced.Old.Path == module && (replaced.Old.Version.Length == 0 || replaced.Old.Version == required))?.New;
        var replacedBy = replacement is not { } target ? null : target.Version.Length == 0 ? target.Path : $"{target.Path}@{target.Version}";
        return new MainModuleFact(file, parsed.Module?.Path ?? "", parsed.Go, parsed.Toolchain, required, replacedBy, null, HashesOf(file, module, required));
    }

    private static IReadOnlyList<string>? HashesOf(string goMod, string module, string? version)
    {
        var file = Path.ChangeExtension(goMod, ".sum");
        return version is not null && HostFiles.ReadBytes(file) is { } bytes && GoSum.TryParse(bytes, file, out var sums, out _)
            ? [.. sums.Entries.Where(entry => entry.Kind == GoSumKind.Zip && entry.Module.Path == module && entry.Module.Version == version).Select(entry => entry.Hash)]
            : null;
    }
}
