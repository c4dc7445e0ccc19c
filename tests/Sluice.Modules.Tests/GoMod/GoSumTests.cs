using System.Text;
using Sluice.Modules.GoMod;

namespace Sluice.Modules.Tests.GoMod;

public sealed class GoSumTests
{
    private const string Sample = """
        example.com/b v1.0.0 h1:bbbb=
        example.com/b v1.0.0/go.mod h1:mmmm=
        example.com/a v1.0.0/go.mod h1:G7mAYYxgmS0lVkHyy2hEOLQCFB0DlQFTMLWggykrydY=
        example.com/b v1.0.0 h2:other

        """;

    [Fact]
    public void Hashes_are_found_by_module_and_kind()
    {
        var sum = GoSum.Parse(Sample, "go.sum");

        Assert.Equal(["h1:bbbb=", "h2:other"], sum.HashesOf(new("example.com/b", "v1.0.0"), GoSumKind.Zip));
        Assert.Equal(["h1:mmmm="], sum.HashesOf(new("example.com/b", "v1.0.0"), GoSumKind.GoMod));
        Assert.Empty(sum.HashesOf(new("example.com/b", "v1.0.1"), GoSumKind.Zip));
    }

    [Fact]
    public void The_hash_of_an_empty_go_mod_vouches_for_nothing() =>
        Assert.Empty(GoSum.Parse(Sample, "go.sum").HashesOf(new("example.com/a", "v1.0.0"), GoSumKind.GoMod));

    [Fact]
    public void Printing_keeps_every_line_and_their_order() => Assert.Equal(Sample, Encoding.UTF8.GetString(GoSum.Parse(Sample, "go.sum").Print()));

    [Fact]
    public void Blank_lines_line_ends_and_spacing_do_not_matter()
    {
        var sum = GoSum.Parse("\r\n  example.com/a\tv1.0.0   h1:x=\r\n\n", "go.sum");

        Assert.Equal([new GoSumEntry(new("example.com/a", "v1.0.0"), GoSumKind.Zip, "h1:x=", 2)], sum.Entries);
    }

    [Fact]
    public void Every_malformed_line_is_told()
    {
        Assert.False(GoSum.TryParse("a b\nexample.com/a v1.0.0 h1:x=\na b c d\n"u8, "go.sum", out _, out var errors));

        Assert.Equal(["go.sum:1: wrong number of fields 2", "go.sum:3: wrong number of fields 4"], errors.Select(error => error.ToString()));
        Assert.Equal(31, errors[1].Position.Offset);
    }

    [Fact]
    public void As_many_lines_as_the_limit_are_read_and_one_more_is_refused()
    {
        var lines = string.Concat(Enumerable.Repeat("a v1 h\n", GoModLimits.MaxSumEntries));

        Assert.True(GoSum.TryParse(Encoding.UTF8.GetBytes(lines), "go.sum", out var sum, out _));
        Assert.False(GoSum.TryParse(Encoding.UTF8.GetBytes(lines + "a v1 h\n"), "go.sum", out _, out var errors));

        Assert.Equal(GoModLimits.MaxSumEntries, sum.Entries.Count);
        Assert.Equal($"more than {GoModLimits.MaxSumEntries} lines", Assert.Single(errors).Message);
    }
}
