using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Modules.SumDb;

/// <summary>What verifier and signer keys share (golang.org/x/mod/sumdb/note).</summary>
public static class NoteKeys
{
    /// <summary>The algorithm's number for Ed25519 (RFC 8032), before the key in its text. There is no other.</summary>
    public const byte Ed25519 = 1;

    /// <summary>Bytes of a public key, and of the seed that is the secret key.</summary>
    public const int KeyBytes = 32;

    /// <summary>Longest text of a key, in characters.</summary>
    public const int MaxTextLength = 4096;

    private const int HashDigits = 8;

    /// <summary>Whether a text can be a signer's name: not empty, without white space, <c>+</c> and lone surrogates.</summary>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length > 0 && !name.Contains('+') && !name.Any(char.IsWhiteSpace) && SignedText.TryEncode(name, out _);
    }

    /// <summary>The first four bytes, as a big-endian number, of SHA-256 over the name, a newline, the algorithm's byte and the public key.</summary>
    /// <param name="name">The signer's name.</param>
    /// <param name="algorithm"><see cref="Ed25519"/>.</param>
    /// <param name="publicKey">The key.</param>
    public static uint HashOf(string name, byte algorithm, ReadOnlySpan<byte> publicKey) =>
        BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData([.. Encoding.UTF8.GetBytes(name), SignedText.Newline, algorithm, .. publicKey]));

    /// <summary>A key as messages name it, <c>NAME+HASH</c>.</summary>
    internal static string Show(string name, uint keyHash) => $"{name}+{keyHash:x8}";

    /// <summary>Reads <c>NAME+HASH+BASE64</c>, eight hexadecimal digits for the hash.</summary>
    internal static bool TrySplit(string text, out string name, out uint keyHash, out byte[] data)
    {
        (name, keyHash, data) = ("", 0, []);
        var parts = text.Length > MaxTextLength ? [] : text.Split('+', 3);
        if (parts is not [var first, { Length: HashDigits } hash, var base64] || !IsName(first))
        {
            return false;
        }

        name = first;
        return uint.TryParse(hash, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out keyHash) && CanonicalBase64.TryDecode(base64, out data);
    }
}
