namespace Sluice.Modules.Archives;

/// <summary>The compressed bytes of one entry after another, as a stream for the decompressor.</summary>
internal sealed class ZipRange(ZipWindow window) : Stream
{
    private long _position;
    private long _end;

    /// <summary>Whether more was asked for than there is. A decompressor that has seen the last block's end does not ask.</summary>
    public bool IsOverrun { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Moves on to other bytes.</summary>
    public void Select(long offset, long count)
    {
        _position = offset;
        _end = offset + count;
        IsOverrun = false;
    }

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Min(buffer.Length, _end - _position);
        var read = window.Read(_position, buffer[..count]);
        _position += read;
        IsOverrun |= read == 0 && !buffer.IsEmpty;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
