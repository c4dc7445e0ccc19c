using System.Text;
using Sluice.Modules.SumDb;
using Sluice.Testing.SumDb;

namespace Sluice.Modules.Tests.SumDb;

public sealed class SignedNoteTests
{
    private const string Text = "first line\n\nthird line\n";
    private static readonly TestNoteKey Peter = new("peter.test/log", "p");
    private static readonly TestNoteKey Enoch = new("enoch.test", "e");
    private static readonly string PeterLine = LineOf(Peter);
    private static readonly string EnochLine = LineOf(Enoch);

    /// <summary>Each is no note, whoever signs.</summary>
    public static TheoryData<string, string> Malformed => new()
    {
        { "no signature block", Text },
        { "empty signature block", Text + "\n" },
        { "no newline at the end", Text + "\n" + PeterLine[..^1] },
        { "control character in the text", "\u0001" + Text + "\n" + PeterLine },
        { "carriage return", "a\r\n\n" + PeterLine },
        { "tab", "a\tb\n\n" + PeterLine },
        { "blank in the name", Text + "\n— Bad Name AAAAAAA=\n" },
        { "plus in the name", Text + "\n— Bad+Name AAAAAAA=\n" },
        { "no name", Text + "\n—  AAAAAAA=\n" },
        { "no-break space in the name", Text + "\n— a\u00a0b AAAAAAA=\n" },
        { "a line that is no signature", Text + "\n" + PeterLine + "Unexpected line.\n" },
        { "a line before the signature", Text + "\nUnexpected line.\n" + PeterLine },
        { "hyphen for the dash", Text + "\n" + PeterLine.Replace("—", "-", StringComparison.Ordinal) },
        { "no base64", Text + "\n— name\n" },
        { "empty base64", Text + "\n— name \n" },
        { "key hash without a signature", Text + "\n— name AAAAAA==\n" },
        { "base64 without padding", Text + "\n— name AAAAAAA\n" },
        { "base64 with stray bits", Text + "\n— name AAAAAAB=\n" },
        { "base64 for URLs", Text + "\n— name AAAA-_A=\n" },
        { "blank after the base64", Text + "\n" + PeterLine[..^1] + " \n" },
    };

    [Fact]
    public void A_signed_note_opens()
    {
        var message = SignedNote.Unsigned(Text).Sign(Peter);

        Assert.Equal(Text + "\n" + PeterLine, Encoding.UTF8.GetString(message));
        var note = Open(message, Peter);
        Assert.Equal(Text, note.Text);
        Assert.Equal(PeterLine, note.Verified.Single() + "\n");
        Assert.Empty(note.Unverified);
    }

    [Fact]
    public void Signatures_of_unknown_keys_are_kept_apart()
    {
        var note = Open(Bytes(Text + "\n" + PeterLine + EnochLine), Peter);

        Assert.Equal([Peter.Name], note.Verified.Select(signature => signature.Name));
        Assert.Equal([Enoch.Name], note.Unverified.Select(signature => signature.Name));
        Assert.Equal(2, Open(Bytes(Text + "\n" + PeterLine + EnochLine), Enoch, Peter).Verified.Count);
    }

    [Fact]
    public void Another_key_of_the_same_name_is_an_unknown_one() =>
        Assert.Equal(SumDbProblem.UnknownSigner, ProblemOf(Bytes(Text + "\n" + PeterLine), new TestNoteKey(Peter.Name, "another")));

    [Fact]
    public void A_note_without_a_known_signature_is_not_opened_but_can_be_parsed()
    {
        var message = Bytes(Text + "\n" + PeterLine + EnochLine);

        Assert.Equal(SumDbProblem.UnknownSigner, ProblemOf(message));
        Assert.True(SignedNote.TryParse(message, out var note, out _));
        Assert.Empty(note.Verified);
        Assert.Equal(2, note.Unverified.Count);
    }

    [Fact]
    public void One_wrong_signature_of_a_known_key_spoils_the_note()
    {
        var wrong = NoteSignature.Create(Enoch.Name, Enoch.KeyHash, new byte[32]);

        Assert.Equal(SumDbProblem.InvalidSignature, ProblemOf(Bytes($"{Text}\n{PeterLine}{wrong}\n"), Peter, Enoch));
        Assert.Equal(SumDbProblem.InvalidSignature, ProblemOf(Bytes($"{Text}\n{wrong}\n{PeterLine}"), Peter, Enoch));
    }

    [Fact]
    public void Repeated_signatures_count_once()
    {
        var otherEnoch = NoteSignature.Create(Enoch.Name, Enoch.KeyHash, [1]);
        var note = Open(Bytes($"{Text}\n{PeterLine}{PeterLine}{EnochLine}{EnochLine}{otherEnoch}\n"), Peter);

        Assert.Single(note.Verified);
        Assert.Equal([EnochLine.TrimEnd('\n'), otherEnoch.ToString()], note.Unverified.Select(signature => signature.ToString()));
    }

