using Sluice.Modules.Paths;

namespace Sluice.Modules.Tests.Paths;

public sealed class PathPatternsTests
{
    [Theory]
    [InlineData("*/quote", "rsc.io/quote", true)]
    [InlineData("*/quo", "rsc.io/quote", false)]
    [InlineData("*/quo??", "rsc.io/quote", true)]
    [InlineData("*/quo*", "rsc.io/quote", true)]
    [InlineData("*quo*", "rsc.io/quote", false)]
    [InlineData("rsc.io", "rsc.io/quote", true)]
    [InlineData("*.io", "rsc.io/quote", true)]
    [InlineData("rsc.io/", "rsc.io/quote", true)]
    [InlineData("rsc", "rsc.io/quote", false)]
    [InlineData("rsc*", "rsc.io/quote", true)]
    [InlineData("*/quote", "rsc.io/quote/v3", true)]
    [InlineData("*/v3", "rsc.io/quote/v3", false)]
    [InlineData("*/*/v3", "rsc.io/quote/v3", true)]
    [InlineData("*/*/*", "rsc.io/quote", false)]
    [InlineData("*/*/*,,", "rsc.io/quote", false)]
    [InlineData(",,*/quote", "rsc.io/quote", true)]
    [InlineData(" a.example , b.example ", "b.example/m", true)]
    [InlineData("", "rsc.io/quote", false)]
    public void A_pattern_matches_as_many_elements_as_it_has(string patterns, string path, bool matches) =>
        Assert.Equal(matches, PathPatterns.Parse(patterns).Matches(path));

    /// <summary>What Go's path.Match says of single elements.</summary>
    [Theory]
    [InlineData("*c", "abc", true)]
    [InlineData("a*", "a", true)]
    [InlineData("a*b*c*d*e*/f", "axbxcxdxexxx/f", true)]
    [InlineData("a*b*c*d*e*/f", "axbxcxdxexxx/fff", false)]
    [InlineData("a*b?c*x", "abxbbxdbxebxczzx", true)]
    [InlineData("a*b?c*x", "abxbbxdbxebxczzy", false)]
    [InlineData("ab[b-d]", "abc", true)]
    [InlineData("ab[^b-d]", "abc", false)]
    [InlineData("a\\*b", "a*b", true)]
    [InlineData("a[^a]b", "a☺b", true)]
    [InlineData("a???b", "a☺b", false)]
    [InlineData("[a-ζ]*", "α", true)]
    [InlineData("[\\]a]", "]", true)]
    [InlineData("[x\\-]", "-", true)]
    [InlineData("[x\\-]", "z", false)]
    [InlineData("*x", "xxx", true)]
    [InlineData("a?b", "a/b", false)]
    public void Globs_match_as_in_Go(string pattern, string text, bool matches) => Assert.Equal(matches, PathPatterns.Parse(pattern).Matches(text));

    [Theory]
    [InlineData("[]a]")]
    [InlineData("[-]")]
    [InlineData("[x-]")]
    [InlineData("[a-b-c]")]
    [InlineData("[")]
    [InlineData("[^bc")]
    [InlineData("a/b[")]
    [InlineData("\\")]
    public void A_malformed_pattern_is_named(string pattern)
    {
        Assert.False(PathPatterns.TryParse($"good.example,{pattern}", out _, out var error));
        Assert.Equal($"malformed pattern \"{pattern}\"", error);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void A_list_has_a_greatest_length(int beyond, bool fits) =>
        Assert.Equal(fits, PathPatterns.TryParse(new string('a', PathPatterns.MaxLength + beyond), out _, out _));

    [Fact]
    public void Many_stars_take_little_time()
    {
        var patterns = PathPatterns.Parse(string.Concat(Enumerable.Repeat("a*", 500)) + "b");

        Assert.False(patterns.Matches(new string('a', 4000)));
    }

    [Fact]
    public void None_matches_nothing() => Assert.False(PathPatterns.None.Matches("example.com/m"));
}
