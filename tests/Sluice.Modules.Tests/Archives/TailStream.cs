namespace Sluice.Modules.Tests.Archives;

/// <summary>A long stream of zeros that ends in given bytes.</summary>
internal sealed class TailStream(byte[] tail, long length) : Stream
{
    /// <summary>Whether reading fails, as a broken disk does.</summary>
    public bool Fails { get; init; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override int Read(Span<byte> buffer)
    {
        if (Fails)
        {
            throw new IOException("the disk is broken");
        }

        var count = (int)Math.Min(buffer.Length, length - Position);
        for (var i = 0; i < count; i++, Position++)
        {
            var at = Position - (length - tail.Length);
            buffer[i] = at < 0 ? (byte)0 : tail[at];
        }

        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
