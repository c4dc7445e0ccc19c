using System.Diagnostics.CodeAnalysis;
using NSec.Cryptography;
using Sluice.Modules.SumDb;

namespace Sluice.Fetch.SumDb;

/// <summary>
/// Signs with an Ed25519 key (RFC 8032). The secret lies in guarded memory until <see cref="Dispose"/>. Safe to call concurrently.
/// </summary>
public sealed class Ed25519NoteSigner : INoteSigner, IDisposable
{
    private readonly Key _key;

    private Ed25519NoteSigner(NoteVerifierKey publicKey, Key key)
    {
        PublicKey = publicKey;
        _key = key;
    }

    /// <inheritdoc/>
    public string Name => PublicKey.Name;

    /// <inheritdoc/>
    public uint KeyHash => PublicKey.KeyHash;

    /// <summary>What others need to check the signatures.</summary>
    public NoteVerifierKey PublicKey { get; }

    /// <summary>Makes a signer. False if the key's hash is not that of its name and public key.</summary>
    public static bool TryCreate(NoteSignerKey key, [NotNullWhen(true)] out Ed25519NoteSigner? signer)
    {
        ArgumentNullException.ThrowIfNull(key);
        var made = Create(key.Name, key.Seed.Span);
        signer = made.KeyHash == key.KeyHash ? made : null;
        if (signer is null)
        {
            made.Dispose();
        }

        return signer is not null;
    }

    /// <summary>Makes a signer of a key's text.</summary>
    /// <exception cref="FormatException">The text is no key; the message says why, without a piece of it.</exception>
    public static Ed25519NoteSigner Parse(string text) =>
        TryCreate(NoteSignerKey.Parse(text), out var signer) ? signer : throw new FormatException("malformed key: its hash is wrong");

    /// <summary>Makes the text of a new key.</summary>
    /// <param name="name">The signer's name; see <see cref="NoteKeys.IsName"/>.</param>
    /// <param name="seed">32 bytes from a good source of randomness.</param>
    public static NoteSignerKey NewKey(string name, ReadOnlySpan<byte> seed)
    {
        using var signer = Create(name, seed);
        return NoteSignerKey.Create(signer.PublicKey, seed);
    }

    /// <inheritdoc/>
    public byte[] Sign(ReadOnlySpan<byte> text) => SignatureAlgorithm.Ed25519.Sign(_key, text);

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    private static Ed25519NoteSigner Create(string name, ReadOnlySpan<byte> seed)
    {
        var key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        return new Ed25519NoteSigner(NoteVerifierKey.Create(name, key.PublicKey.Export(KeyBlobFormat.RawPublicKey)), key);
    }
}
