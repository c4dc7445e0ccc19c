using System.Text;

namespace Sluice.Modules.SumDb;

/// <summary>
/// Proof that a checksum database has shown two histories: it signed two tree heads of which neither is the other with records appended. It needs nothing else to
/// be checked, so it stays good when the database is gone.
/// </summary>
/// <param name="Database">The database's name.</param>
/// <param name="OlderNote">The signed head of the smaller tree.</param>
/// <param name="NewerNote">The signed head of the other one, at least as large.</param>
/// <param name="OlderHashInNewer">What the newer tree has in place of the older one: the hash of its first records.</param>
/// <param name="Proof">A <see cref="ConsistencyProof"/> of that hash. Empty if both trees have one size.</param>
public sealed record ForkEvidence(
    string Database, ReadOnlyMemory<byte> OlderNote, ReadOnlyMemory<byte> NewerNote, LogHash OlderHashInNewer, IReadOnlyList<LogHash> Proof)
{
    /// <summary>Whether the evidence holds: both notes are signed, and the newer tree provably does not continue the older one.</summary>
    /// <param name="known">The database's key.</param>
    public bool Proves(IReadOnlyList<INoteVerifier> known)
    {
        if (!TryOpen(OlderNote, known, out var older) || !TryOpen(NewerNote, known, out var newer) || older.Size > newer.Size)
        {
            return false;
        }

        var continued = older with { Hash = OlderHashInNewer };
        return OlderHashInNewer != older.Hash && (older.Size == newer.Size ? continued == newer : ConsistencyProof.Check(Proof, newer, continued));
    }

    /// <summary>The evidence for a person and for the record: what happened, both notes, and the proof, one hash a line.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append($"SECURITY: the checksum database {Database} has signed two histories of its log\n\n");
        text.Append($"older tree head:\n{Indent(OlderNote)}\nnewer tree head:\n{Indent(NewerNote)}\n");
        text.Append($"hash that the newer tree has for the records of the older one:\n\t{OlderHashInNewer}\n");
        text.Append(Proof.Count == 0 ? "" : "\nconsistency proof of that hash in the newer tree:\n");
        foreach (var hash in Proof)
        {
            text.Append($"\t{hash}\n");
        }

        return text.ToString();
    }

    private static bool TryOpen(ReadOnlyMemory<byte> message, IReadOnlyList<INoteVerifier> known, out TreeHead head)
    {
        head = default;
        return SignedNote.TryOpen(message.Span, known, out var note, out _) && TreeHead.TryParse(note.Text, out head, out _);
    }

    private static string Indent(ReadOnlyMemory<byte> note) =>
        string.Concat(Encoding.UTF8.GetString(note.Span).TrimEnd('\n').Split('\n').Select(line => line.Length == 0 ? "\n" : $"\t{line}\n"));
}
