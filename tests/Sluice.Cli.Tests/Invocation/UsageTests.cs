namespace Sluice.Cli.Tests.Invocation;

public sealed class UsageTests
{
    [Theory]
    [InlineData("srve", "sluice: there is no command \"srve\"; did you mean serve?")]
    [InlineData("store vrify", "sluice store: there is no command \"vrify\"; did you mean verify?")]
    [InlineData("serve --lisen :80", "sluice serve: there is no flag --lisen; did you mean --listen?")]
    [InlineData("serve --listen", "sluice serve: --listen wants a value: ADDRESS")]
    [InlineData("get", "sluice get: M@Q... is missing")]
    [InlineData("get a.b/c@v1.0.0 --format yaml", "sluice get: --format is text or json, not \"yaml\"")]
    [InlineData("get nohost@v1.0.0", "sluice get: \"nohost\" is no module path: missing dot in first path element")]
    [InlineData("get a.b/c@!x", "sluice get: \"!x\" is no version, branch or commit")]
    [InlineData("prefetch --parallel 0 x", "sluice prefetch: --parallel is a whole number from 1 to 256, not \"0\"")]
    [InlineData("prefetch nothere", "nothere: this file does not exist")]
    [InlineData("store import --kind tar x", "sluice store import: --kind is auto or gomodcache or goproxy or athens, not \"tar\"")]
    [InlineData("store import nothere", "sluice store import: there is no directory")]
    [InlineData("store verify", "sluice store: there is no store in")]
    [InlineData("version extra", "sluice version: \"extra\" is one word too many")]
    [InlineData("store", "Look after the store")]
    [InlineData("", "Sluice makes Go module downloads work")]
    public async Task A_wrong_line_exits_2_and_says_why_on_stderr_only(string line, string message)
    {
        using var fixture = new CliFixture();

        var code = await fixture.RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((ExitCodes.Usage, ""), (code, fixture.Out.ToString()));
        Assert.StartsWith(message, fixture.Error.ToString());
        Assert.Empty(fixture.Session.Asked);
    }

    [Theory]
    [InlineData("serve")]
    [InlineData("get a.b/c@v1.0.0")]
    [InlineData("prefetch list")]
    [InlineData("store verify")]
    [InlineData("store stats")]
    [InlineData("store import .")]
    public async Task Every_command_refuses_a_wrong_configuration_with_all_its_mistakes(string line)
    {
        using var fixture = new CliFixture();
        fixture.Write("list", "a.b/c v1.0.0");
        fixture.Write("sluice.yaml", "sumdb: nobody\nlissten: x\n");

        var code = await fixture.RunAsync(line.Split(' '));

        Assert.Equal((ExitCodes.Usage, ""), (code, fixture.Out.ToString()));
        Assert.Contains("sluice.yaml:1:8: error: sumdb: ", fixture.Error.ToString());
        Assert.Contains("sluice.yaml:2:1: error: there is no setting \"lissten\"", fixture.Error.ToString());
        Assert.Null(fixture.Served);
    }

    [Fact]
    public async Task A_bug_exits_1_and_asks_for_a_report()
    {
        using var fixture = new CliFixture { Serve = () => throw new InvalidOperationException("oops") };

        Assert.Equal(ExitCodes.InternalError, await fixture.RunAsync("serve"));

        Assert.Contains("this is a bug in sluice", fixture.Error.ToString());
        Assert.Contains("oops", fixture.Error.ToString());
    }

    [Fact]
    public async Task A_file_sign_before_a_module_is_no_response_file()
    {
        using var fixture = new CliFixture();
        fixture.Write("arguments", "--help");

        Assert.Equal(ExitCodes.Usage, await fixture.RunAsync("get", $"@{fixture.Root}/arguments"));
    }
}
