using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sluice.Modules.Hashing;

/// <summary>
/// A hash of a tree of files as go.sum writes it: <c>h1:</c> and 32 bytes in base64 (golang.org/x/mod/sumdb/dirhash, <c>Hash1</c>). It is the
/// SHA-256 of one line for each file, <c>lower-case hex SHA-256 of the content, two blanks, name, newline</c>, the lines sorted by the names' UTF-8 bytes:
/// <c>find . -type f | sort | sha256sum</c>, roughly. Order, times and compression of a zip do not matter to it.
/// </summary>
public readonly record struct DirHash
{
    private const string Algorithm = "h1:";

    /// <summary>Length of every hash's text: the algorithm and 44 characters of padded base64.</summary>
    private const int TextLength = 47;

    private readonly ulong _a;
    private readonly ulong _b;
    private readonly ulong _c;
    private readonly ulong _d;

    /// <summary>Wraps a summary's SHA-256.</summary>
    /// <param name="sha256">Exactly 32 bytes.</param>
    public DirHash(ReadOnlySpan<byte> sha256)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(sha256.Length, SHA256.HashSizeInBytes);
        var words = MemoryMarshal.Cast<byte, ulong>(sha256);
        (_a, _b, _c, _d) = (words[0], words[1], words[2], words[3]);
    }

    /// <summary>Parses <c>h1:</c> and canonical, padded base64 of 32 bytes. Nothing else: the go command compares the texts.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DirHash hash, [NotNullWhen(false)] out string? error)
    {
        hash = default;
        if (!text.StartsWith(Algorithm))
        {
            error = "unknown hash algorithm: want h1:";
            return false;
        }

        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        if (text.Length != TextLength || !Convert.TryFromBase64Chars(text[Algorithm.Length..], bytes, out var written) || written != bytes.Length)
        {
            error = "malformed hash: want 32 bytes in base64 after h1:";
            return false;
        }

        var parsed = new DirHash(bytes);
        if (!text.SequenceEqual(parsed.ToString()))
        {
            error = "malformed hash: the base64 is not canonical";
            return false;
        }

        error = null;
        hash = parsed;
        return true;
    }

    /// <summary>Parses a hash.</summary>
    /// <exception cref="FormatException">The text is no hash; the message says why.</exception>
    public static DirHash Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out var hash, out var error) ? hash : throw new FormatException($"\"{text}\": {error}");
    }

    /// <summary>Writes the 32 bytes, as they stand in a checksum database's records.</summary>
    /// <param name="target">At least 32 bytes.</param>
    public void CopyTo(Span<byte> target)
    {
        Span<ulong> words = [_a, _b, _c, _d];
        MemoryMarshal.AsBytes(words).CopyTo(target);
    }

    /// <summary>The hash's text; that of 32 zero bytes for <c>default</c>, which no tree has.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        CopyTo(bytes);
        return Algorithm + Convert.ToBase64String(bytes);
    }
}
