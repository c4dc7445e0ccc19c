using System.Security.Cryptography;

namespace Sluice.Modules.Hashing;

/// <summary>The summary of a tree that <see cref="DirHash"/> is the SHA-256 of. Lines must come sorted by name; see <see cref="DirHash"/>.</summary>
internal sealed class HashSummary : IDisposable
{
    private const int HexBytes = 2 * SHA256.HashSizeInBytes;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds one file's line.</summary>
    /// <param name="name">UTF-8, or whatever bytes the zip has; without a newline.</param>
    /// <param name="contentHash">SHA-256 of the content.</param>
    public void Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> contentHash)
    {
        Span<byte> start = stackalloc byte[HexBytes + 2];
        Convert.TryToHexStringLower(contentHash, start, out _);
        start[HexBytes] = (byte)' ';
        start[HexBytes + 1] = (byte)' ';
        _hash.AppendData(start);
        _hash.AppendData(name);
        _hash.AppendData("\n"u8);
    }

    /// <summary>The hash of what was added; starts anew.</summary>
    public DirHash Finish()
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetHashAndReset(digest);
        return new DirHash(digest);
    }

    public void Dispose() => _hash.Dispose();
}
