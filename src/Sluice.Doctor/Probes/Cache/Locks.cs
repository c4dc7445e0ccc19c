using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Names;

namespace Sluice.Doctor.Probes.Cache;

/// <summary>Lock files of the go command (cmd/go/internal/lockedfile).</summary>
internal static class Locks
{
    /// <summary>The lock, if somebody holds it now; null otherwise. Asks for a shared lock that is given back at once.</summary>
    public static LockFact? Look(DoctorHost host, string file)
    {
        try
        {
            // On Unix FileShare.Read takes flock(LOCK_SH | LOCK_NB), which an exclusive lock of the go command refuses.
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            return null;
        }
        catch (IOException exception) when (exception is not (FileNotFoundException or DirectoryNotFoundException))
        {
            var holder = FindHolder(host, file);
            return new LockFact(file, holder, holder is { } id ? Processes.NameOf(host, id) : null);
        }
        catch (Exception exception) when (HostFiles.IsTrouble(exception))
        {
            return null;
        }
    }

    private static int? FindHolder(DoctorHost host, string file)
    {
        foreach (var id in Processes.All(host))
        {
            try
            {
                if (Directory.EnumerateFiles(host.SystemPath($"/proc/{id}/fd")).Any(link => new FileInfo(link).LinkTarget == file))
                {
                    return id;
                }
            }
            catch (Exception exception) when (HostFiles.IsTrouble(exception))
            {
                // Another account's process, or one that is gone.
            }
        }

        return null;
    }
}
