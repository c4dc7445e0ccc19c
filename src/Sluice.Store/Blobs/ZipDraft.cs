using Sluice.Core.Ports;

namespace Sluice.Store.Blobs;

/// <summary>A zip being written to a temporary file. One caller at a time.</summary>
internal sealed class ZipDraft(TemporaryFile file, Func<TemporaryFile, Task> publish) : IZipDraft
{
    private StoreException? _failure;
    private bool _ended;

    public long LengthBytes { get; private set; }

    public void Reset(long? announcedBytes)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (LengthBytes == 0 || _failure is not null)
        {
            return;
        }

        try
        {
            RandomAccess.SetLength(file.Handle, 0);
            LengthBytes = 0;
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            throw Fail(exception);
        }
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfFailed();
        try
        {
            // Into the page cache: not worth a hop to another thread.
            RandomAccess.Write(file.Handle, bytes.Span, LengthBytes);
            LengthBytes += bytes.Length;
            return ValueTask.CompletedTask;
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            throw Fail(exception);
        }
    }

    public Stream OpenRead()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        ThrowIfFailed();
        return new HandleStream(file.Handle, LengthBytes);
    }

    public async ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        cancellationToken.ThrowIfCancellationRequested();
        ThrowIfFailed();
        _ended = true;
        try
        {
            await publish(file);
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            throw Fail(exception);
        }
    }

    public ValueTask DisposeAsync()
    {
        _ended = true;
        file.Dispose();
        return ValueTask.CompletedTask;
    }

    private void ThrowIfFailed()
    {
        if (_failure is not null)
        {
            throw new StoreException(_failure.Fault, _failure);
        }
    }

    /// <summary>Gives the space back at once: others may be waiting for it.</summary>
    private StoreException Fail(Exception exception)
    {
        file.Dispose();
        LengthBytes = 0;
        _failure = DiskFaults.Wrap(exception, "writing a zip");
        return _failure;
    }
}
