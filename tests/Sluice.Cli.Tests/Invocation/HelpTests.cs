namespace Sluice.Cli.Tests.Invocation;

public sealed class HelpTests
{
    public static TheoryData<string> Commands =>
    [
        "", "serve", "get", "prefetch", "graph", "run",
        "store", "store verify", "store stats", "store import",
        "sumdb", "sumdb verdict", "sumdb init", "sumdb show", "sumdb verify",
        "doctor", "doctor explain", "doctor bundle", "doctor dns", "doctor mirrors", "doctor hosts", "doctor cache", "doctor egress",
        "env", "env show", "env use", "env undo",
        "config", "config check", "config show",
        "version",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_is_as_approved_and_fits_80_columns(string command)
    {
        using var fixture = new CliFixture();

        var code = await fixture.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        Assert.Equal((0, ""), (code, fixture.Error.ToString()));
        var text = fixture.Out.ToString();
        ApprovedText.Check($"tests/Sluice.Cli.Tests/expectations/help{(command.Length == 0 ? "" : "-")}{command.Replace(' ', '-')}.txt", text);
        var prose = text.Split('\n').Where(line => !line.StartsWith("  go ")).ToArray();
        Assert.All(prose, line => Assert.InRange(line.Length, 0, 80));
        Assert.True(command.Length == 0 || text.Contains("Examples:"));
    }

    [Fact]
    public async Task Colours_are_for_terminals_without_NO_COLOR()
    {
        using var plain = new CliFixture();
        using var terminal = new CliFixture { IsTerminal = true };
        using var grey = new CliFixture { IsTerminal = true };
        grey.Variables["NO_COLOR"] = "1";

        await plain.RunAsync("--help");
        await terminal.RunAsync("--help");
        await grey.RunAsync("--help");

        Assert.Contains('\u001b', terminal.Out.ToString());
        Assert.Equal(plain.Out.ToString(), grey.Out.ToString());
        Assert.DoesNotContain('\u001b', plain.Out.ToString());
    }
}
