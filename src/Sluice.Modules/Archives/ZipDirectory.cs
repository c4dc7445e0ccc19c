using System.Buffers.Binary;

namespace Sluice.Modules.Archives;

/// <summary>
/// Reads a zip's central directory header by header, in constant memory. After <see cref="TryReadNext"/> has said false,
/// <see cref="Error"/> tells whether the directory ended well.
/// </summary>
internal sealed class ZipDirectory(ZipWindow window)
{
    private ZipEndRecord _end;
    private long _position;
    private ulong _count;

    /// <summary>Why this is no zip, after Go's text; null while all is well.</summary>
    public string? Error { get; private set; }

    /// <summary>Finds the directory. False when there is none.</summary>
    public bool TryOpen()
    {
        var error = ZipEndRecord.Find(window, out _end);
        _position = _end.DirectoryStart;
        return error is null || Fail(error);
    }

    /// <summary>Reads the next header; false at the end, and at the first mistake.</summary>
    public bool TryReadNext(out ZipEntry entry)
    {
        entry = default;
        if (Error is not null)
        {
            return false;
        }

        var header = window.Peek(_position, ZipFormat.DirectoryHeaderBytes);
        if (header.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(header) != ZipFormat.DirectoryHeaderSignature)
        {
            return CountMatches() ? false : Fail("the end record tells another count of entries");
        }

        if (header.Length < ZipFormat.DirectoryHeaderBytes)
        {
            return Fail("the central directory is cut short");
        }

        int nameBytes = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        int extraBytes = BinaryPrimitives.ReadUInt16LittleEndian(header[30..]);
        int commentBytes = BinaryPrimitives.ReadUInt16LittleEndian(header[32..]);
        var totalBytes = ZipFormat.DirectoryHeaderBytes + nameBytes + extraBytes + commentBytes;
        if (_position + totalBytes > _end.DirectoryEnd)
        {
            return Fail("the central directory is cut short");
        }

        header = window.Peek(_position, totalBytes);
        if (header.Length < totalBytes)
        {
            return Fail("the central directory is cut short");
        }

        _position += totalBytes;
        _count++;
        return Decode(header, nameBytes, extraBytes, out entry);
    }

    private bool Decode(ReadOnlySpan<byte> header, int nameBytes, int extraBytes, out ZipEntry entry)
    {
        entry = default;
        var compressed = (ulong)BinaryPrimitives.ReadUInt32LittleEndian(header[20..]);
        var uncompressed = (ulong)BinaryPrimitives.ReadUInt32LittleEndian(header[24..]);
        var offset = (ulong)BinaryPrimitives.ReadUInt32LittleEndian(header[42..]);
        var name = header.Slice(ZipFormat.DirectoryHeaderBytes, nameBytes);
        var extra = header.Slice(ZipFormat.DirectoryHeaderBytes + nameBytes, extraBytes);
        if (!ReadZip64(extra, ref uncompressed, ref compressed, ref offset))
        {
            return Fail("a zip64 field is cut short");
        }

        var dataEnd = (UInt128)offset + (ulong)_end.BaseOffset + ZipFormat.LocalHeaderBytes + (ulong)nameBytes + compressed;
        if (dataEnd > (ulong)_end.DirectoryStart)
        {
            return Fail($"the data of {GoText.Show(name)} is out of bounds");
        }

        entry = new ZipEntry
        {
            Name = name,
            OffsetBytes = (long)offset + _end.BaseOffset,
            CompressedBytes = (long)compressed,
            UncompressedBytes = uncompressed,
            Crc = BinaryPrimitives.ReadUInt32LittleEndian(header[16..]),
            Method = BinaryPrimitives.ReadUInt16LittleEndian(header[10..]),
            Flags = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]),
        };
        return true;
    }

    /// <summary>
    /// Values that do not fit 32 bits stand in the zip64 field, in this order. Only the first such field counts; a size of 2³²-1 without a
    /// field stands for itself (Go's archive/zip, <c>readDirectoryHeader</c>).
    /// </summary>
    private static bool ReadZip64(ReadOnlySpan<byte> extra, ref ulong uncompressed, ref ulong compressed, ref ulong offset)
    {
        while (extra.Length >= 4)
        {
            var tag = BinaryPrimitives.ReadUInt16LittleEndian(extra);
            int size = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            extra = extra[4..];
            if (extra.Length < size)
            {
                break;
            }

            if (tag == ZipFormat.Zip64ExtraTag)
            {
                var field = extra[..size];
                return Take(ref field, ref uncompressed) && Take(ref field, ref compressed) && Take(ref field, ref offset);
            }

            extra = extra[size..];
        }

        return compressed != uint.MaxValue && offset != uint.MaxValue;
    }

    private static bool Take(ref ReadOnlySpan<byte> field, ref ulong value)
    {
        if (value != uint.MaxValue)
        {
            return true;
        }

        if (field.Length < sizeof(ulong))
        {
            return false;
        }

        value = BinaryPrimitives.ReadUInt64LittleEndian(field);
        field = field[sizeof(ulong)..];
        return true;
    }

    private bool CountMatches() => _end.IsZip64 ? _count == _end.Entries : (ushort)_count == (ushort)_end.Entries;

    private bool Fail(string detail)
    {
        Error = $"zip: not a valid zip file: {detail}";
        return false;
    }
}
