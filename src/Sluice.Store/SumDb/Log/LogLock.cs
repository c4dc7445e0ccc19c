namespace Sluice.Store.SumDb.Log;

/// <summary>The lock of a log, between processes: whoever has the file open alone. The system lets go of it when a process ends, however it ends.</summary>
internal static class LogLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    /// <summary>Waits for the lock.</summary>
    /// <exception cref="Core.Ports.StoreException">The file cannot be made.</exception>
    public static async Task<FileStream> TakeAsync(string file, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1);
            }
            catch (Exception exception) when (exception is UnauthorizedAccessException || (exception is IOException && !File.Exists(file)))
            {
                throw Blobs.DiskFaults.Wrap(exception, "locking the checksum log");
            }
            catch (IOException)
            {
                // Held by another process for the time of one batch.
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }
}
