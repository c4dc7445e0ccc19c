using Microsoft.Win32.SafeHandles;
using Sluice.Store.Blobs;

namespace Sluice.Store.Files;

/// <summary>A read-only, seekable view of the first bytes of a file of the store. It does not own the handle.</summary>
internal sealed class HandleStream(SafeFileHandle handle, long length) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        var rest = length - _position;
        if (rest <= 0 || buffer.IsEmpty)
        {
            return 0;
        }

        try
        {
            var read = RandomAccess.Read(handle, buffer[..(int)Math.Min(rest, buffer.Length)], _position);
            _position += read;
            return read;
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            throw DiskFaults.Wrap(exception, "reading a zip");
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Mostly from the page cache: not worth a hop to another thread.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        var from = origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => _position,
            _ => length,
        };
        if (from + offset < 0)
        {
            throw new IOException("seek before the beginning");
        }

        return _position = from + offset;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
