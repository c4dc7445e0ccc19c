using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes;

namespace Sluice.Doctor.Fixes;

/// <summary>Finds out what this account may change, without changing anything.</summary>
internal static class FileAccessCheck
{
    /// <summary>Whether a file can be written, or made where there is none. The folder above it that is there decides on what is not.</summary>
    public static bool CanWrite(string path)
    {
        if (File.Exists(path))
        {
            return HostFiles.IsWritable(path) == Tri.Yes;
        }

        var folder = Path.GetDirectoryName(path);
        while (folder is not null && !Directory.Exists(folder))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder is not null && CanMakeFilesIn(folder);
    }

    /// <summary>Whether files can be made in a folder.</summary>
    public static bool CanMakeFilesIn(string folder)
    {
        try
        {
            // The only question that every system answers truly; the file is gone with its handle.
            var probe = Path.Combine(folder, $".sluice-{Guid.NewGuid():N}");
            using var file = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return true;
        }
        catch (Exception exception) when (HostFiles.IsTrouble(exception))
        {
            return false;
        }
    }
}
