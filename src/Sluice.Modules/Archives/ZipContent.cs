using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace Sluice.Modules.Archives;

/// <summary>
/// Decompresses entries of a zip one after another, checking length and CRC, into one pooled buffer. Fails where Go's archive/zip fails. One
/// thread at a time.
/// </summary>
internal sealed class ZipContent(ZipWindow window) : IDisposable
{
    /// <summary>Holds most source files whole: the sink is called once for them.</summary>
    private const int BufferBytes = 64 * 1024;

    private readonly ZipRange _range = new(window);
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);

    /// <summary>Takes a piece of content. False stops the reading.</summary>
    public delegate bool Sink(ReadOnlySpan<byte> piece);

    /// <summary>Reads one entry's content. Null when it is whole, else why not, after Go's text, or empty when the sink stopped it.</summary>
    public string? Read(in ZipEntry entry, Sink sink)
    {
        var header = window.Peek(entry.OffsetBytes, ZipFormat.LocalHeaderBytes);
        if (header.Length < ZipFormat.LocalHeaderBytes || BinaryPrimitives.ReadUInt32LittleEndian(header) != ZipFormat.LocalHeaderSignature)
        {
            return "zip: not a valid zip file: no file where the directory says";
        }

        var start = entry.OffsetBytes + ZipFormat.LocalHeaderBytes + BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) +
            BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        if (entry.IsDirectory)
        {
            return entry.UncompressedBytes == 0 ? null : "zip: not a valid zip file: directory entry has content";
        }

        _range.Select(start, entry.CompressedBytes);
        var error = entry.Method switch
        {
            ZipFormat.Stored => Copy(_range, entry, sink, out var crc) ?? CheckCrc(entry, crc, start),
            ZipFormat.Deflated => Inflate(entry, sink, out var crc) ?? CheckCrc(entry, crc, start),
            _ => "zip: unsupported compression algorithm",
        };
        return error;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _range.Dispose();
    }

    /// <summary>The platform's decompressor takes data without an end for whole (unless a switch of the process says otherwise): hence the overrun.</summary>
    private string? Inflate(in ZipEntry entry, Sink sink, out uint crc)
    {
        using var inflate = new DeflateStream(_range, CompressionMode.Decompress, leaveOpen: true);
        try
        {
            return Copy(inflate, entry, sink, out crc) ?? (_range.IsOverrun ? "unexpected EOF" : null);
        }
        catch (InvalidDataException)
        {
            crc = 0;
            return "flate: corrupt or truncated input";
        }
    }

    private string? Copy(Stream content, in ZipEntry entry, Sink sink, out uint crc)
    {
        crc = 0;
        var total = 0UL;
        while (true)
        {
            var filled = content.ReadAtLeast(_buffer.AsSpan(0, BufferBytes), BufferBytes, throwOnEndOfStream: false);
            var piece = _buffer.AsSpan(0, filled);
            total += (ulong)filled;
            if (total > entry.UncompressedBytes)
            {
                return "zip: not a valid zip file: content is longer than declared";
            }

            crc = Crc32.Append(crc, piece);
            if (filled > 0 && !sink(piece))
            {
                return "";
            }

            if (filled < BufferBytes)
            {
                return total == entry.UncompressedBytes ? null : "unexpected EOF";
            }
        }
    }

    /// <summary>The descriptor behind the data counts if there is one; without one, a CRC of zero means that it is not known.</summary>
    private string? CheckCrc(in ZipEntry entry, uint crc, long start)
    {
        const string Mismatch = "zip: checksum error";
        if ((entry.Flags & ZipFormat.DescriptorFlag) == 0)
        {
            return entry.Crc == 0 || entry.Crc == crc ? null : Mismatch;
        }

        var descriptor = window.Peek(start + entry.CompressedBytes, ZipFormat.DescriptorBytes);
        if (descriptor.Length >= 4 && BinaryPrimitives.ReadUInt32LittleEndian(descriptor) == ZipFormat.DescriptorSignature)
        {
            descriptor = descriptor[4..];
        }

        if (descriptor.Length < ZipFormat.DescriptorBytes - 4)
        {
            return "unexpected EOF";
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(descriptor) == entry.Crc && entry.Crc == crc ? null : Mismatch;
    }
}
