using System.Text.Json;
using Sluice.Api;
using Sluice.Api.SumDb;

namespace Sluice.Cli.Tests.Commands;

public sealed class SumDbVerdictTests
{
    private const string Good = "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private const string Bad = "h1:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA=";

    private static readonly VerdictReport BadUpstream = new(
        "rsc.io/quote",
        "v1.5.2",
        "bad-upstream",
        "https://mirror.example has other content than sum.golang.org recorded. The origin has what was recorded.",
        "Take it out of `upstreams`, or put it last, and tell who runs it.",
        [
            new("record", "sum.golang.org", false) { Zip = Good, GoMod = Good, RecordId = 1234 },
            new("stored", "store", false),
            new("upstream", "https://dead.example", false) { Error = "tcp.refused: the upstream refuses the connection (https://dead.example)" },
            new("upstream", "https://mirror.example", true) { Zip = Bad, GoMod = Good },
            new("origin", "https://github.com/rsc/quote", false) { Zip = Good, GoMod = Good },
        ]);

    [Fact]
    public async Task A_verdict_names_the_side_that_is_wrong_and_exits_3()
    {
        using var fixture = new CliFixture { VerdictReport = BadUpstream };

        Assert.Equal(ExitCodes.Problems, await fixture.RunAsync("sumdb", "verdict", "rsc.io/quote@v1.5.2"));

        ApprovedText.Check("tests/Sluice.Cli.Tests/expectations/sumdb-verdict.txt", fixture.Out.ToString());
    }

    [Theory]
    [InlineData("all-agree", 0)]
    [InlineData("undecided", 4)]
    [InlineData("moved-tag", 3)]
    [InlineData("poisoned-cache", 3)]
    public async Task The_exit_code_tells_the_verdict(string verdict, int code)
    {
        using var fixture = new CliFixture { VerdictReport = BadUpstream with { Verdict = verdict } };

        Assert.Equal(code, await fixture.RunAsync("sumdb", "verdict", "--format", "json", "rsc.io/quote@v1.5.2"));

        var report = JsonSerializer.Deserialize(fixture.Out.ToString(), SluiceJsonContext.Default.VerdictReport)!;
        Assert.Equal(("sluice.sumdb.verdict/1", verdict, 1234L), (report.Schema, report.Verdict, report.Sides[0].RecordId));
    }

    [Theory]
    [InlineData("rsc.io/quote")]
    [InlineData("rsc.io/quote@latest")]
    [InlineData("rsc.io/quote@v1.5")]
    [InlineData("rsc.io/quote/v2@v1.0.0")]
    [InlineData("!!@v1.0.0")]
    public async Task What_is_no_version_is_a_usage_error(string text)
    {
        using var fixture = new CliFixture();

        Assert.Equal(ExitCodes.Usage, await fixture.RunAsync("sumdb", "verdict", text));

        Assert.Contains("write MODULE@VERSION", fixture.Error.ToString());
    }
}
