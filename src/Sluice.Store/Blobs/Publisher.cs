namespace Sluice.Store.Blobs;

/// <summary>
/// Gives finished files their names. Directories are created when a rename misses them, so that the usual case costs no look for them.
/// Safe to call concurrently.
/// </summary>
internal sealed class Publisher(string root)
{
    private readonly Lock _creation = new();
    private volatile bool _creating;

    /// <summary>Renames a file over the target. After the call every reader sees the new content, but a power cut may undo it.</summary>
    public void Rename(TemporaryFile file, string target)
    {
        try
        {
            file.MoveTo(target);
        }
        catch (Exception exception) when (DiskFaults.IsAbsence(exception))
        {
            CreateDirectories(Path.GetDirectoryName(target)!);
            file.MoveTo(target);
        }
    }

    /// <summary>Flushes a file, renames it over the target and flushes the directory: after the call it survives a power cut.</summary>
    /// <remarks>When the last step fails the target is deleted, since what was reported as not kept must not be seen.</remarks>
    public void RenameDurably(TemporaryFile file, string target)
    {
        RandomAccess.FlushToDisk(file.Handle);
        Rename(file, target);
        try
        {
            if (_creating)
            {
                // Somebody else may have made the directory and not have flushed its parents yet.
                lock (_creation)
                {
                }
            }

            Unix.FlushDirectory(Path.GetDirectoryName(target)!);
        }
        catch (IOException)
        {
            File.Delete(target);
            throw;
        }
    }

    /// <summary>Creates what is missing of a directory chain below the data directory, flushing each parent once.</summary>
    private void CreateDirectories(string directory)
    {
        lock (_creation)
        {
            _creating = true;
            try
            {
                CreateChain(directory);
            }
            finally
            {
                _creating = false;
            }
        }
    }

    private void CreateChain(string directory)
    {
        var missing = new Stack<string>();
        for (var at = directory; at.Length > root.Length && !Directory.Exists(at); at = Path.GetDirectoryName(at)!)
        {
            missing.Push(at);
        }

        if (missing.Count > 0 && !Directory.Exists(root))
        {
            // Not recreated: it may be a mount that is missing.
            throw new DirectoryNotFoundException();
        }

        while (missing.TryPop(out var next))
        {
            Directory.CreateDirectory(next);
            try
            {
                Unix.FlushDirectory(Path.GetDirectoryName(next)!);
            }
            catch (IOException)
            {
                // Else the next writer would find it and take it for durable.
                Directory.Delete(next);
                throw;
            }
        }
    }
}
