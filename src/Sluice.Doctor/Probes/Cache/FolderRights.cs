using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Cache;

/// <summary>Who may write where.</summary>
internal static class FolderRights
{
    /// <summary>Whether this account can make files in a folder, or make the folder. A file is made and goes away at once: permission bits do not tell of read-only mounts and quotas.</summary>
    public static Tri IsWritable(string folder)
    {
        var existing = folder;
        while (existing.Length > 0 && !Directory.Exists(existing))
        {
            existing = Path.GetDirectoryName(existing) ?? "";
        }

        if (existing.Length == 0)
        {
            return Tri.NotChecked;
        }

        try
        {
            var probe = Path.Combine(existing, $".sluice-doctor-{Guid.NewGuid():N}");
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return Tri.Yes;
        }
        catch (Exception exception) when (HostFiles.IsTrouble(exception))
        {
            return Tri.No;
        }
    }
}
