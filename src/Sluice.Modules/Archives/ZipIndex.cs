namespace Sluice.Modules.Archives;

/// <summary>
/// A zip's directory in memory, sorted by name. Names share one array; an entry costs 40 bytes beside its name.
/// </summary>
internal sealed class ZipIndex
{
    /// <summary>Most bytes of all names: as many as <see cref="ModuleZip.MaxPaths"/> names of 128 bytes.</summary>
    private const int MaxNameBytes = ModuleZip.MaxPaths * 128;

    private readonly List<Header> _headers = [];
    private byte[] _names = new byte[4096];
    private int _nameBytes;

    public int Count => _headers.Count;

    /// <summary>Reads a directory. Null when it is a zip's, else why not.</summary>
    public static string? Read(ZipWindow window, out ZipIndex index)
    {
        index = new ZipIndex();
        var directory = new ZipDirectory(window);
        if (!directory.TryOpen())
        {
            return directory.Error;
        }

        while (directory.TryReadNext(out var entry))
        {
            if (index.Count == ModuleZip.MaxPaths || index._nameBytes + entry.Name.Length > MaxNameBytes)
            {
                return $"more than {ModuleZip.MaxPaths} entries, or {MaxNameBytes} bytes of names";
            }

            index.Add(entry);
        }

        index.Sort();
        return directory.Error;
    }

    /// <summary>
    /// An entry, in the order of names. Of entries with one name each stands for the last in the zip, as in golang.org/x/mod/sumdb/dirhash.
    /// </summary>
    public ZipEntry this[int number]
    {
        get
        {
            var header = _headers[number];
            return new ZipEntry
            {
                Name = NameOf(header),
                OffsetBytes = header.Offset,
                CompressedBytes = header.Compressed,
                UncompressedBytes = header.Uncompressed,
                Crc = header.Crc,
                Method = header.Method,
                Flags = header.Flags,
            };
        }
    }

    private ReadOnlySpan<byte> NameOf(Header header) => _names.AsSpan(header.NameStart, header.NameLength);

    private void Add(in ZipEntry entry)
    {
        if (_nameBytes + entry.Name.Length > _names.Length)
        {
            Array.Resize(ref _names, Math.Max(2 * _names.Length, _nameBytes + entry.Name.Length));
        }

        entry.Name.CopyTo(_names.AsSpan(_nameBytes));
        _headers.Add(new Header(
            _nameBytes, (ushort)entry.Name.Length, entry.Method, entry.Flags, entry.Crc, entry.OffsetBytes, entry.CompressedBytes, entry.UncompressedBytes));
        _nameBytes += entry.Name.Length;
    }

    private void Sort()
    {
        _headers.Sort((x, y) => NameOf(x).SequenceCompareTo(NameOf(y)) is var order && order != 0 ? order : x.NameStart.CompareTo(y.NameStart));
        for (var i = _headers.Count - 2; i >= 0; i--)
        {
            if (NameOf(_headers[i]).SequenceEqual(NameOf(_headers[i + 1])))
            {
                _headers[i] = _headers[i + 1];
            }
        }
    }

    private readonly record struct Header(
        int NameStart, ushort NameLength, ushort Method, ushort Flags, uint Crc, long Offset, long Compressed, ulong Uncompressed);
}
