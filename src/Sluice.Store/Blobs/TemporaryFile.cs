using Microsoft.Win32.SafeHandles;

namespace Sluice.Store.Blobs;

/// <summary>One file in <c>.tmp</c>. Disposing it closes and deletes it, unless it was moved away. Not safe to call concurrently.</summary>
internal sealed class TemporaryFile(string path, SafeFileHandle handle, Action forget) : IDisposable
{
    private bool _done;

    /// <summary>Opened for reading and writing.</summary>
    public SafeFileHandle Handle => handle;

    /// <summary>
    /// Closes the file and renames it over the target. Closed first: the lock of an open one would keep readers out of the target, and
    /// Windows does not rename open files.
    /// </summary>
    public void MoveTo(string target)
    {
        handle.Dispose();
        File.Move(path, target, overwrite: true);
        _done = true;
        forget();
    }

    /// <summary>Closes and deletes the file. A file that cannot be deleted is left to the next start.</summary>
    public void Dispose()
    {
        if (_done)
        {
            return;
        }

        _done = true;
        handle.Dispose();
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            // Nothing depends on it, and the failure that led here is the one to tell.
        }

        forget();
    }
}
