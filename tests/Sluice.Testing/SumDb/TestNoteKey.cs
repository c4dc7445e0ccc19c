using System.Security.Cryptography;
using System.Text;
using Sluice.Modules.SumDb;

namespace Sluice.Testing.SumDb;

/// <summary>A key that signs by hashing a secret and the text: for tests of everything but the arithmetic of signatures.</summary>
/// <param name="name">The signer's name.</param>
/// <param name="secret">Another secret is another key.</param>
public sealed class TestNoteKey(string name, string secret = "") : INoteSigner, INoteVerifier
{
    public string Name => name;

    public uint KeyHash { get; } = NoteKeys.HashOf(name, NoteKeys.Ed25519, Encoding.UTF8.GetBytes(secret));

    public byte[] Sign(ReadOnlySpan<byte> text) => SHA256.HashData([.. Encoding.UTF8.GetBytes(secret), 0, .. text]);

    public bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature) => signature.SequenceEqual(Sign(text));
}
