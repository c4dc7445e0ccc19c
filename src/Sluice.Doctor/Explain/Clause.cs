namespace Sluice.Doctor.Explain;

/// <summary>A part of an error between two colons: <c>dial tcp 192.0.2.1:443</c>.</summary>
/// <param name="Start">Where it begins in the block's text.</param>
/// <param name="End">Behind its last byte.</param>
/// <param name="Line">The index of its line.</param>
/// <param name="Index">Its place in its line, from 0.</param>
/// <param name="Places">Where it stands, those of the clauses around it included.</param>
internal readonly record struct Clause(int Start, int End, int Line, int Index, Place Places);

/// <summary>A piece of the block's text; <c>default</c> is none.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">Its bytes.</param>
internal readonly record struct Piece(int Start, int Length)
{
    public bool IsNone => Length == 0;

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> text) => text.Slice(Start, Length);
}

/// <summary>A status or a fact, and where it was read.</summary>
/// <param name="Position">In the block's text.</param>
/// <param name="Places">Where it stands.</param>
/// <param name="Status">The HTTP status; 0 for a fact.</param>
/// <param name="Fact">The fact, when there is no status.</param>
internal readonly record struct Sign(int Position, Place Places, int Status, Fact Fact);
