using Sluice.Modules.GoEnvironment;

namespace Sluice.Modules.Tests.GoEnvironment;

public sealed class SumDbSettingTests
{
    private const string Known = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

    /// <summary>The key of cmd/go's own test suite; its name holds slashes.</summary>
    private const string Test = "localhost.localdev/sumdb+00000c67+AcTrnkbUA+TU4heY3hkjiSES/DSQniBqIeQ/YppAUtK6";

    [Theory]
    [InlineData("sum.golang.org", "sum.golang.org", null)]
    [InlineData(" sum.golang.org  https://mirror.test/db ", "sum.golang.org", "https://mirror.test/db")]
    [InlineData("sum.golang.google.cn", "sum.golang.org", "https://sum.golang.google.cn/")]
    [InlineData(Known, "sum.golang.org", null)]
    [InlineData(Test, "localhost.localdev/sumdb", null)]
    [InlineData(Test + " http://127.0.0.1:8080", "localhost.localdev/sumdb", "http://127.0.0.1:8080/")]
    public void Settings_are_read_as_the_go_command_does(string text, string name, string? url)
    {
        var setting = SumDbSetting.Parse(text);
        Assert.Equal((name, url), (setting.Name, setting.Url?.ToString()));
        Assert.StartsWith(name + "+", setting.VerifierKey, StringComparison.Ordinal);
        Assert.False(setting.IsOff);
    }

    [Fact]
    public void Off_is_off() => Assert.True(SumDbSetting.Parse("off").IsOff);

    [Theory]
    [InlineData("", "want a name or a key, then a URL or nothing")]
    [InlineData("a b c", "want a name or a key, then a URL or nothing")]
    [InlineData("sum.example.com", "an unknown database needs its key: name+hash+key")]
    [InlineData("sum.example.com+1234", "malformed key: want name+hash+key")]
    [InlineData("sum.example.com+zzzzzzzz+AAAA", "malformed key: want name+hash+key")]
    [InlineData("sum.example.com+033de0ae+AAAA", "malformed key: want an Ed25519 key in base64")]
    [InlineData("sum.golang.com+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8", "malformed key: its hash is wrong")]
    [InlineData("sum.golang.org ftp://x", "want a URL with https or http, without query and fragment")]
    [InlineData("sum.golang.org https://x/?q", "want a URL with https or http, without query and fragment")]
    [InlineData("off https://x", "an unknown database needs its key: name+hash+key")]
    public void Mistakes_are_named(string text, string expected)
    {
        Assert.False(SumDbSetting.TryParse(text, out _, out var error));
        Assert.Equal(expected, error);
        Assert.Throws<FormatException>(() => SumDbSetting.Parse(text));
    }

    [Fact]
    public void User_info_is_not_shown() =>
        Assert.Equal(Known + " https://mirror.test/", SumDbSetting.Parse("sum.golang.org https://u:hunter2@mirror.test/").ToString());
}
