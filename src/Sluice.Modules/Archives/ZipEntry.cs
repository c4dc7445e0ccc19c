namespace Sluice.Modules.Archives;

/// <summary>One header of a zip's central directory. The name's bytes are the reader's: valid until it moves on.</summary>
internal readonly ref struct ZipEntry
{
    public required ReadOnlySpan<byte> Name { get; init; }

    /// <summary>Where the local header starts in the file.</summary>
    public required long OffsetBytes { get; init; }

    public required long CompressedBytes { get; init; }

    /// <summary>As declared; trust it for nothing.</summary>
    public required ulong UncompressedBytes { get; init; }

    public required uint Crc { get; init; }

    public required ushort Method { get; init; }

    public required ushort Flags { get; init; }

    /// <summary>A name with a slash at its end is a directory's.</summary>
    public bool IsDirectory => Name is [.., (byte)'/'];
}
