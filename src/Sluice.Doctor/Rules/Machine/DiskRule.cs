using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Machine;

/// <summary>A disk that a download needs is full, nearly full, or read-only.</summary>
internal sealed class DiskRule : IRule
{
    /// <summary>No module of size fits.</summary>
    private const long FullBytes = 16L * 1024 * 1024;

    /// <summary>The go command's own limit for one module is 500 MiB; a fifth of it is left for most.</summary>
    private const long LowBytes = 200L * 1024 * 1024;

    /// <inheritdoc/>
    public string Id => "disk";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        var disks = (situation.Bundle.Machine.Value?.Disks ?? []).Concat(situation.Bundle.Cache.Value?.Disk is { } own ? [own] : []).DistinctBy(disk => (disk.Path, disk.Purpose));
        foreach (var disk in disks.Where(disk => disk.TotalBytes > 0))
        {
            var line = $"{disk.Purpose} {disk.Path}: {Show.Size(disk.FreeBytes)} of {Show.Size(disk.TotalBytes)} free{(disk.IsReadOnly == Tri.Yes ? ", read-only" : "")}";
            if (disk.IsReadOnly == Tri.Yes)
            {
                yield return Claims.Of("machine", FindingCodes.CachePermission, Layer.Machine, Severity.Fatal, line);
            }
            else if (disk.FreeBytes < FullBytes)
            {
                yield return Claims.Of("machine", FindingCodes.DiskFull, Layer.Machine, Severity.Fatal, line);
            }
            else if (disk.FreeBytes < LowBytes)
            {
                yield return Claims.Of("machine", FindingCodes.DiskLow, Layer.Machine, Severity.Warning, line);
            }
        }
    }
}