    [Fact]
    public void Two_known_keys_that_cannot_be_told_apart_are_a_fault_only_where_they_sign()
    {
        Assert.Equal(SumDbProblem.AmbiguousKey, ProblemOf(Bytes(Text + "\n" + EnochLine), Enoch, Peter, Enoch));
        Assert.Single(Open(Bytes(Text + "\n" + PeterLine), Enoch, Peter, Enoch).Verified);
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public void What_breaks_the_format_is_no_note(string why, string message)
    {
        Assert.True(ProblemOf(Bytes(message), Peter) == SumDbProblem.MalformedNote, why);
        Assert.True(!SignedNote.TryParse(Bytes(message), out _, out var fault) && fault.Problem == SumDbProblem.MalformedNote, why);
    }

    [Fact]
    public void Text_that_is_not_UTF_8_is_no_note() =>
        Assert.Equal(SumDbProblem.MalformedNote, ProblemOf([0xff, .. Bytes(Text + "\n" + PeterLine)], Peter));

    [Theory]
    [InlineData(99, null)]
    [InlineData(100, null)]
    [InlineData(101, SumDbProblem.MalformedNote)]
    public void Signatures_are_limited(int count, SumDbProblem? problem)
    {
        var message = Bytes(Text + "\n" + string.Concat(Enumerable.Repeat(PeterLine, count)));

        Assert.Equal(problem, SignedNote.TryOpen(message, [Peter], out _, out var fault) ? null : fault.Problem);
        Assert.Equal(problem is null, SignedNote.TryParse(message, out _, out _));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Bytes_are_limited(int beyond, bool opens)
    {
        var text = new string('a', SignedNote.MaxBytes - Bytes(PeterLine).Length - 2 + beyond) + "\n";
        var message = Bytes($"{text}\n{NoteSignature.Create(Peter.Name, Peter.KeyHash, Peter.Sign(Bytes(text)))}\n");

        Assert.Equal(SignedNote.MaxBytes + beyond, message.Length);
        Assert.Equal(opens, SignedNote.TryOpen(message, [Peter], out _, out _));
    }

    [Fact]
    public void Any_changed_byte_is_noticed()
    {
        var message = SignedNote.Unsigned("go.sum database tree\n12\nπ\n").Sign(Peter);
        for (var i = 0; i < message.Length; i++)
        {
            foreach (var change in new byte[] { 1, 2, 4, 8, 16, 32, 64, 128 })
            {
                byte[] changed = [.. message];
                changed[i] ^= change;
                Assert.False(SignedNote.TryOpen(changed, [Peter], out _, out _), $"byte {i} xor {change}");
            }

            Assert.False(SignedNote.TryOpen(message.AsSpan(0, i), [Peter], out _, out _), $"cut at {i}");
            Assert.False(SignedNote.TryOpen(message.AsSpan(i + 1), [Peter], out _, out _), $"without the first {i + 1}");
        }
    }

    [Fact]
    public void Signing_keeps_other_signatures_before_its_own_and_replaces_its_own()
    {
        var old = NoteSignature.Create(Peter.Name, Peter.KeyHash, [1, 2, 3]);
        Assert.True(SignedNote.TryParse(Bytes($"{Text}\n{old}\n{EnochLine}"), out var note, out _));

        Assert.Equal($"{Text}\n{EnochLine}{PeterLine}", Encoding.UTF8.GetString(note.Sign(Peter)));
        Assert.Equal($"{Text}\n{PeterLine}{EnochLine}", Encoding.UTF8.GetString(Open(Bytes(Text + "\n" + PeterLine), Peter).Sign(Enoch)));
    }

    [Fact]
    public void What_could_not_be_opened_is_not_signed()
    {
        Assert.Throws<ArgumentException>(() => SignedNote.Unsigned("no newline"));
        Assert.Throws<ArgumentException>(() => SignedNote.Unsigned("tab\t\n"));
        Assert.Throws<ArgumentException>(() => SignedNote.Unsigned("\ud800\n"));
        Assert.Throws<ArgumentException>(() => SignedNote.Unsigned(Text).Sign());
        Assert.Throws<ArgumentException>(() => SignedNote.Unsigned(Text).Sign(new TestNoteKey("bad name")));
    }

    private static SignedNote Open(byte[] message, params INoteVerifier[] known) =>
        SignedNote.TryOpen(message, known, out var note, out var fault) ? note : throw new FormatException(fault.Text);

    private static SumDbProblem? ProblemOf(byte[] message, params INoteVerifier[] known) =>
        SignedNote.TryOpen(message, known, out _, out var fault) ? null : fault.Problem;

    private static string LineOf(TestNoteKey key) => $"{NoteSignature.Create(key.Name, key.KeyHash, key.Sign(Bytes(Text)))}\n";

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
