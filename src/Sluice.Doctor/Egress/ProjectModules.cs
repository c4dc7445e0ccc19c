using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Modules;
using Sluice.Modules.GoMod;

namespace Sluice.Doctor.Egress;

/// <summary>The modules of the project at hand.</summary>
public static class ProjectModules
{
    /// <summary>What go.mod requires, and go.sum names beside; empty without a go.mod. Replaced ones are left to what replaces them.</summary>
    public static IReadOnlyList<string> Of(DoctorHost host)
    {
        if (MainModules.FindFile(host.WorkingDirectory) is not { } file || HostFiles.ReadBytes(file) is not { } bytes)
        {
            return [];
        }

        // What a newer Go added is no reason to know nothing.
        if (!GoModFile.TryParse(bytes, file, GoModParsing.Strict, out var goMod, out _) && !GoModFile.TryParse(bytes, file, GoModParsing.Lax, out goMod, out _))
        {
            return [];
        }

        var required = goMod.Requirements.Select(requirement => requirement.Module);
        var replacements = goMod.Replacements.Where(replacement => replacement.New.Version.Length > 0).Select(replacement => replacement.New);
        var sums = HostFiles.ReadBytes(Path.ChangeExtension(file, ".sum")) is { } sumBytes && GoSum.TryParse(sumBytes, "go.sum", out var goSum, out _)
            ? goSum.Entries.Where(entry => entry.Kind == GoSumKind.Zip).Select(entry => entry.Module)
            : [];
        var replaced = goMod.Replacements.Select(replacement => replacement.Old.Path).ToHashSet();
        return [.. required.Concat(sums).Where(module => !replaced.Contains(module.Path)).Concat(replacements).Select(module => module.ToString()).Distinct().Order(StringComparer.Ordinal)];
    }
}
