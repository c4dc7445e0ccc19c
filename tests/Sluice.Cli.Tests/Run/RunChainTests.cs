using Sluice.Cli.Run;
using Sluice.Doctor.Evidence;
using Sluice.Fetch.Http;

namespace Sluice.Cli.Tests.Run;

public sealed class RunChainTests
{
    private const string Loopback = "http://127.0.0.1:1/t/";

    [Theory]
    [InlineData("https://goproxy.cn,direct", "http://127.0.0.1:1/t/0,direct")]
    [InlineData("https://a.example|http://b.example/mod,off", "http://127.0.0.1:1/t/0|http://127.0.0.1:1/t/1,off")]
    [InlineData("goproxy.cn, https://b.example , direct", "http://127.0.0.1:1/t/0,http://127.0.0.1:1/t/1,direct")]
    [InlineData("file:///srv/mod,https://a.example", "file:///srv/mod,http://127.0.0.1:1/t/0")]
    [InlineData("direct,https://never.example", null)]
    [InlineData("off", null)]
    [InlineData("ftp://a.example,https://b.example", "ftp://a.example,http://127.0.0.1:1/t/0")]
    public void Entries_keep_their_order_and_separators(string goProxy, string? expected) =>
        Assert.Equal(expected, Create(("GOPROXY", goProxy)).GoProxy);

    [Theory]
    [InlineData("https://p.example,direct", "sum.golang.org", null)]
    [InlineData("https://p.example,direct", "sum.golang.org https://sum.example", "sum.golang.org http://127.0.0.1:1/t/_")]
    [InlineData("https://p.example,direct", "sum.golang.google.cn", "sum.golang.org http://127.0.0.1:1/t/_")]
    [InlineData("direct", "sum.golang.org", "sum.golang.org http://127.0.0.1:1/t/_")]
    [InlineData("file:///srv,direct", "sum.golang.org", null)]
    [InlineData("https://p.example", "off", null)]
    public void The_database_is_led_here_only_where_the_go_command_would_go_to_it_straight(string goProxy, string goSumDb, string? expected) =>
        Assert.Equal(expected, Create(("GOPROXY", goProxy), ("GOSUMDB", goSumDb)).GoSumDb);

    [Fact]
    public void Credentials_of_addresses_and_netrc_go_to_their_host_and_nowhere_else()
    {
        var chain = RunChain.Create(
            Settings(("GOPROXY", "https://me:geheim@a.example,https://b.example,http://b.example")),
            Netrc.Parse("machine b.example login you password pw\n"),
            Loopback);

        Assert.Equal("Basic bWU6Z2VoZWlt", chain.Targets['0'].Credential?.ToString());
        Assert.Equal("Basic eW91OnB3", chain.Targets['1'].Credential?.ToString());
        Assert.Null(chain.Targets['2'].Credential);
        Assert.Equal("https://me:xxxxx@a.example", chain.Targets['0'].Shown);
        Assert.DoesNotContain("geheim", chain.Settings.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", chain.Targets['0'].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_another_program_gives_credentials_nothing_is_led_here()
    {
        var chain = Create(("GOPROXY", "https://a.example"), ("GOAUTH", "git /home/me"));

        Assert.Null(chain.GoProxy);
        Assert.Contains(chain.Settings.Notes, note => note.Contains("GOAUTH", StringComparison.Ordinal));
    }

    private static RunChain Create(params (string Name, string Value)[] settings) => RunChain.Create(Settings(settings), Netrc.Parse(""), Loopback);

    private static GoSettingsEvidence Settings(params (string Name, string Value)[] settings) => new(
        null,
        [],
        new FileFact("", false, Sluice.Doctor.Evidence.Tri.NotChecked),
        false,
        null,
        [.. settings.Select(setting => new GoSetting(setting.Name, setting.Value, new ValueOrigin(OriginKind.ProcessEnvironment, Name: setting.Name), []))],
        []);
}
