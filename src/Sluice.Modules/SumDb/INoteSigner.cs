namespace Sluice.Modules.SumDb;

/// <summary>Signs with one key; see <see cref="NoteSignerKey"/>. Safe to call concurrently.</summary>
public interface INoteSigner
{
    /// <inheritdoc cref="INoteVerifier.Name"/>
    string Name { get; }

    /// <inheritdoc cref="INoteVerifier.KeyHash"/>
    uint KeyHash { get; }

    /// <summary>Signs a text.</summary>
    /// <param name="text">A note's text with its last newline.</param>
    /// <returns>The signature without the key hash before it; not empty.</returns>
    byte[] Sign(ReadOnlySpan<byte> text);
}
