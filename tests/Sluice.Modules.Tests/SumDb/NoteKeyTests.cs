using Sluice.Modules.SumDb;

namespace Sluice.Modules.Tests.SumDb;

public sealed class NoteKeyTests
{
    /// <summary>The example of golang.org/x/mod/sumdb/note.</summary>
    private const string Public = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private const string Secret = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";

    [Theory]
    [InlineData(Public, "PeterNeumann", 0xc74f20a3)]
    [InlineData("sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8", "sum.golang.org", 0x033de0ae)]
    [InlineData("localhost.localdev/sumdb+00000c67+AcTrnkbUA+TU4heY3hkjiSES/DSQniBqIeQ/YppAUtK6", "localhost.localdev/sumdb", 0x00000c67)]
    public void Public_keys_are_read_and_written(string text, string name, uint keyHash)
    {
        var key = NoteVerifierKey.Parse(text);

        Assert.Equal((name, keyHash, text), (key.Name, key.KeyHash, key.ToString()));
        Assert.Equal(text, NoteVerifierKey.Create(name, key.PublicKey.Span).ToString());
    }

    [Fact]
    public void Secret_keys_are_read_and_written_but_not_shown()
    {
        var key = NoteSignerKey.Parse(Secret);

        Assert.Equal(("PeterNeumann", 0xc74f20a3), (key.Name, key.KeyHash));
        Assert.Equal(Secret, key.Reveal());
        Assert.Equal(Secret, NoteSignerKey.Create(NoteVerifierKey.Parse(Public), key.Seed.Span).Reveal());
        Assert.Equal("PRIVATE+KEY+PeterNeumann+c74f20a3+…", key.ToString());
    }

    [Fact]
    public void No_piece_of_a_public_key_and_no_changed_one_is_a_key()
    {
        for (var start = 0; start <= Public.Length; start++)
        {
            for (var end = start; end <= Public.Length; end++)
            {
                Assert.Equal(start == 0 && end == Public.Length, NoteVerifierKey.TryParse(Public[start..end], out _, out _));
            }
        }

        for (var i = 0; i < Public.Length; i++)
        {
            var changed = Public.ToCharArray();
            changed[i]++;
            Assert.False(NoteVerifierKey.TryParse(new string(changed), out _, out _), $"character {i}");
        }
    }

    [Theory]
    [InlineData("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==", "malformed key: want name+hash+key")]
    [InlineData("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "unknown key algorithm 101")]
    [InlineData("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "malformed key: its hash is wrong")]
    [InlineData("Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW", "malformed key: want name+hash+key")]
    [InlineData("PeterNeumann+c74f20a3+", "malformed key: want name+hash+key")]
    public void Mistakes_in_public_keys_are_named(string text, string expected)
    {
        Assert.False(NoteVerifierKey.TryParse(text, out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void No_piece_of_a_secret_key_is_a_key_and_no_error_tells_of_it()
    {
        for (var start = 0; start <= Secret.Length; start++)
        {
            for (var end = start; end <= Secret.Length; end++)
            {
                Assert.Equal(start == 0 && end == Secret.Length, NoteSignerKey.TryParse(Secret[start..end], out _, out var error));
                Assert.DoesNotContain("AYEK", error ?? "", StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("host.test/path", true)]
    [InlineData("π", true)]
    [InlineData("", false)]
    [InlineData("a+b", false)]
    [InlineData("a b", false)]
    [InlineData("a\u2003b", false)]
    [InlineData("a\nb", false)]
    public void Names_are_judged(string name, bool isName) => Assert.Equal(isName, NoteKeys.IsName(name));

    [Fact]
    public void A_lone_surrogate_is_in_no_name() => Assert.False(NoteKeys.IsName("a\ud800"));
}
