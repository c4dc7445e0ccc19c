using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Sluice.Modules.SumDb;

/// <summary>
/// One signature of a note, a line <c>— NAME BASE64</c>: an em dash, the signer's name, and in base64 four bytes of key hash, big-endian, followed by the
/// signature.
/// </summary>
/// <param name="Name">The signer's name; see <see cref="NoteKeys.IsName"/>.</param>
/// <param name="KeyHash">Which of the signer's keys.</param>
/// <param name="Base64">Key hash and signature, in canonical base64.</param>
public readonly record struct NoteSignature(string Name, uint KeyHash, string Base64)
{
    internal const string LineStart = "— ";
    private const int KeyHashBytes = sizeof(uint);

    /// <summary>Makes a signature from its bytes.</summary>
    public static NoteSignature Create(string name, uint keyHash, ReadOnlySpan<byte> signature)
    {
        var bytes = new byte[KeyHashBytes + signature.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, keyHash);
        signature.CopyTo(bytes.AsSpan(KeyHashBytes));
        return new NoteSignature(name, keyHash, Convert.ToBase64String(bytes));
    }

    /// <summary>The line without its newline.</summary>
    public override string ToString() => $"{LineStart}{Name} {Base64}";

    /// <summary>Parses a line without its newline. The signature must have a byte at least.</summary>
    internal static bool TryParse(string line, out NoteSignature signature, [NotNullWhen(true)] out byte[]? bytes)
    {
        signature = default;
        bytes = null;
        var blank = line.IndexOf(' ', Math.Min(LineStart.Length, line.Length));
        if (!line.StartsWith(LineStart, StringComparison.Ordinal) || blank < 0)
        {
            return false;
        }

        var name = line[LineStart.Length..blank];
        var base64 = line[(blank + 1)..];
        if (!NoteKeys.IsName(name) || !CanonicalBase64.TryDecode(base64, out var all) || all.Length <= KeyHashBytes)
        {
            return false;
        }

        signature = new NoteSignature(name, BinaryPrimitives.ReadUInt32BigEndian(all), base64);
        bytes = all[KeyHashBytes..];
        return true;
    }
}
