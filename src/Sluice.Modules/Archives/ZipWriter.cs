using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Sluice.Modules.Hashing;

namespace Sluice.Modules.Archives;

/// <summary>
/// Writes a zip as Go's archive/zip does: sizes and CRC in a descriptor behind the data, times zero, no attributes, UTF-8 marked where a name
/// needs it. Files must come sorted by name: the hash is computed on the way.
/// </summary>
internal sealed class ZipWriter(Stream output, string prefix) : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    /// <summary>A final deflate block without content: what the platform's compressor leaves out when nothing was written to it.</summary>
    internal static ReadOnlySpan<byte> EmptyBlock => [0x03, 0x00];

    private readonly ZipOutput _output = new(output);
    private readonly List<Entry> _entries = [];
    private readonly HashSummary _summary = new();
    private readonly IncrementalHash _content = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);

    /// <summary>Bytes written so far.</summary>
    public long LengthBytes => _output.LengthBytes;

    /// <summary>Bytes of the files added so far.</summary>
    public long UncompressedBytes { get; private set; }

    /// <summary>Says of a file that it is not what was declared.</summary>
    public static string WrongSize(long sizeBytes, long declaredBytes) => $"file is {(sizeBytes > declaredBytes ? "larger" : "smaller")} than declared size";

    /// <summary>Adds a file of any size while its content is read. Null when it was whole, else why not.</summary>
    public string? Add(string path, long sizeBytes, Stream content, CancellationToken cancellationToken)
    {
        var entry = Begin(path);
        var start = LengthBytes;
        var total = WriteContent(content, sizeBytes, out var crc, cancellationToken);
        if (total != sizeBytes)
        {
            return WrongSize(total, sizeBytes);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        _content.GetHashAndReset(digest);
        End(entry with { Crc = crc, CompressedBytes = (uint)(LengthBytes - start), UncompressedBytes = (uint)total }, digest);
        return null;
    }

    /// <summary>Adds a file that is compressed already.</summary>
    public void Add(DeflatedFile file)
    {
        var entry = Begin(file.Path);
        _output.Write(file.Data);
        End(entry with { Crc = file.Crc, CompressedBytes = (uint)file.Data.Length, UncompressedBytes = (uint)file.UncompressedBytes }, file.Digest);
    }

    /// <summary>Writes the directory and all that is still held back.</summary>
    public DirHash Finish()
    {
        var start = LengthBytes;
        foreach (var entry in _entries)
        {
            WriteDirectoryHeader(entry);
        }

        WriteEnd(start);
        _output.Flush();
        return _summary.Finish();
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _output.Dispose();
        _summary.Dispose();
        _content.Dispose();
    }

    private Entry Begin(string path)
    {
        var entry = new Entry { Name = Encoding.UTF8.GetBytes(prefix + path), OffsetBytes = LengthBytes };
        WriteLocalHeader(entry);
        return entry;
    }

    private void End(in Entry entry, ReadOnlySpan<byte> digest)
    {
        WriteDescriptor(entry);
        _entries.Add(entry);
        _summary.Add(entry.Name, digest);
        UncompressedBytes += entry.UncompressedBytes;
    }

    /// <summary>Deflates content up to one piece beyond its declared size; tells how much there was.</summary>
    private long WriteContent(Stream content, long sizeBytes, out uint crc, CancellationToken cancellationToken)
    {
        crc = 0;
        var total = 0L;
        using var deflate = new DeflateStream(_output, CompressionLevel.Optimal, leaveOpen: true);
        while (total <= sizeBytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var read = content.Read(_buffer, 0, BufferBytes);
            if (read == 0)
            {
                break;
            }

            var piece = _buffer.AsSpan(0, read);
            total += read;
            crc = Crc32.Append(crc, piece);
            _content.AppendData(piece);
            deflate.Write(piece);
        }

        if (total == 0)
        {
            _output.Write(EmptyBlock);
        }

        return total;
    }

    private void WriteLocalHeader(in Entry entry)
    {
        Span<byte> header = stackalloc byte[ZipFormat.LocalHeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, ZipFormat.LocalHeaderSignature);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], ZipFormat.Version20);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], FlagsOf(entry.Name));
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], ZipFormat.Deflated);
        BinaryPrimitives.WriteUInt16LittleEndian(header[26..], (ushort)entry.Name.Length);
        _output.Write(header);
        _output.Write(entry.Name);
    }

    private void WriteDescriptor(in Entry entry)
    {
        Span<byte> descriptor = stackalloc byte[ZipFormat.DescriptorBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(descriptor, ZipFormat.DescriptorSignature);
        BinaryPrimitives.WriteUInt32LittleEndian(descriptor[4..], entry.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(descriptor[8..], entry.CompressedBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(descriptor[12..], entry.UncompressedBytes);
        _output.Write(descriptor);
    }

    private void WriteDirectoryHeader(in Entry entry)
    {
        Span<byte> header = stackalloc byte[ZipFormat.DirectoryHeaderBytes];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, ZipFormat.DirectoryHeaderSignature);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], ZipFormat.Version20);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], ZipFormat.Version20);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], FlagsOf(entry.Name));
        BinaryPrimitives.WriteUInt16LittleEndian(header[10..], ZipFormat.Deflated);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], entry.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], entry.CompressedBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header[24..], entry.UncompressedBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(header[28..], (ushort)entry.Name.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(header[42..], (uint)entry.OffsetBytes);
        _output.Write(header);
        _output.Write(entry.Name);
    }

    /// <summary>No module zip needs 64 bits for a size or an offset, but more than 65,534 files do for their count.</summary>
    private void WriteEnd(long start)
    {
        var end = LengthBytes;
        if (_entries.Count >= ushort.MaxValue)
        {
            WriteEnd64(start, end);
        }

        Span<byte> record = stackalloc byte[ZipFormat.EndBytes];
        record.Clear();
        var count = (ushort)Math.Min(_entries.Count, ushort.MaxValue);
        BinaryPrimitives.WriteUInt32LittleEndian(record, ZipFormat.EndSignature);
        BinaryPrimitives.WriteUInt16LittleEndian(record[8..], count);
        BinaryPrimitives.WriteUInt16LittleEndian(record[10..], count);
        BinaryPrimitives.WriteUInt32LittleEndian(record[12..], (uint)(end - start));
        BinaryPrimitives.WriteUInt32LittleEndian(record[16..], (uint)start);
        _output.Write(record);
    }

    private void WriteEnd64(long start, long end)
    {
        Span<byte> record = stackalloc byte[ZipFormat.End64Bytes + ZipFormat.Locator64Bytes];
        record.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(record, ZipFormat.End64Signature);
        BinaryPrimitives.WriteUInt64LittleEndian(record[4..], ZipFormat.End64Bytes - 12);
        BinaryPrimitives.WriteUInt16LittleEndian(record[12..], ZipFormat.Version45);
        BinaryPrimitives.WriteUInt16LittleEndian(record[14..], ZipFormat.Version45);
        BinaryPrimitives.WriteUInt64LittleEndian(record[24..], (ulong)_entries.Count);
        BinaryPrimitives.WriteUInt64LittleEndian(record[32..], (ulong)_entries.Count);
        BinaryPrimitives.WriteUInt64LittleEndian(record[40..], (ulong)(end - start));
        BinaryPrimitives.WriteUInt64LittleEndian(record[48..], (ulong)start);
        var locator = record[ZipFormat.End64Bytes..];
        BinaryPrimitives.WriteUInt32LittleEndian(locator, ZipFormat.Locator64Signature);
        BinaryPrimitives.WriteUInt64LittleEndian(locator[8..], (ulong)end);
        BinaryPrimitives.WriteUInt32LittleEndian(locator[16..], 1);
        _output.Write(record);
    }

    /// <summary>Names that code page 437 would read otherwise are marked (Go's archive/zip, <c>detectUTF8</c>).</summary>
    private static ushort FlagsOf(ReadOnlySpan<byte> name) =>
        name.ContainsAnyExceptInRange((byte)' ', (byte)'}') || name.Contains((byte)'\\')
            ? (ushort)(ZipFormat.DescriptorFlag | ZipFormat.Utf8Flag)
            : ZipFormat.DescriptorFlag;

    private readonly record struct Entry
    {
        public required byte[] Name { get; init; }

        public required long OffsetBytes { get; init; }

        public uint Crc { get; init; }

        public uint CompressedBytes { get; init; }

        public uint UncompressedBytes { get; init; }
    }
}
