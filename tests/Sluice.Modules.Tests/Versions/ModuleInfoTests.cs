using System.Text;
using Sluice.Modules.Versions;
using Sluice.Testing;

namespace Sluice.Modules.Tests.Versions;

public sealed class ModuleInfoTests
{
    [Theory]
    [InlineData("""{"Version":"v1.0.0"}""", "v1.0.0", null)]
    [InlineData("""{"Version":"v1.0.0","Time":"2018-02-14T15:44:20Z"}""", "v1.0.0", "2018-02-14T15:44:20Z")]
    [InlineData(""" { "version" : "v1.0.0" , "TIME" : "2018-02-14T15:44:20+02:00", "Name":"x", "Short":[1,{"a":2}] } """, "v1.0.0", "2018-02-14T15:44:20+02:00")]
    [InlineData("""{"Version":"v0.9.0","Version":"v1.0.0","Time":null,"Origin":null}""", "v1.0.0", null)]
    [InlineData("""{"Version":"v2.0.0+incompatible","Time":"2018-02-14T15:44:20.123456789Z"}""", "v2.0.0+incompatible", "2018-02-14T15:44:20.123456789Z")]
    [InlineData("""{"Version":"\u0076\u0031.0.0"}""", "v1.0.0", null)]
    public void Version_and_time_are_read_as_the_go_command_does(string json, string version, string? time)
    {
        var info = ModuleInfo.Parse(Encoding.UTF8.GetBytes(json));

        Assert.Equal(version, info.Version.Value);
        Assert.Equal(time, info.TimeText);
        Assert.Equal(time is not null, info.Time is not null);
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("<html>", "not JSON")]
    [InlineData("null", "not a JSON object")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("{}", "has no Version")]
    [InlineData("""{"Version":"v1.0.0"} x""", "not JSON")]
    [InlineData("""{"Version":"v1.0.0" """, "not JSON")]
    [InlineData("""{"Version":1}""", "Version is not a string")]
    [InlineData("""{"Version":["v1.0.0"]}""", "Version is not a string")]
    [InlineData("""{"Version":"v1.0"}""", "has a bad Version")]
    [InlineData("""{"Version":"master"}""", "has a bad Version")]
    [InlineData("""{"Version":"v1.0.0","Time":""}""", "has a bad Time")]
    [InlineData("""{"Version":"v1.0.0","Time":"yesterday"}""", "has a bad Time")]
    [InlineData("""{"Version":"v1.0.0","Time":"2018-02-30T00:00:00Z"}""", "has a bad Time")]
    [InlineData("""{"Version":"v1.0.0","Time":1}""", "Time is not a string")]
    [InlineData("""{"Version":"v1.0.0","Origin":"x"}""", "Origin is not an object")]
    [InlineData("""{"Version":"v1.0.0","Origin":{"URL":1}}""", "Origin.URL is not a string")]
    [InlineData("""{"Version":"\ud800"}""", "not Unicode")]
    public void Anything_else_is_refused_with_a_reason(string json, string reason)
    {
        Assert.False(ModuleInfo.TryParse(Encoding.UTF8.GetBytes(json), out var info, out var error));
        Assert.Null(info);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2018-02-14T15:44:20Z", "2018-02-14T15:44:20.0000000+00:00")]
    [InlineData("2018-02-14T15:44:20.5-07:00", "2018-02-14T15:44:20.5000000-07:00")]
    [InlineData("2018-02-14T15:44:20.123456789+01:00", "2018-02-14T15:44:20.1234567+01:00")]
    [InlineData("2018-02-14T15:44:20+15:00", "2018-02-14T00:44:20.0000000+00:00")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.0000000+00:00")]
    public void Times_keep_their_zone_where_there_is_one(string text, string expected)
    {
        var info = ModuleInfo.Parse(Encoding.UTF8.GetBytes($$"""{"Version":"v1.0.0","Time":"{{text}}"}"""));

        Assert.Equal(expected, info.Time!.Value.ToString("O"));
    }

    [Theory]
    [InlineData("2018-02-14T15:44:20")]
    [InlineData("2018-02-14T15:44:20.Z")]
    [InlineData("2018-02-14T15:44:20+0100")]
    [InlineData("2018-02-14T15:44:20+24:00")]
    [InlineData("2018-02-14T24:00:00Z")]
    [InlineData("2018-02-14T15:44:20Zx")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    public void What_is_no_time_is_refused(string text) =>
        Assert.False(ModuleInfo.TryParse(Encoding.UTF8.GetBytes($$"""{"Version":"v1.0.0","Time":"{{text}}"}"""), out _, out _));

    [Fact]
    public void An_origin_is_read()
    {
        var info = ModuleInfo.Parse("""{"Version":"v1.0.0","Origin":{"VCS":"git","URL":"https://example.com/m","Subdir":"a","TagSum":"t1:x","Ref":"refs/tags/v1.0.0","Hash":"abc"}}"""u8);

        Assert.Equal(new ModuleOrigin { Vcs = "git", Url = "https://example.com/m", Subdir = "a", Ref = "refs/tags/v1.0.0", Hash = "abc" }, info.Origin);
    }

    [Fact]
    public void What_is_written_reads_back_the_same()
    {
        var full = new ModuleInfo(ModuleVersion.Parse("v2.0.0+incompatible"))
        {
            Time = new DateTimeOffset(2019, 3, 11, 18, 33, 53, TimeSpan.FromHours(1)),
            TimeText = "2019-03-11T18:33:53+01:00",
            Origin = new ModuleOrigin { Vcs = "git", Url = "https://example.com/<m>", Hash = "abc" },
        };

        Assert.Equal(full, ModuleInfo.Parse(full.ToBytes()));
        Assert.Equal("""{"Version":"v2.0.0+incompatible","Time":"2019-03-11T18:33:53+01:00"}""", Encoding.UTF8.GetString((full with { Origin = null, TimeText = null }).ToBytes()));
        Assert.Equal("""{"Version":"v1.0.0"}""", Encoding.UTF8.GetString(new ModuleInfo(ModuleVersion.Parse("v1.0.0")).ToBytes()));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void An_info_has_a_greatest_length(int beyond, bool fits) => Assert.Equal(
        fits, ModuleInfo.TryParse(Encoding.UTF8.GetBytes("""{"Version":"v1.0.0"}""".PadRight(ModuleInfo.MaxBytes + beyond)), out _, out _));

    [Fact]
    public void Every_info_of_the_go_tree_is_read() =>
        Assert.All(ModuleFixture.LoadGoTree().Modules.Where(module => module.Info is not null), module =>
            Assert.True(ModuleInfo.TryParse(module.Info, out _, out var error), $"{module.Path}@{module.Version}: {error}"));

    [Fact]
    public void Random_bytes_throw_nothing()
    {
        var dice = new Dice(12);
        string[] pieces = ["{", "}", "[", "]", "\"", ":", ",", "\"Version\"", "\"v1.0.0\"", "\"Time\"", "\"2018-02-14T15:44:20Z\"", "\"Origin\"", "null", "1e999", "\\ud800", "\\", "é", " ", "true", "//", "\ufeff", "\"URL\""];
        for (var i = 0; i < 5000; i++)
        {
            var bytes = Encoding.UTF8.GetBytes(dice.Next(2) == 0 ? dice.Text(pieces, 12) : dice.Spoil("""{"Version":"v1.0.0","Time":"2018-02-14T15:44:20Z","Origin":{"URL":"x"}}""", pieces));
            if (bytes.Length > 0)
            {
                bytes[dice.Next(bytes.Length)] ^= (byte)(dice.Next(4) == 0 ? 0x80 : 0);
            }

            Assert.Equal(ModuleInfo.TryParse(bytes, out var info, out var error), error is null);
            Assert.Equal(error is null, info is not null);
        }
    }
}
