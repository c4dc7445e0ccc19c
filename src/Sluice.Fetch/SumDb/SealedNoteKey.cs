using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NSec.Cryptography;
using Sluice.Modules.SumDb;

namespace Sluice.Fetch.SumDb;

/// <summary>
/// A signer's secret key under a passphrase, as text of four lines:
/// <code>
/// sluice sealed key v1
/// argon2id MEMORY_KIB PASSES SALT
/// xchacha20poly1305 NONCE
/// CIPHERTEXT
/// </code>
/// Salt (16 bytes), nonce (24) and ciphertext are in base64. The passphrase becomes a key by Argon2id (RFC 9106), and seals the key's own text with
/// XChaCha20-Poly1305; the lines before are authenticated with it.
/// </summary>
public static class SealedNoteKey
{
    /// <summary>Longest sealed key that is read, in bytes.</summary>
    public const int MaxBytes = 16 * 1024;

    private const string Title = "sluice sealed key v1";

    /// <summary>RFC 9106, section 4, the second recommended option, with the one lane that libsodium has.</summary>
    private const long MemoryKib = 64 * 1024;

    private const long Passes = 3;

    /// <summary>A file that somebody planted may not take all memory or time.</summary>
    private const long MaxMemoryKib = 1024 * 1024;

    private const long MaxPasses = 64;
    private const int SaltBytes = 16;

    private static readonly AeadAlgorithm Cipher = AeadAlgorithm.XChaCha20Poly1305;

    /// <summary>Seals a key. Takes some 0.1 s.</summary>
    /// <param name="key">The key.</param>
    /// <param name="passphrase">Not empty.</param>
    public static byte[] Seal(NoteSignerKey key, string passphrase)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(passphrase);
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        var nonce = RandomNumberGenerator.GetBytes(Cipher.NonceSize);
        var header = string.Create(
            CultureInfo.InvariantCulture,
            $"{Title}\nargon2id {MemoryKib} {Passes} {Convert.ToBase64String(salt)}\nxchacha20poly1305 {Convert.ToBase64String(nonce)}\n");
        using var sealing = Derive(passphrase, salt, MemoryKib, Passes);
        var sealedText = Cipher.Encrypt(sealing, nonce, Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(key.Reveal()));
        return Encoding.UTF8.GetBytes($"{header}{Convert.ToBase64String(sealedText)}\n");
    }

    /// <summary>Opens a sealed key. Takes some 0.1 s. On failure <paramref name="error"/> says why, without a piece of key or passphrase.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> content, string passphrase, [NotNullWhen(true)] out NoteSignerKey? key, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(passphrase);
        key = null;
        error = "malformed sealed key";
        var text = content.Length <= MaxBytes ? Encoding.UTF8.GetString(content) : "";
        if (text.Split('\n') is not [Title, var derivation, var encryption, var cipherText, ""]
            || derivation.Split(' ') is not ["argon2id", var memoryText, var passesText, var saltText]
            || encryption.Split(' ') is not ["xchacha20poly1305", var nonceText]
            || !TryNumber(memoryText, MaxMemoryKib, out var memory) || !TryNumber(passesText, MaxPasses, out var passes) || memory < 8
            || !TryBytes(saltText, out var salt) || salt.Length != SaltBytes
            || !TryBytes(nonceText, out var nonce) || nonce.Length != Cipher.NonceSize
            || !TryBytes(cipherText, out var bytes) || bytes.Length < Cipher.TagSize)
        {
            return false;
        }

        using var sealing = Derive(passphrase, salt, memory, passes);
        var header = content[..^(cipherText.Length + 1)];
        if (Cipher.Decrypt(sealing, nonce, header, bytes) is not { } opened)
        {
            error = "the passphrase is wrong, or the sealed key was changed";
            return false;
        }

        return NoteSignerKey.TryParse(Encoding.UTF8.GetString(opened), out key, out error);
    }

    private static Key Derive(string passphrase, ReadOnlySpan<byte> salt, long memoryKib, long passes) =>
        PasswordBasedKeyDerivationAlgorithm.Argon2id(new Argon2Parameters { DegreeOfParallelism = 1, MemorySize = memoryKib, NumberOfPasses = passes })
            .DeriveKey(passphrase, salt, Cipher);

    private static bool TryNumber(string text, long most, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1 && number <= most;

    private static bool TryBytes(string text, out byte[] bytes)
    {
        var buffer = new byte[text.Length];
        var isValid = Convert.TryFromBase64String(text, buffer, out var length);
        bytes = buffer[..length];
        return isValid;
    }
}
