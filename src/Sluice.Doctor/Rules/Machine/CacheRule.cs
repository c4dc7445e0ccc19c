using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Machine;

/// <summary>
/// The module cache: a zip that is none (one that was never fetched is no fault), a folder that may not be written, a lock that somebody holds. Temporary files of broken downloads are harmless: the go command makes
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

        foreach (var module in cache.Modules.Where(module => module is { ZipBytes: > 0 } and ({ ZipProblem: not null } or { RecordedProblem: not null })))
        {
            string[] command = ["go", "clean", "-modcache"];
            yield return Claims.Of("cache", FindingCodes.CacheCorruptZip, Layer.Cache, Severity.Fatal, $"{module.Zip}: {module.ZipProblem ?? module.RecordedProblem} ({Show.Size(module.ZipBytes)})") with
            {
                Subject = new Subject { Module = module.Path, Version = module.Version },
                Fixes =
                [
                    new Fix.RemoveFromCache(module.Path, module.Version, new BilingualText("Removes this entry alone; the go command fetches it anew.", "只删除这一项缓存，go 命令会重新下载。")),
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
            // A build that runs beside us holds locks for seconds; one of the very version that was asked for is what its download waits for.
            yield return Claims.Of("cache", FindingCodes.CacheLockHeld, Layer.Machine, IsAsked(situation, cache) ? Severity.Fatal : Severity.Warning, cache.Locks.Take(4).Select(held => FormattableString.Invariant($"{held.File}: process {held.HolderId} {held.HolderCommand}")));
        }
    }

    private static bool IsAsked(Situation situation, CacheEvidence cache) =>
        situation.Needs.Any(need => !need.Target.IsReference && need.Target.Version.Length > 0 && cache.Locks.Any(held => held.File.EndsWith($"@v/{need.Target.Version}.lock", StringComparison.Ordinal)));
}
