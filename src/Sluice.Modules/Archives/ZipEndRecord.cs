using System.Buffers.Binary;

namespace Sluice.Modules.Archives;

/// <summary>
/// Where a zip's central directory is, by the records at the file's end. Finds what Go's archive/zip finds, and refuses where releases of
/// Go (or other programs) find different things in the same bytes.
/// </summary>
/// <param name="DirectoryStart">Offset of the first header.</param>
/// <param name="DirectoryEnd">Offset of the end record (the zip64 one if there is one), behind the last header.</param>
/// <param name="BaseOffset">Bytes before the zip proper; offsets in headers count from there.</param>
/// <param name="Entries">Count of headers as declared.</param>
/// <param name="IsZip64">Whether the count has 64 bits, not 16 (which many programs truncate).</param>
internal readonly record struct ZipEndRecord(long DirectoryStart, long DirectoryEnd, long BaseOffset, ulong Entries, bool IsZip64)
{
    private static ReadOnlySpan<byte> Signature => "PK\u0005\u0006"u8;

    /// <summary>Reads the records. Null when the directory was found, else why not.</summary>
    public static string? Find(ZipWindow window, out ZipEndRecord record)
    {
        record = default;
        var tailBytes = (int)Math.Min(ZipFormat.EndSearchBytes, window.LengthBytes);
        var tail = window.Peek(window.LengthBytes - tailBytes, tailBytes);
        var at = FindSignature(tail);
        if (tail.Length < tailBytes || at < 0)
        {
            return "no end of central directory record";
        }

        var end = tail[at..];
        if (ZipFormat.EndBytes + CommentBytes(end) > end.Length)
        {
            return "the comment is cut short";
        }

        if (HasRival(tail, at))
        {
            return "more than one end of central directory record";
        }

        var endOffset = window.LengthBytes - tailBytes + at;
        var entries = (ulong)BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        var size = (ulong)BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        var offset = (ulong)BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        var isZip64 = false;
        if (entries == ushort.MaxValue || size == uint.MaxValue || offset == uint.MaxValue)
        {
            var error = ReadZip64(window, ref endOffset, ref entries, ref size, ref offset, out isZip64);
            if (error is not null)
            {
                return error;
            }
        }

        var problem = Locate(window, endOffset, size, offset, out var start, out var baseOffset);
        record = new ZipEndRecord(start, endOffset, baseOffset, entries, isZip64);
        return problem;
    }

    private static int FindSignature(ReadOnlySpan<byte> tail) =>
        tail.Length < ZipFormat.EndBytes ? -1 : tail[..(tail.Length - ZipFormat.EndBytes + Signature.Length)].LastIndexOf(Signature);

    private static int CommentBytes(ReadOnlySpan<byte> end) => BinaryPrimitives.ReadUInt16LittleEndian(end[20..]);

    /// <summary>An earlier record whose comment ends exactly with the file: a program that reads comments forwards takes that one.</summary>
    private static bool HasRival(ReadOnlySpan<byte> tail, int at)
    {
        for (var i = tail[..at].LastIndexOf(Signature); i >= 0; i = tail[..i].LastIndexOf(Signature))
        {
            if (i + ZipFormat.EndBytes + CommentBytes(tail[i..]) == tail.Length)
            {
                return true;
            }
        }

        return false;
    }

    private static string? ReadZip64(ZipWindow window, ref long endOffset, ref ulong entries, ref ulong size, ref ulong offset, out bool isZip64)
    {
        isZip64 = false;
        var locatorOffset = endOffset - ZipFormat.Locator64Bytes;
        var locator = window.Peek(locatorOffset, ZipFormat.Locator64Bytes);
        if (locator.Length < ZipFormat.Locator64Bytes || BinaryPrimitives.ReadUInt32LittleEndian(locator) != ZipFormat.Locator64Signature ||
            BinaryPrimitives.ReadUInt32LittleEndian(locator[4..]) != 0 || BinaryPrimitives.ReadUInt32LittleEndian(locator[16..]) != 1)
        {
            return null;
        }

        var recordOffset = BinaryPrimitives.ReadUInt64LittleEndian(locator[8..]);
        if (locatorOffset < ZipFormat.End64Bytes || recordOffset > (ulong)(locatorOffset - ZipFormat.End64Bytes))
        {
            return "the zip64 end record is out of bounds";
        }

        var record = window.Peek((long)recordOffset, ZipFormat.End64Bytes);
        if (record.Length < ZipFormat.End64Bytes || BinaryPrimitives.ReadUInt32LittleEndian(record) != ZipFormat.End64Signature)
        {
            return "no zip64 end record where its locator points to";
        }

        isZip64 = true;
        endOffset = (long)recordOffset;
        entries = BinaryPrimitives.ReadUInt64LittleEndian(record[32..]);
        size = BinaryPrimitives.ReadUInt64LittleEndian(record[40..]);
        offset = BinaryPrimitives.ReadUInt64LittleEndian(record[48..]);
        return null;
    }

    /// <summary>
    /// The directory lies right before the end record, or at its stated offset. Where both hold a header and differ, go 1.19 takes the first,
    /// and other readers the second: refused.
    /// </summary>
    private static string? Locate(ZipWindow window, long endOffset, ulong size, ulong offset, out long start, out long baseOffset)
    {
        start = 0;
        baseOffset = 0;
        if (size > (ulong)endOffset || offset > (ulong)endOffset - size)
        {
            return "the central directory is out of bounds";
        }

        start = endOffset - (long)size;
        baseOffset = start - (long)offset;
        if (baseOffset == 0)
        {
            return null;
        }

        var before = StartsHeader(window, start);
        var stated = StartsHeader(window, (long)offset);
        if (before && stated)
        {
            return "more than one central directory";
        }

        if (!before)
        {
            start = (long)offset;
            baseOffset = 0;
        }

        return null;
    }

    private static bool StartsHeader(ZipWindow window, long offset) => window.Peek(offset, 4) is { Length: 4 } signature &&
        BinaryPrimitives.ReadUInt32LittleEndian(signature) == ZipFormat.DirectoryHeaderSignature;
}
