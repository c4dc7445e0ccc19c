using System.Diagnostics.CodeAnalysis;

namespace Sluice.Modules.SumDb;

/// <summary>
/// A public key as text, <c>NAME+HASH+BASE64</c>: eight hexadecimal digits of <see cref="NoteKeys.HashOf"/>, then the algorithm's byte and the key in base64
/// (golang.org/x/mod/sumdb/note, <c>NewVerifier</c>). That of Go's database is
/// <c>sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8</c>.
/// </summary>
public sealed class NoteVerifierKey
{
    private NoteVerifierKey(string name, ReadOnlyMemory<byte> publicKey)
    {
        Name = name;
        PublicKey = publicKey;
        KeyHash = NoteKeys.HashOf(name, NoteKeys.Ed25519, publicKey.Span);
    }

    /// <summary>The signer's name.</summary>
    public string Name { get; }

    /// <summary>The hash of name and key.</summary>
    public uint KeyHash { get; }

    /// <summary>The Ed25519 key, 32 bytes. Whether it is a point of the curve is not looked at.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Makes the key of a name.</summary>
    /// <param name="name">See <see cref="NoteKeys.IsName"/>.</param>
    /// <param name="publicKey">32 bytes.</param>
    /// <exception cref="ArgumentException">The name cannot be one, or the key has another length.</exception>
    public static NoteVerifierKey Create(string name, ReadOnlySpan<byte> publicKey)
    {
        if (!NoteKeys.IsName(name))
        {
            throw new ArgumentException("not a signer's name", nameof(name));
        }

        ArgumentOutOfRangeException.ThrowIfNotEqual(publicKey.Length, NoteKeys.KeyBytes);
        return new NoteVerifierKey(name, publicKey.ToArray());
    }

    /// <summary>Parses a key. On failure <paramref name="error"/> says why.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NoteVerifierKey? key, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        key = null;
        if (!NoteKeys.TrySplit(text, out var name, out var keyHash, out var data))
        {
            error = "malformed key: want name+hash+key";
            return false;
        }

        if (NoteKeys.HashOf(name, data[0], data.AsSpan(1)) != keyHash)
        {
            error = "malformed key: its hash is wrong";
            return false;
        }

        if (data[0] != NoteKeys.Ed25519 || data.Length != NoteKeys.KeyBytes + 1)
        {
            error = data[0] != NoteKeys.Ed25519 ? $"unknown key algorithm {data[0]}" : $"malformed key: want {NoteKeys.KeyBytes} bytes";
            return false;
        }

        error = null;
        key = new NoteVerifierKey(name, data.AsMemory(1));
        return true;
    }

    /// <summary>Parses a key.</summary>
    /// <exception cref="FormatException">It is malformed; the message says why.</exception>
    public static NoteVerifierKey Parse(string text) => TryParse(text, out var key, out var error) ? key : throw new FormatException(error);

    /// <summary>The key's text.</summary>
    public override string ToString() => $"{NoteKeys.Show(Name, KeyHash)}+{Convert.ToBase64String([NoteKeys.Ed25519, .. PublicKey.Span])}";
}
