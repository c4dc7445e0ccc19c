namespace Sluice.Modules.SumDb;

/// <summary>Checks the signatures of one key. The arithmetic needs a package, and stays outside; see <see cref="NoteVerifierKey"/>. Safe to call concurrently.</summary>
public interface INoteVerifier
{
    /// <summary>The signer's name, as a checksum database's the <c>host[/path]</c> of its URL; see <see cref="NoteKeys.IsName"/>.</summary>
    string Name { get; }

    /// <summary>What tells the name's keys apart; see <see cref="NoteKeys.HashOf"/>.</summary>
    uint KeyHash { get; }

    /// <summary>Whether the key has signed a text. False, never an exception, for a signature of any content and length.</summary>
    /// <param name="text">A note's text with its last newline.</param>
    /// <param name="signature">The signature without the key hash before it.</param>
    bool Verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature);
}
