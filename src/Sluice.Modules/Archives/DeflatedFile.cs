using System.IO.Compression;
using System.Security.Cryptography;

namespace Sluice.Modules.Archives;

/// <summary>A small file, compressed in memory: the work of many is done side by side, and written in order.</summary>
internal sealed class DeflatedFile : IDisposable
{
    private readonly MemoryStream _data = new();

    private DeflatedFile(string path) => Path = path;

    /// <summary>The file's path in the module.</summary>
    public string Path { get; }

    /// <summary>The content's CRC.</summary>
    public uint Crc { get; private init; }

    /// <summary>The content's length.</summary>
    public long UncompressedBytes { get; private init; }

    /// <summary>The content's SHA-256.</summary>
    public byte[] Digest { get; private init; } = [];

    /// <summary>The content, deflated.</summary>
    public ReadOnlySpan<byte> Data => _data.GetBuffer().AsSpan(0, (int)_data.Length);

    /// <summary>Compresses.</summary>
    public static DeflatedFile Make(string path, ReadOnlySpan<byte> content)
    {
        var file = new DeflatedFile(path) { Crc = Crc32.Append(0, content), UncompressedBytes = content.Length, Digest = SHA256.HashData(content) };
        if (content.IsEmpty)
        {
            file._data.Write(ZipWriter.EmptyBlock);
            return file;
        }

        file._data.Capacity = (content.Length / 3) + 64;
        using (var deflate = new DeflateStream(file._data, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(content);
        }

        return file;
    }

    public void Dispose() => _data.Dispose();
}
