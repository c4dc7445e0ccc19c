using Sluice.Doctor.Findings;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Settings;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Doctor.Fixes;

/// <summary>Plans the removal of single versions from the module cache.</summary>
internal sealed class CacheRemovalPlanner(DoctorHost host)
{
    private static readonly string[] Endings = [".zip", ".ziphash", ".mod", ".info"];

    /// <summary>Plans it. Locks stay: another go command may hold them.</summary>
    public FixPlan Plan(Fix.RemoveFromCache fix)
    {
        var root = GoSettingsReader.Read(host)["GOMODCACHE"];
        if (root.Length == 0 || !ModulePath.TryParse(fix.Module, out var path, out _) || !ModuleVersion.TryParse(fix.Version, out var version, out _))
        {
            return FixPlan.ByHand(fix, FixTexts.NotInCache);
        }

        var change = Removal(root, path, version);
        if (change.Paths.Count == 0)
        {
            return FixPlan.Done(fix, FixTexts.NotInCache);
        }

        var plan = FixPlan.Of(fix, change);
        var parent = Path.GetDirectoryName(change.Paths[0])!;
        return FileAccessCheck.CanWrite(Path.Combine(parent, ".sluice"))
            ? plan
            : plan with { State = PlanState.NeedsRoot, Changes = [], Notes = [FixTexts.NeedsAdministrator], Lines = [$"sudo rm -rf {string.Join(' ', change.Paths.Select(file => FixCommands.Quote(file, Shell.Posix)))}"] };
    }

    /// <summary>What a version has in a cache.</summary>
    public static Change.Removal Removal(string root, ModulePath path, ModuleVersion version)
    {
        var start = Path.Combine(root, "cache", "download", Path.Combine(path.Escape().Split('/')), "@v", version.Escape());
        var files = Endings.Select(ending => start + ending).Where(File.Exists);
        var folder = Path.Combine(root, Path.Combine($"{path.Escape()}@{version.Escape()}".Split('/')));
        return new Change.Removal(root, [.. files, .. Directory.Exists(folder) ? [folder] : Array.Empty<string>()]);
    }
}
