using Sluice.Modules.Hashing;

namespace Sluice.Modules.Tests.Hashing;

public sealed class DirHashTests
{
    /// <summary>golang.org/x/text v0.3.0, as it stands in many a go.sum.</summary>
    private const string Text = "h1:g61tztE5qeGQ89tm6NTjjM9VPIm088od1l6aSorWRWg=";

    [Fact]
    public void A_hash_is_printed_as_it_was_read()
    {
        Assert.True(DirHash.TryParse(Text, out var hash, out _));
        Assert.Equal(Text, hash.ToString());
        Assert.Equal(DirHash.Parse(Text), hash);
        Assert.NotEqual(default, hash);
    }

    [Fact]
    public void A_hash_gives_its_bytes_back()
    {
        var bytes = Enumerable.Range(1, 32).Select(static number => (byte)number).ToArray();
        var copy = new byte[32];

        new DirHash(bytes).CopyTo(copy);

        Assert.Equal(bytes, copy);
    }

    [Theory]
    [InlineData("", "unknown hash algorithm")]
    [InlineData("h2:g61tztE5qeGQ89tm6NTjjM9VPIm088od1l6aSorWRWg=", "unknown hash algorithm")]
    [InlineData("h1:", "malformed hash")]
    [InlineData("h1:g61tztE5qeGQ89tm6NTjjM9VPIm088od1l6aSorWRW==", "malformed hash")]
    [InlineData("h1:g61tztE5qeGQ89tm6NTjjM9VPIm088od1l6aSorWRWg", "malformed hash")]
    [InlineData("h1:g61tztE5qeGQ89tm6NTjjM9VPIm088od1l6aSorWRWg= ", "malformed hash")]
    [InlineData("h1:g61tztE5qeGQ89tm6NTjjM9VPIm088od1l6aSorWR\ng=", "malformed hash")]
    [InlineData("h1:g61tztE5qeGQ89tm6NTjjM9VPIm088od1l6aSorWR-g=", "malformed hash")]
    [InlineData("h1:g61tztE5qeGQ89tm6NTjjM9VPIm088od1l6aSorWRWh=", "malformed hash")]
    public void What_is_no_hash_is_refused(string text, string error)
    {
        Assert.False(DirHash.TryParse(text, out _, out var reason));
        Assert.StartsWith(error, reason, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => DirHash.Parse(text));
    }
}
