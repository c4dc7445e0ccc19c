using Microsoft.Win32.SafeHandles;
using Sluice.Core.Faults;

namespace Sluice.Core.Ports;

/// <summary>
/// A read-only, seekable view of the first bytes of a file of the store. It does not own the handle. Reading throws <see cref="StoreException"/>.
/// </summary>
/// <param name="handle">The file, open for reading.</param>
/// <param name="length">Bytes that are seen.</param>
public sealed class HandleStream(SafeFileHandle handle, long length) : Stream
{
    private long _position;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    /// <inheritdoc/>
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
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(FaultCodes.StoreFailed.At(detail: "reading a zip: input/output error"), exception);
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    /// <remarks>Mostly from the page cache: not worth a hop to another thread.</remarks>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
