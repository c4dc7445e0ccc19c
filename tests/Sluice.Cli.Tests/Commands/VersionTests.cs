using System.Text.Json;
using Sluice.Api;

namespace Sluice.Cli.Tests.Commands;

public sealed class VersionTests
{
    [Fact]
    public async Task Flag_and_command_say_the_same()
    {
        using var flag = new CliFixture();
        using var command = new CliFixture();

        Assert.Equal((0, 0), (await flag.RunAsync("--version"), await command.RunAsync("version")));

        Assert.Matches(@"^sluice \d+\.\d+\.\d+( \([0-9a-f]{12}\))?, \.NET 10\.", command.Out.ToString());
        Assert.Equal(command.Out.ToString(), flag.Out.ToString());
    }

    [Fact]
    public async Task Json_has_a_schema()
    {
        using var fixture = new CliFixture();

        await fixture.RunAsync("version", "--format", "json");

        var report = JsonSerializer.Deserialize(fixture.Out.ToString(), SluiceJsonContext.Default.VersionReport)!;
        Assert.Equal("sluice.version/1", report.Schema);
        Assert.DoesNotContain('+', report.Version);
    }
}
