using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Sluice.Modules.SumDb;

/// <summary>
/// A signed text (golang.org/x/mod/sumdb/note): the text with a newline at its end, an empty line, and a line for each signature, see <see cref="NoteSignature"/>.
/// All of it is UTF-8 without ASCII control characters other than newlines. The text is to be believed only if a known key has signed it.
/// </summary>
public sealed class SignedNote
{
    /// <summary>Longest note, in bytes; golang.org/x/mod has the same limit for the tree heads in them.</summary>
    public const int MaxBytes = 1_000_000;

    /// <summary>Most signatures, repeated ones counted; golang.org/x/mod has the same limit.</summary>
    public const int MaxSignatures = 100;

    private SignedNote(string text, IReadOnlyList<NoteSignature> verified, IReadOnlyList<NoteSignature> unverified)
    {
        Text = text;
        Verified = verified;
        Unverified = unverified;
    }

    /// <summary>The text, with its last newline.</summary>
    public string Text { get; }

    /// <summary>The signatures of known keys, all of them right, one for each key, in the note's order.</summary>
    public IReadOnlyList<NoteSignature> Verified { get; }

    /// <summary>The signatures of unknown keys, in the note's order; repeated lines left out.</summary>
    public IReadOnlyList<NoteSignature> Unverified { get; }

    /// <summary>Opens a note: parses it, and checks the signatures of known keys. One that is wrong spoils the note, and so does none at all.</summary>
    /// <param name="message">The note.</param>
    /// <param name="known">The known keys.</param>
    /// <param name="note">The note; null on failure.</param>
    /// <param name="fault">What is wrong.</param>
    public static bool TryOpen(
        ReadOnlySpan<byte> message, IReadOnlyList<INoteVerifier> known, [NotNullWhen(true)] out SignedNote? note, [NotNullWhen(false)] out NoteFault? fault)
    {
        ArgumentNullException.ThrowIfNull(known);
        fault = TryRead(message, known, out note);
        if (fault is null && note!.Verified.Count == 0)
        {
            fault = new NoteFault(SumDbProblem.UnknownSigner, "the note has no signature of a known key");
        }

        note = fault is null ? note : null;
        return note is not null;
    }

    /// <summary>Parses a note without believing it: all its signatures are unverified ones.</summary>
    /// <param name="message">The note.</param>
    /// <param name="note">The note; null on failure.</param>
    /// <param name="fault">What is malformed.</param>
    public static bool TryParse(ReadOnlySpan<byte> message, [NotNullWhen(true)] out SignedNote? note, [NotNullWhen(false)] out NoteFault? fault)
    {
        fault = TryRead(message, [], out note);
        return fault is null;
    }

    /// <summary>A note that nobody has signed yet.</summary>
    /// <param name="text">The text, with its last newline.</param>
    /// <exception cref="ArgumentException">The text ends otherwise, is too long, or holds what a note may not hold.</exception>
    public static SignedNote Unsigned(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SignedText.TryEncode(text, out var bytes) && text.EndsWith('\n') && SignedText.IsPlain(bytes) && bytes.Length < MaxBytes
            ? new SignedNote(text, [], [])
            : throw new ArgumentException($"not a note's text: want UTF-8 up to {MaxBytes} bytes without control characters, and a newline at its end", nameof(text));
    }

    /// <summary>
    /// Adds signatures, and gives the whole note: first the signatures that are there, verified ones before others, then the new ones. A key that signs anew takes
    /// its old signature's place.
    /// </summary>
    /// <param name="signers">Whose signatures to add.</param>
    /// <exception cref="ArgumentException">A signer's name cannot be one, or the note would have no signature, too many, or too many bytes.</exception>
    public byte[] Sign(params IReadOnlyList<INoteSigner> signers)
    {
        ArgumentNullException.ThrowIfNull(signers);
        if (signers.FirstOrDefault(signer => !NoteKeys.IsName(signer.Name)) is { } unnamed)
        {
            throw new ArgumentException($"\"{unnamed.Name}\" is no signer's name", nameof(signers));
        }

        var text = Encoding.UTF8.GetBytes(Text);
        var kept = Verified.Concat(Unverified).Where(old => !signers.Any(signer => signer.Name == old.Name && signer.KeyHash == old.KeyHash));
        var added = signers.Select(signer => NoteSignature.Create(signer.Name, signer.KeyHash, signer.Sign(text)));
        NoteSignature[] all = [.. kept, .. added];
        var signatures = new StringBuilder().Append('\n');
        foreach (var signature in all)
        {
            signatures.Append(signature).Append('\n');
        }

        byte[] message = [.. text, .. Encoding.UTF8.GetBytes(signatures.ToString())];
        return all.Length is > 0 and <= MaxSignatures && message.Length <= MaxBytes
            ? message
            : throw new ArgumentException($"want 1 to {MaxSignatures} signatures, and up to {MaxBytes} bytes", nameof(signers));
    }

    private static NoteFault? TryRead(ReadOnlySpan<byte> message, IReadOnlyList<INoteVerifier> known, out SignedNote? note)
    {
        note = null;
        if (message.Length > MaxBytes || !SignedText.IsPlain(message))
        {
            return Malformed($"want UTF-8 up to {MaxBytes} bytes without control characters");
        }

        var split = message.LastIndexOf("\n\n"u8);
        if (split < 0 || split + 2 == message.Length || message[^1] != SignedText.Newline)
        {
            return Malformed("want an empty line and signatures at its end");
        }

        var text = message[..(split + 1)];
        var signatures = new SignatureReader(text, known);
        var count = 0;
        foreach (var range in message[(split + 2)..^1].Split(SignedText.Newline))
        {
            var line = Encoding.UTF8.GetString(message[(split + 2)..^1][range]);
            if (++count > MaxSignatures || !NoteSignature.TryParse(line, out var signature, out var bytes))
            {
                return Malformed(count > MaxSignatures ? $"more than {MaxSignatures} signatures" : "want a signature on each line after the text");
            }

            if (signatures.Add(signature, bytes) is { } fault)
            {
                return fault;
            }
        }

        note = new SignedNote(Encoding.UTF8.GetString(text), signatures.Verified, signatures.Unverified);
        return null;
    }

    private static NoteFault Malformed(string what) => new(SumDbProblem.MalformedNote, $"malformed note: {what}");

    /// <summary>Sorts a note's signatures into right ones and unknown ones.</summary>
    private readonly ref struct SignatureReader(ReadOnlySpan<byte> text, IReadOnlyList<INoteVerifier> known)
    {
        private readonly ReadOnlySpan<byte> _text = text;

        public List<NoteSignature> Verified { get; } = [];

        public List<NoteSignature> Unverified { get; } = [];

        public NoteFault? Add(NoteSignature signature, byte[] bytes)
        {
            var verifiers = known.Where(verifier => verifier.Name == signature.Name && verifier.KeyHash == signature.KeyHash).ToList();
            var key = NoteKeys.Show(signature.Name, signature.KeyHash);
            if (verifiers.Count > 1)
            {
                return new NoteFault(SumDbProblem.AmbiguousKey, $"two known keys are called {key}");
            }

            var list = verifiers.Count == 1 ? Verified : Unverified;
            if (list.Any(other => verifiers.Count == 1 ? other.Name == signature.Name && other.KeyHash == signature.KeyHash : other == signature))
            {
                return null;
            }

            if (verifiers.Count == 1 && !verifiers[0].Verify(_text, bytes))
            {
                return new NoteFault(SumDbProblem.InvalidSignature, $"the signature of {key} is wrong");
            }

            list.Add(signature);
            return null;
        }
    }
}
