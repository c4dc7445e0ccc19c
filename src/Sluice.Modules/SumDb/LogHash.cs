using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sluice.Modules.SumDb;

/// <summary>
/// The hash of a record, of an inner node or of a whole tree in a transparency log (RFC 6962, section 2.1): 32 bytes, written as 44 characters of padded
/// base64.
/// </summary>
public readonly record struct LogHash
{
    /// <summary>Bytes of a hash.</summary>
    public const int SizeBytes = SHA256.HashSizeInBytes;

    private const byte RecordPrefix = 0;
    private const byte NodePrefix = 1;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <summary>Wraps a hash.</summary>
    /// <param name="sha256">Exactly 32 bytes.</param>
    public LogHash(ReadOnlySpan<byte> sha256)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sha256.Length, SizeBytes);
        var words = MemoryMarshal.Cast<byte, ulong>(sha256);
        (_a, _b, _c, _d) = (words[0], words[1], words[2], words[3]);
    }

    /// <summary>The hash of the tree without records: SHA-256 of nothing.</summary>
    public static LogHash EmptyTree { get; } = new(SHA256.HashData([]));

    /// <summary>The hash of a record: SHA-256 of a zero byte and the record's text.</summary>
    public static LogHash OfRecord(ReadOnlySpan<byte> text)
    {
        Span<byte> digest = stackalloc byte[SizeBytes];
        SHA256.HashData([RecordPrefix, .. text], digest);
        return new LogHash(digest);
    }

    /// <summary>The hash of an inner node: SHA-256 of a one byte, the left child's hash and the right child's.</summary>
    public static LogHash OfNode(LogHash left, LogHash right)
    {
        Span<byte> input = stackalloc byte[1 + SizeBytes + SizeBytes];
        input[0] = NodePrefix;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + SizeBytes)..]);
        Span<byte> digest = stackalloc byte[SizeBytes];
        SHA256.HashData(input, digest);
        return new LogHash(digest);
    }

    /// <summary>Parses canonical, padded base64 of 32 bytes.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out LogHash hash, [NotNullWhen(false)] out string? error)
    {
        hash = default;
        if (!CanonicalBase64.TryDecode(text, out var bytes) || bytes.Length != SizeBytes)
        {
            error = "malformed hash: want 32 bytes in base64";
            return false;
        }

        error = null;
        hash = new LogHash(bytes);
        return true;
    }

    /// <summary>Parses a hash.</summary>
    /// <exception cref="FormatException">The text is no hash.</exception>
    public static LogHash Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var hash, out var error) ? hash : throw new FormatException($"\"{text}\": {error}");
    }

    /// <summary>Writes the 32 bytes, as they stand in tiles.</summary>
    /// <param name="target">At least 32 bytes.</param>
    public void CopyTo(Span<byte> target)
    {
        Span<ulong> words = [_a, _b, _c, _d];
        MemoryMarshal.AsBytes(words).CopyTo(target);
    }

    /// <summary>The hash's text; that of 32 zero bytes for <c>default</c>.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[SizeBytes];
        CopyTo(bytes);
        return Convert.ToBase64String(bytes);
    }
}
