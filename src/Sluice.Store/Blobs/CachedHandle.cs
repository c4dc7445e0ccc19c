namespace Sluice.Store.Blobs;

/// <summary>A zip that the handle cache holds open, or is about to open. The first lease opens it, the others wait for that.</summary>
internal sealed class CachedHandle(string path)
{
    private readonly Lock _lock = new();
    private FileStream? _file;
    private bool _loaded;
    private long _checkedAt;

    public string Path => path;

    /// <summary>Number of leases; under the cache's lock.</summary>
    public int Leases { get; set; }

    /// <summary>Whether the cache no longer gives it out; under the cache's lock.</summary>
    public bool IsDetached { get; set; }

    public long SizeBytes { get; private set; }

    public DateTimeOffset WrittenAt { get; private set; }

    /// <summary>Whether there was a file.</summary>
    public bool IsOpen => _file is not null;

    /// <summary>Opens the file unless that was done; null when there is none.</summary>
    public FileStream? Load(TimeProvider time)
    {
        lock (_lock)
        {
            if (_loaded)
            {
                return _file;
            }

            try
            {
                Open();
            }
            catch (Exception exception) when (DiskFaults.IsAbsence(exception) || exception is PathTooLongException)
            {
                // Absent. A name that the file system cannot hold is absent as well.
            }

            Volatile.Write(ref _checkedAt, time.GetTimestamp());
            _loaded = true;
            return _file;
        }
    }

    /// <summary>Whether it is time for a look at the path; says so to one caller only, and once.</summary>
    public bool IsDue(TimeProvider time, TimeSpan interval)
    {
        var last = Volatile.Read(ref _checkedAt);
        var now = time.GetTimestamp();
        return time.GetElapsedTime(last, now) >= interval && Interlocked.CompareExchange(ref _checkedAt, now, last) == last;
    }

    /// <summary>Whether the file at the path is, by size and time, the one that was opened.</summary>
    public bool IsStillThere()
    {
        var present = new FileInfo(path);
        return present.Exists && present.Length == SizeBytes && present.LastWriteTimeUtc == WrittenAt.UtcDateTime;
    }

    /// <summary>Closes the file. Called once, when no lease is left and none can be had any more.</summary>
    public void Close() => _file?.Dispose();

    private void Open()
    {
        const FileShare share = FileShare.ReadWrite | FileShare.Delete;
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, share, bufferSize: 0, FileOptions.Asynchronous);
        try
        {
            var handle = file.SafeFileHandle;
            SizeBytes = RandomAccess.GetLength(handle);
            WrittenAt = File.GetLastWriteTimeUtc(handle);
            _file = file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
