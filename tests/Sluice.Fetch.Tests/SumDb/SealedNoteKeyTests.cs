using System.Text;
using Sluice.Fetch.SumDb;
using Sluice.Modules.SumDb;

namespace Sluice.Fetch.Tests.SumDb;

public sealed class SealedNoteKeyTests
{
    private static readonly NoteSignerKey Key = Ed25519NoteSigner.NewKey("sum.corp.example", new byte[NoteKeys.KeyBytes]);
    private static readonly byte[] Sealed = SealedNoteKey.Seal(Key, "correct horse");

    public static TheoryData<string, string, string> Changes => new()
    {
        { "less work for guessing", "argon2id 65536 3", "argon2id 65536 2" },
        { "no work", "argon2id 65536 3", "argon2id 65536 0" },
        { "all of the memory", "argon2id 65536 3", "argon2id 99999999 3" },
        { "all of the time", "argon2id 65536 3", "argon2id 65536 99999999" },
        { "too little memory for the algorithm", "argon2id 65536 3", "argon2id 1 3" },
        { "another derivation", "argon2id", "argon2i" },
        { "another cipher", "xchacha20poly1305", "aes" },
        { "another version", "key v1", "key v2" },
        { "more after it", "sluice sealed", "sluice\nsealed" },
    };

    [Fact]
    public void The_passphrase_opens_what_it_sealed()
    {
        Assert.True(SealedNoteKey.TryOpen(Sealed, "correct horse", out var opened, out var error), error);

        Assert.Equal(Key.Reveal(), opened.Reveal());
    }

    [Fact]
    public void Another_passphrase_does_not_open_it_and_is_not_told()
    {
        Assert.False(SealedNoteKey.TryOpen(Sealed, "correct horse ", out var opened, out var error));

        Assert.Null(opened);
        Assert.Equal("the passphrase is wrong, or the sealed key was changed", error);
    }

    [Fact]
    public void The_seal_shows_no_piece_of_the_key_and_is_another_one_each_time()
    {
        var text = Encoding.UTF8.GetString(Sealed);

        Assert.DoesNotContain("PRIVATE", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Key.Reveal()[^20..], text, StringComparison.Ordinal);
        Assert.NotEqual(Sealed, SealedNoteKey.Seal(Key, "correct horse"));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_changed_seal_is_refused(string what, string from, string to)
    {
        var text = Encoding.UTF8.GetString(Sealed);
        Assert.Contains(from, text, StringComparison.Ordinal);

        Assert.False(SealedNoteKey.TryOpen(Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal)), "correct horse", out _, out _), what);
    }

    [Fact]
    public void What_is_cut_short_or_too_long_is_refused()
    {
        for (var length = 0; length < Sealed.Length; length += 7)
        {
            Assert.False(SealedNoteKey.TryOpen(Sealed.AsSpan(0, length), "correct horse", out _, out _));
        }

        Assert.False(SealedNoteKey.TryOpen(new byte[SealedNoteKey.MaxBytes + 1], "correct horse", out _, out _));
    }
}
