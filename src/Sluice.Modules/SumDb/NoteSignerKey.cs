using System.Diagnostics.CodeAnalysis;

namespace Sluice.Modules.SumDb;

/// <summary>
/// A secret key as text, <c>PRIVATE+KEY+NAME+HASH+BASE64</c>: the hash is that of the public key, and the base64 holds the algorithm's byte and the seed
/// (golang.org/x/mod/sumdb/note, <c>NewSigner</c>). Whoever has the text can sign: <see cref="ToString"/> does not tell it.
/// </summary>
public sealed class NoteSignerKey
{
    private const string Mark = "PRIVATE+KEY+";

    private NoteSignerKey(string name, uint keyHash, ReadOnlyMemory<byte> seed)
    {
        Name = name;
        KeyHash = keyHash;
        Seed = seed;
    }

    /// <summary>The signer's name.</summary>
    public string Name { get; }

    /// <summary>
    /// The hash of name and public key, as the text claims it. To check it takes the public key, which follows from the seed by arithmetic that is not
    /// done here: who makes a signer of this key compares.
    /// </summary>
    public uint KeyHash { get; }

    /// <summary>The secret, 32 bytes.</summary>
    public ReadOnlyMemory<byte> Seed { get; }

    /// <summary>Makes the text of a new key.</summary>
    /// <param name="publicKey">The public key that belongs to the seed, with the name.</param>
    /// <param name="seed">32 bytes from a good source of randomness.</param>
    public static NoteSignerKey Create(NoteVerifierKey publicKey, ReadOnlySpan<byte> seed)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        ArgumentOutOfRangeException.ThrowIfNotEqual(seed.Length, NoteKeys.KeyBytes);
        return new NoteSignerKey(publicKey.Name, publicKey.KeyHash, seed.ToArray());
    }

    /// <summary>Parses a key. On failure <paramref name="error"/> says why, without a piece of the text.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NoteSignerKey? key, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        key = null;
        if (!text.StartsWith(Mark, StringComparison.Ordinal) || !NoteKeys.TrySplit(text[Mark.Length..], out var name, out var keyHash, out var data))
        {
            error = "malformed key: want PRIVATE+KEY+name+hash+key";
            return false;
        }

        if (data[0] != NoteKeys.Ed25519 || data.Length != NoteKeys.KeyBytes + 1)
        {
            error = data[0] != NoteKeys.Ed25519 ? "unknown key algorithm" : $"malformed key: want {NoteKeys.KeyBytes} bytes";
            return false;
        }

        error = null;
        key = new NoteSignerKey(name, keyHash, data.AsMemory(1));
        return true;
    }

    /// <summary>Parses a key.</summary>
    /// <exception cref="FormatException">It is malformed; the message says why, without a piece of the text.</exception>
    public static NoteSignerKey Parse(string text) => TryParse(text, out var key, out var error) ? key : throw new FormatException(error);

    /// <summary>The secret text, to be stored where only its owner reads.</summary>
    public string Reveal() => $"{Mark}{NoteKeys.Show(Name, KeyHash)}+{Convert.ToBase64String([NoteKeys.Ed25519, .. Seed.Span])}";

    /// <summary>Name and hash, with the secret masked.</summary>
    public override string ToString() => $"{Mark}{NoteKeys.Show(Name, KeyHash)}+…";
}
