using System.Text.Json;
using Sluice.Api;
using Sluice.Api.Configuration;

namespace Sluice.Cli.Tests.Commands;

public sealed class ConfigTests
{
    private const string Wrong = "lissten: x\nlimits:\n  stallTimeout: 5\nupstreams: https://me:hunter2@a.example\n";

    [Fact]
    public async Task Check_prints_every_mistake_on_stdout_and_exits_2()
    {
        using var fixture = new CliFixture();
        fixture.Write("sluice.yaml", Wrong);
        fixture.Variables["SLUICE_LISTN"] = "x";

        Assert.Equal(ExitCodes.Usage, await fixture.RunAsync("config", "check"));

        Assert.Equal("", fixture.Error.ToString());
        ApprovedText.Check("tests/Sluice.Cli.Tests/expectations/config-check.txt", fixture.Out.ToString());
    }

    [Fact]
    public async Task Check_with_warnings_only_exits_4()
    {
        using var fixture = new CliFixture();
        fixture.Variables["SLUICE_LISTN"] = "x";

        Assert.Equal(ExitCodes.Warnings, await fixture.RunAsync("config", "check"));
        Assert.EndsWith("no configuration file: 1 warning\n", fixture.Out.ToString());
    }

    [Fact]
    public async Task Check_without_mistakes_exits_0()
    {
        using var fixture = new CliFixture();
        fixture.Write("other.yaml", "listen: ':80'");

        Assert.Equal(ExitCodes.Fine, await fixture.RunAsync("config", "check", "--config", "other.yaml"));
        Assert.Equal("other.yaml: all is well\n", fixture.Out.ToString());
    }

    [Fact]
    public async Task Check_prints_json_alone()
    {
        using var fixture = new CliFixture();
        fixture.Write("sluice.yaml", Wrong);

        Assert.Equal(ExitCodes.Usage, await fixture.RunAsync("config", "check", "--format", "json"));

        var report = JsonSerializer.Deserialize(fixture.Out.ToString(), SluiceJsonContext.Default.ConfigurationCheckReport)!;
        Assert.Equal(("sluice.config.check/1", "sluice.yaml", 2), (report.Schema, report.File, report.Problems.Count));
        Assert.Equal(
            new ConfigurationMistake(
                "error", "sluice.yaml:3:17", "limits.stallTimeout", "\"5\" has no unit", "write a duration from 100ms to 30m, for example 30s")
            { Line = 3, Column = 17 },
            report.Problems[1]);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Show_prints_values_with_their_origins_and_masks_secrets(int width)
    {
        using var fixture = new CliFixture { Width = width };
        fixture.Write("sluice.yaml", "upstreams: https://me:hunter2@a.example|https://goproxy.cn|https://proxy.golang.org,direct\ncache:\n  listTtl: 5m\ncredentials:\n  - host: a.example\n    username: bot\n    password: { env: TOKEN }\n");
        fixture.Variables["SLUICE_LOG_LEVEL"] = "debug";
        fixture.Variables["TOKEN"] = "hunter2";

        Assert.Equal(0, await fixture.RunAsync("config", "show", "--listen", ":8080", "--data", "/data"));

        Assert.DoesNotContain("hunter2", fixture.Out.ToString());
        ApprovedText.Check($"tests/Sluice.Cli.Tests/expectations/config-show-{width}.txt", fixture.Out.ToString());
    }

    [Fact]
    public async Task Show_prints_json_alone_and_mistakes_in_it()
    {
        using var fixture = new CliFixture();
        fixture.Write("sluice.yaml", Wrong);

        Assert.Equal(ExitCodes.Usage, await fixture.RunAsync("config", "show", "--format", "json"));

        var report = JsonSerializer.Deserialize(fixture.Out.ToString(), SluiceJsonContext.Default.ConfigurationShowReport)!;
        Assert.Equal("sluice.config.show/1", report.Schema);
        Assert.Contains(new ConfigurationValue("upstreams", "https://***@a.example", "sluice.yaml:4"), report.Values);
        Assert.Equal(2, report.Problems.Count);
    }
}
