using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Machine;

/// <summary>File systems.</summary>
internal static class Disks
{
    /// <summary>The file system that a path lies on, or would; null when it cannot be told.</summary>
    public static DiskFact? Of(string path, string purpose)
    {
        var existing = path;
        while (existing.Length > 0 && !Directory.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing) ?? "";
        }

        if (existing.Length == 0)
        {
            return null;
        }

        try
        {
            var drive = new DriveInfo(existing);
            return new DiskFact(path, purpose, drive.TotalSize, drive.AvailableFreeSpace, IsReadOnly(existing));
        }
        catch (Exception exception) when (HostFiles.IsTrouble(exception))
        {
            return null;
        }
    }

    /// <summary>By the options of the mount that the path lies below most deeply (/proc/mounts).</summary>
    private static Tri IsReadOnly(string path)
    {
        var mounts = HostFiles.ReadLines("/proc/mounts").Select(line => line.Split(' ')).Where(fields => fields.Length > 3);
        var mount = mounts.Where(fields => fields[1] == "/" || path == fields[1] || path.StartsWith(fields[1] + "/", StringComparison.Ordinal)).MaxBy(fields => fields[1].Length);
        return mount is null ? Tri.NotChecked : mount[3].Split(',').Contains("ro") ? Tri.Yes : Tri.No;
    }
}
