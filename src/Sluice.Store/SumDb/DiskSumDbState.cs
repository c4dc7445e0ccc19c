using System.Security.Cryptography;
using System.Text;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Modules.SumDb;

namespace Sluice.Store.SumDb;

/// <summary>
/// What is remembered of one checksum database, below <c>&lt;data&gt;/.sumdb/NAME</c> (a slash in the name is a plus): <c>latest</c>, the signed tree head; <c>cache/</c>,
/// lookups and tiles under their own paths, a cache that may be deleted; <c>forks/</c>, evidence. Several processes may use one directory.
/// </summary>
/// <param name="dataDirectory">The data directory.</param>
/// <param name="name">The database's name.</param>
/// <param name="forked">Hears of a fork, after its evidence is on disk.</param>
public sealed class DiskSumDbState(string dataDirectory, string name, Action<ForkEvidence> forked) : ISumDbState
{
    /// <summary>Largest file that is read back: more than any lookup or tile has.</summary>
    private const int MaxBytes = 4 * 1024 * 1024;

    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(5);

    private readonly SemaphoreSlim _latest = new(1);

    private string Root => Path.Join(dataDirectory, ".sumdb", name.Replace('/', '+'));

    private string LatestFile => Path.Join(Root, "latest");

    /// <inheritdoc/>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadCacheAsync(string path, CancellationToken cancellationToken)
    {
        var content = await ReadAsync(CacheFile(path), cancellationToken);
        return content is null ? null : (ReadOnlyMemory<byte>?)content;
    }

    /// <inheritdoc/>
    public async ValueTask WriteCacheAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(CacheFile(path), content, isDurable: false, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full disk costs the next one a question, no more.
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StoreException">It is there but cannot be read: to go on without it would be to believe another history.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadLatestAsync(CancellationToken cancellationToken)
    {
        try
        {
            return File.Exists(LatestFile) ? await File.ReadAllBytesAsync(LatestFile, cancellationToken) : default(ReadOnlyMemory<byte>);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed(exception);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StoreException">It could not be kept.</exception>
    public async ValueTask<bool> TryReplaceLatestAsync(ReadOnlyMemory<byte> expected, ReadOnlyMemory<byte> replacement, CancellationToken cancellationToken)
    {
        await _latest.WaitAsync(cancellationToken);
        try
        {
            await using var others = await LockAsync(cancellationToken);
            var kept = File.Exists(LatestFile) ? await File.ReadAllBytesAsync(LatestFile, cancellationToken) : [];
            if (!expected.Span.SequenceEqual(kept))
            {
                return false;
            }

            await WriteAsync(LatestFile, replacement, isDurable: true, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed(exception);
        }
        finally
        {
            _latest.Release();
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StoreException">It could not be kept.</exception>
    public async ValueTask ReportForkAsync(ForkEvidence evidence, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        var text = Encoding.UTF8.GetBytes(evidence.ToString());
        var file = Path.Join(Root, "forks", Convert.ToHexStringLower(SHA256.HashData(text).AsSpan(0, 8)) + ".txt");
        if (File.Exists(file))
        {
            return;
        }

        try
        {
            await WriteAsync(file, text, isDurable: true, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Failed(exception);
        }

        forked(evidence);
    }

    private static StoreException Failed(Exception exception) =>
        new(FaultCodes.StoreFailed.At(detail: "what is kept of the checksum database cannot be read or written"), exception);

    /// <summary>The paths are the client's own: escaped modules, versions and tiles, none of them leads elsewhere.</summary>
    private string CacheFile(string path) => Path.Join(Root, "cache", path);

    private static async Task<byte[]?> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var info = new FileInfo(file);
            return info.Exists && info.Length <= MaxBytes ? await File.ReadAllBytesAsync(file, cancellationToken) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task WriteAsync(string file, ReadOnlyMemory<byte> content, bool isDurable, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var draft = $"{file}.{Environment.ProcessId}-{Guid.NewGuid():N}";
        try
        {
            await using (var stream = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: false))
            {
                await stream.WriteAsync(content, cancellationToken);
                if (isDurable)
                {
                    stream.Flush(flushToDisk: true);
                }
            }

            File.Move(draft, file, overwrite: true);
        }
        catch
        {
            File.Delete(draft);
            throw;
        }
    }

    /// <summary>Keeps other processes out while the head is compared and replaced.</summary>
    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Root);
        while (true)
        {
            try
            {
                return new FileStream(LatestFile + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException))
            {
                // Held for the time of one small write.
                await Task.Delay(LockPause, TimeProvider.System, cancellationToken);
            }
        }
    }
}
