using System.Text.Json;
using Sluice.Api;
using Sluice.Api.Fetching;

namespace Sluice.Cli.Tests.Commands;

public sealed class GetTests
{
    [Fact]
    public async Task Text_says_all_that_is_known_of_each_module()
    {
        using var fixture = new CliFixture();

        var code = await fixture.RunAsync("get", "rsc.io/quote", "example.com/gone@master", "golang.org/x/text@v0.14.0");

        Assert.Equal(ExitCodes.Problems, code);
        var lines = fixture.Out.ToString().Split('\n').Where(line => !line.StartsWith("  took"));
        ApprovedText.Check("tests/Sluice.Cli.Tests/expectations/get.txt", string.Join('\n', lines));
        Assert.Equal(3, fixture.Out.ToString().Split("  took ").Length - 1);
        Assert.True(fixture.Session.IsDisposed);
    }

    [Fact]
    public async Task Json_is_the_only_thing_on_stdout()
    {
        using var fixture = new CliFixture();
        fixture.Variables["SLUICE_WHAT"] = "a warning";

        var code = await fixture.RunAsync("get", "--format", "json", "rsc.io/quote@v1.5.2", "example.com/gone@v1.0.0");

        Assert.Equal(ExitCodes.Problems, code);
        var report = JsonSerializer.Deserialize(fixture.Out.ToString(), SluiceJsonContext.Default.GetReport)!;
        Assert.Equal("sluice.get/1", report.Schema);
        Assert.Collection(
            report.Modules,
            quote => Assert.Equal(("v1.5.2", "miss", FakeSession.Hash, 8_912_345, null), (quote.Version, quote.Cache, quote.H1, quote.SizeBytes, quote.Error)),
            gone => Assert.Equal(("negative", "module.not-found"), (gone.Cache, gone.Error?.Code)));
        Assert.Equal(new StageDuration("zip", 1261), report.Modules[0].Stages[2]);
        using var document = JsonDocument.Parse(fixture.Out.ToString());
        Assert.Equal("2018-02-14T00:44:20+00:00", document.RootElement.GetProperty("modules")[0].GetProperty("time").GetString());
    }

    [Fact]
    public async Task A_full_store_fails_the_module_and_not_the_run()
    {
        using var fixture = new CliFixture();

        var code = await fixture.RunAsync("get", "example.com/full@v1.0.0", "rsc.io/quote@v1.5.2");

        Assert.Equal(ExitCodes.Problems, code);
        Assert.Contains("disk.full: the gateway's disk is full", fixture.Out.ToString());
        Assert.Contains("rsc.io/quote@v1.5.2  ok", fixture.Out.ToString());
    }

    [Fact]
    public async Task All_well_exits_0()
    {
        using var fixture = new CliFixture();

        Assert.Equal(ExitCodes.Fine, await fixture.RunAsync("get", "rsc.io/quote@v1.5.2"));
        Assert.Equal("", fixture.Error.ToString());
    }

    [Fact]
    public async Task Ctrl_C_exits_130()
    {
        using var fixture = new CliFixture();
        using var stop = new CancellationTokenSource();
        fixture.Session.OnFetch = async (_, token) =>
        {
            await stop.CancelAsync();
            token.ThrowIfCancellationRequested();
        };

        Assert.Equal(ExitCodes.Interrupted, await fixture.RunAsync(stop.Token, "get", "rsc.io/quote@v1.5.2"));
        Assert.True(fixture.Session.IsDisposed);
    }
}
