using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Sluice.Modules.Tests.Archives;

/// <summary>A zip made header by header, so that every number in it can lie.</summary>
internal sealed class CraftedZip
{
    private readonly List<CraftedEntry> _entries = [];

    /// <summary>What stands before the zip proper.</summary>
    public byte[] Lead { get; init; } = [];

    /// <summary>What stands between the directory and the end record.</summary>
    public byte[] Gap { get; init; } = [];

    public byte[] Comment { get; init; } = [];

    /// <summary>What stands behind the comment.</summary>
    public byte[] Trail { get; init; } = [];

    /// <summary>Added to what the end record tells.</summary>
    public int CountLie { get; init; }

    public int SizeLie { get; init; }

    public int OffsetLie { get; init; }

    public int CommentLengthLie { get; init; }

    public bool IsZip64 { get; init; }

    public CraftedZip Add(CraftedEntry entry)
    {
        _entries.Add(entry);
        return this;
    }

    public CraftedZip Add(string name, string content = "text\n") => Add(new CraftedEntry(name, Encoding.UTF8.GetBytes(content)));

    public CraftedZip AddAll(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            Add(name);
        }

        return this;
    }

    public MemoryStream ToStream() => new(ToBytes());

    public byte[] ToBytes()
    {
        var zip = new MemoryStream();
        zip.Write(Lead);
        var offsets = _entries.ConvertAll(entry => WriteLocal(zip, entry));
        var start = zip.Length;
        for (var i = 0; i < _entries.Count; i++)
        {
            WriteHeader(zip, _entries[i], offsets[i] - Lead.Length);
        }

        var size = zip.Length - start;
        zip.Write(Gap);
        WriteEnd(zip, start - Lead.Length, size);
        return zip.ToArray();
    }

    private static long WriteLocal(MemoryStream zip, CraftedEntry entry)
    {
        var offset = zip.Length;
        if (entry.IsHeaderOnly)
        {
            return offset;
        }

        Span<byte> header = stackalloc byte[30];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, entry.LocalSignature);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], entry.Flags);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], entry.Method);
        BinaryPrimitives.WriteUInt16LittleEndian(header[26..], (ushort)entry.Name.Length);
        zip.Write(header);
        zip.Write(entry.Name);
        zip.Write(entry.Data);
        if ((entry.Flags & 8) != 0)
        {
            Span<byte> descriptor = stackalloc byte[16];
            BinaryPrimitives.WriteUInt32LittleEndian(descriptor, 0x08074b50);
            BinaryPrimitives.WriteUInt32LittleEndian(descriptor[4..], entry.DescriptorCrc ?? entry.Crc);
            zip.Write(entry.HasDescriptorSignature ? descriptor : descriptor[4..]);
        }

        return offset;
    }

    private void WriteHeader(MemoryStream zip, CraftedEntry entry, long offset)
    {
        Span<byte> header = stackalloc byte[46];
        header.Clear();
        var declared = entry.DeclaredSize ?? (ulong)entry.Content.Length;
        var wide = IsZip64 || declared > uint.MaxValue;
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0x02014b50);
        header[5] = (byte)(entry.UnixMode == 0 ? 0 : 3);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], entry.Flags);
        BinaryPrimitives.WriteUInt16LittleEndian(header[10..], entry.Method);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], entry.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], wide ? uint.MaxValue : (uint)(entry.DeclaredCompressed ?? entry.Data.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(header[24..], wide ? uint.MaxValue : (uint)declared);
        BinaryPrimitives.WriteUInt16LittleEndian(header[28..], (ushort)entry.Name.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[30..], (ushort)(wide ? 4 + entry.Zip64FieldBytes : 0));
        BinaryPrimitives.WriteUInt32LittleEndian(header[38..], entry.UnixMode << 16);
        BinaryPrimitives.WriteUInt32LittleEndian(header[42..], wide ? uint.MaxValue : (uint)(entry.DeclaredOffset ?? offset));
        zip.Write(header);
        zip.Write(entry.Name);
        if (wide)
        {
            Span<byte> extra = stackalloc byte[28];
            BinaryPrimitives.WriteUInt16LittleEndian(extra, 1);
            BinaryPrimitives.WriteUInt16LittleEndian(extra[2..], (ushort)entry.Zip64FieldBytes);
            BinaryPrimitives.WriteUInt64LittleEndian(extra[4..], declared);
            BinaryPrimitives.WriteUInt64LittleEndian(extra[12..], (ulong)(entry.DeclaredCompressed ?? entry.Data.Length));
            BinaryPrimitives.WriteUInt64LittleEndian(extra[20..], (ulong)(entry.DeclaredOffset ?? offset));
            zip.Write(extra[..(4 + entry.Zip64FieldBytes)]);
        }
    }

    private void WriteEnd(MemoryStream zip, long offset, long size)
    {
        var end = zip.Length;
        Span<byte> record = stackalloc byte[56];
        if (IsZip64)
        {
            record.Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(record, 0x06064b50);
            BinaryPrimitives.WriteUInt64LittleEndian(record[32..], (ulong)(_entries.Count + CountLie));
            BinaryPrimitives.WriteUInt64LittleEndian(record[40..], (ulong)(size + SizeLie));
            BinaryPrimitives.WriteUInt64LittleEndian(record[48..], (ulong)(offset + OffsetLie));
            zip.Write(record);
            record.Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(record, 0x07064b50);
            BinaryPrimitives.WriteUInt64LittleEndian(record[8..], (ulong)end);
            BinaryPrimitives.WriteUInt32LittleEndian(record[16..], 1);
            zip.Write(record[..20]);
        }

        record.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(record, 0x06054b50);
        BinaryPrimitives.WriteUInt16LittleEndian(record[10..], IsZip64 ? ushort.MaxValue : (ushort)(_entries.Count + CountLie));
        BinaryPrimitives.WriteUInt32LittleEndian(record[12..], IsZip64 ? uint.MaxValue : (uint)(size + SizeLie));
        BinaryPrimitives.WriteUInt32LittleEndian(record[16..], IsZip64 ? uint.MaxValue : (uint)(offset + OffsetLie));
        BinaryPrimitives.WriteUInt16LittleEndian(record[20..], (ushort)(Comment.Length + CommentLengthLie));
        zip.Write(record[..22]);
        zip.Write(Comment);
        zip.Write(Trail);
    }
}

