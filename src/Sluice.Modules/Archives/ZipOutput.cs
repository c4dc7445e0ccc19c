using System.Buffers;

namespace Sluice.Modules.Archives;

/// <summary>Counts what a zip's writer writes, and hands it on in pieces of 64 KiB. What is not flushed is lost: an abandoned zip is no zip.</summary>
internal sealed class ZipOutput(Stream output) : Stream
{
    private const int BufferBytes = 64 * 1024;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private int _filled;

    public long LengthBytes { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        LengthBytes += buffer.Length;
        if (_filled + buffer.Length > BufferBytes)
        {
            Flush();
        }

        if (buffer.Length > BufferBytes)
        {
            output.Write(buffer);
            return;
        }

        buffer.CopyTo(_buffer.AsSpan(_filled));
        _filled += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        output.Write(_buffer, 0, _filled);
        _filled = 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        base.Dispose(disposing);
    }
}
