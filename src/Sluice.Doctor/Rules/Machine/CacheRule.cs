using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Machine;

/// <summary>
/// The module cache: a zip that is none, a folder that may not be written, a lock that somebody holds. Temporary files of broken downloads are harmless: the go command makes
/// them anew.
/// </summary>
internal sealed class CacheRule : IRule
{
    /// <inheritdoc/>
    public string Id => "cache";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        if (situation.Bundle.Cache.Value is not { } cache)
        {
            yield break;
        }

        foreach (var module in cache.Modules.Where(module => module.ZipProblem is not null || module.RecordedProblem is not null))
        {
            string[] command = ["go", "clean", "-modcache"];
            yield return Claims.Of("cache", FindingCodes.CacheCorruptZip, Layer.Cache, Severity.Fatal, $"{module.Zip}: {module.ZipProblem ?? module.RecordedProblem} ({Show.Size(module.ZipBytes)})") with
            {
                Subject = new Subject { Module = module.Path, Version = module.Version },
                Fixes =
                [
                    new Fix.RunCommand(["rm", "-f", module.Zip, Path.ChangeExtension(module.Zip, ".ziphash")], new BilingualText("Removes this entry alone; the go command fetches it anew.", "只删除这一项缓存，go 命令会重新下载。")),
                    new Fix.RunCommand(command, new BilingualText("Removes the whole module cache; every module is fetched anew.", "清空整个模块缓存，所有模块都会重新下载。")),
                ],
            };
        }

        if (cache.IsWritable == Tri.No && cache.Disk?.IsReadOnly != Tri.Yes)
        {
            yield return Claims.Of("cache", FindingCodes.CachePermission, Layer.Machine, Severity.Fatal, $"{cache.Root}: not writable{(cache.Mode is { } mode ? $", mode {mode}" : "")}");
        }

        if (cache.Locks.Count > 0)
        {
            yield return Claims.Of("cache", FindingCodes.CacheLockHeld, Layer.Machine, Severity.Warning, cache.Locks.Take(4).Select(held => FormattableString.Invariant($"{held.File}: process {held.HolderId} {held.HolderCommand}")));
        }
    }
}
