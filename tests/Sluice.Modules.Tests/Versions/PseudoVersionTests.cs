using Sluice.Modules.Versions;

namespace Sluice.Modules.Tests.Versions;

public sealed class PseudoVersionTests
{
    private static readonly DateTimeOffset Time = new(2006, 1, 2, 15, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("", null, "v0.0.0-20060102150405-hash")]
    [InlineData("v0", null, "v0.0.0-20060102150405-hash")]
    [InlineData("v2", null, "v2.0.0-20060102150405-hash")]
    [InlineData("unused", "v0.0.0", "v0.0.1-0.20060102150405-hash")]
    [InlineData("unused", "v1.2.3", "v1.2.4-0.20060102150405-hash")]
    [InlineData("unused", "v1.2.99999999999999999", "v1.2.100000000000000000-0.20060102150405-hash")]
    [InlineData("unused", "v1.2.1099", "v1.2.1100-0.20060102150405-hash")]
    [InlineData("unused", "v1.2.3-pre", "v1.2.3-pre.0.20060102150405-hash")]
    [InlineData("unused", "v1.3.0-pre", "v1.3.0-pre.0.20060102150405-hash")]
    [InlineData("unused", "v0.0.0--", "v0.0.0--.0.20060102150405-hash")]
    [InlineData("unused", "v2.0.0+incompatible", "v2.0.1-0.20060102150405-hash+incompatible")]
    [InlineData("unused", "v2.3.0-pre+incompatible", "v2.3.0-pre.0.20060102150405-hash+incompatible")]
    public void Making_and_taking_apart_are_inverse(string major, string? older, string expected)
    {
        var baseVersion = older is null ? (ModuleVersion?)null : ModuleVersion.Parse(older);

        var version = PseudoVersion.Create(major == "unused" ? "" : major, baseVersion, Time, "hash");

        Assert.Equal(expected, version.Value);
        Assert.True(PseudoVersion.TryParse(version, out var pseudo));
        Assert.Equal(Time, pseudo.Time);
        Assert.Equal("20060102150405", pseudo.TimeText);
        Assert.Equal("hash", pseudo.Revision);
        Assert.True(pseudo.TryGetBase(out var found, out _));
        Assert.Equal(baseVersion, found);
    }

    [Fact]
    public void A_time_with_a_zone_is_written_in_utc()
    {
        var version = PseudoVersion.Create("", null, new DateTimeOffset(2020, 1, 1, 1, 30, 0, TimeSpan.FromHours(2)), "abc");

        Assert.Equal("v0.0.0-20191231233000-abc", version.Value);
    }

    [Theory]
    [InlineData("v0.0.0")]
    [InlineData("v0.0.0-pre")]
    [InlineData("v1.2.3-20060102150405-hash")]
    [InlineData("v1.2.0-20060102150405-hash")]
    [InlineData("v1.0.0-0.2006010215040-hash")]
    [InlineData("v1.0.0-0.020060102150405-hash")]
    [InlineData("v1.0.0-00.20060102150405-x.y")]
    [InlineData("v1.0.0-pre.20060102150405-hash")]
    [InlineData("v1.0.0-pre0.20060102150405-hash")]
    public void Other_versions_are_no_pseudo_versions(string text)
    {
        // Some of them are no versions at all, which is as well.
        Assert.False(ModuleVersion.TryParse(text, out var version, out _) && PseudoVersion.IsPseudo(version));
    }

    [Theory]
    [InlineData("v0.0.0-0.20060102150405-hash", "negative patch number")]
    [InlineData("v1.0.0-0.20060102150405-hash", "negative patch number")]
    [InlineData("v0.0.0-20060102150405-hash+incompatible", "lacks base version")]
    public void A_base_that_cannot_be_is_an_error(string text, string reason)
    {
        Assert.True(PseudoVersion.TryParse(ModuleVersion.Parse(text), out var pseudo));
        Assert.False(pseudo.TryGetBase(out var found, out var error));
        Assert.Null(found);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Digits_that_are_no_time_give_no_time()
    {
        Assert.True(PseudoVersion.TryParse(ModuleVersion.Parse("v0.0.0-20061302150405-hash"), out var pseudo));
        Assert.Null(pseudo.Time);
    }

    [Fact]
    public void The_default_value_has_no_base()
    {
        Assert.False(default(PseudoVersion).TryGetBase(out _, out var error));
        Assert.NotNull(error);
    }

    [Theory]
    [InlineData("v1.2", "abc")]
    [InlineData("1", "abc")]
    [InlineData("v1", "a-b")]
    [InlineData("v1", "")]
    public void Bad_parts_are_refused(string major, string revision) =>
        Assert.ThrowsAny<ArgumentException>(() => PseudoVersion.Create(major, null, Time, revision));
}