/// <summary>One entry; what is not set is as it should be.</summary>
internal sealed record CraftedEntry(byte[] Name, byte[] Content)
{
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(static value => CrcOf((uint)value))];
    private byte[]? _data;
    private uint? _crc;

    public CraftedEntry(string name, byte[] content)
        : this(Encoding.UTF8.GetBytes(name), content)
    {
    }

    public ushort Method { get; init; }

    public ushort Flags { get; init; }

    public uint LocalSignature { get; init; } = 0x04034b50;

    /// <summary>File type and permissions, as a zip made on Unix has them.</summary>
    public uint UnixMode { get; init; }

    public ulong? DeclaredSize { get; init; }

    public long? DeclaredCompressed { get; init; }

    public long? DeclaredOffset { get; init; }

    public uint? DescriptorCrc { get; init; }

    public bool HasDescriptorSignature { get; init; } = true;

    public int Zip64FieldBytes { get; init; } = 24;

    /// <summary>Without a local header and data: only the directory is looked at.</summary>
    public bool IsHeaderOnly { get; init; }

    public byte[] Data
    {
        get => _data ??= IsHeaderOnly ? [] : Method == 8 ? Deflate(Content) : Content;
        init => _data = value;
    }

    public uint Crc
    {
        get => _crc ??= CrcOf(Content);
        init => _crc = value;
    }

    private static byte[] Deflate(byte[] content)
    {
        using var data = new MemoryStream();
        using (var deflate = new DeflateStream(data, CompressionLevel.Optimal))
        {
            deflate.Write(content);
        }

        return data.ToArray();
    }

    private static uint CrcOf(byte[] content)
    {
        var crc = uint.MaxValue;
        foreach (var b in content)
        {
            crc = CrcTable[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return ~crc;
    }

    /// <summary>Bit by bit, as the definition has it.</summary>
    private static uint CrcOf(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) != 0 ? (value >> 1) ^ 0xEDB88320 : value >> 1;
        }

        return value;
    }
}
