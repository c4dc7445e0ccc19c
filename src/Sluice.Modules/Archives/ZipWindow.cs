using System.Buffers;

namespace Sluice.Modules.Archives;

/// <summary>A pooled piece of a zip: headers and small files that lie beside each other cost one read. One thread at a time.</summary>
internal sealed class ZipWindow(ZipSource source) : IDisposable
{
    /// <summary>Bytes of one read. Holds the search for the end record; a zip whose entries lie in reverse order is still read only in such pieces.</summary>
    private const int WindowBytes = 66 * 1024;

    /// <summary>The most that one look needs: a directory header with name, extra field and comment of 65,535 bytes each.</summary>
    private const int MaxPeekBytes = ZipFormat.DirectoryHeaderBytes + (3 * ushort.MaxValue);

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(WindowBytes);
    private long _start;
    private int _filled;

    public long LengthBytes => source.LengthBytes;

    /// <summary>Looks at bytes; fewer than asked for only where the zip ends. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Peek(long offset, int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MaxPeekBytes);
        if (offset < 0 || offset >= LengthBytes)
        {
            return [];
        }

        count = (int)Math.Min(count, LengthBytes - offset);
        if (offset < _start || offset + count > _start + _filled)
        {
            Fill(offset, count);
        }

        var available = _buffer.AsSpan(0, _filled)[(int)(offset - _start)..];
        return available.Length > count ? available[..count] : available;
    }

    /// <summary>Copies bytes from an offset; 0 where the zip ends.</summary>
    public int Read(long offset, Span<byte> target)
    {
        if (offset < 0 || offset >= LengthBytes || target.IsEmpty)
        {
            return 0;
        }

        if (offset < _start || offset >= _start + _filled)
        {
            Fill(offset, 1);
        }

        var available = _buffer.AsSpan(0, _filled)[(int)(offset - _start)..];
        var count = Math.Min(available.Length, target.Length);
        available[..count].CopyTo(target);
        return count;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _filled = 0;
    }

    private void Fill(long offset, int atLeast)
    {
        if (_buffer.Length < atLeast)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(atLeast);
        }

        _start = offset;
        _filled = 0;
        var wanted = (int)Math.Min(_buffer.Length, LengthBytes - offset);
        while (_filled < wanted)
        {
            var read = source.Read(offset + _filled, _buffer.AsSpan(_filled, wanted - _filled));
            if (read == 0)
            {
                return;
            }

            _filled += read;
        }
    }
}
