using Sluice.EndToEnd.Tests.Parts;

namespace Sluice.EndToEnd.Tests.Go;

/// <summary>
/// Whatever a developer does, the outcome through the gateway is the one that the upstream itself gives: exit codes, texts, go.mod, go.sum.
/// </summary>
public sealed class SameAsDirectTests
{
    private const string Main = "package main\n\nimport (\n\t_ \"rsc.io/QUOTE/QUOTE\"\n\t_ \"rsc.io/quote/v3\"\n)\n\nfunc main() {}\n";

    /// <summary>Commands that succeed, parted by semicolons; a row is one project.</summary>
    public static TheoryData<string> Commands { get; } =
    [
        "get rsc.io/quote@latest; mod download; mod verify",
        "get rsc.io/quote@v1; list -m all",
        "get rsc.io/quote@v1.4; get rsc.io/quote@patch; get rsc.io/quote@upgrade",
        "get rsc.io/quote@<v1.5.1; get rsc.io/quote@none",
        "get rsc.io/quote@23179ee8a; list -m all",
        "get rsc.io/quote@some-branch; mod download",
        "get rsc.io/quote@v0.0.0-20180214005840-23179ee8a569; get rsc.io/quote@upgrade",
        "get rsc.io/quote/v3@latest rsc.io/sampler@upgrade; mod graph",
        "get golang.org/x/text@14c0d48ead0c; mod download",
        "get rsc.io/QUOTE@v1.5.2; list -m -versions rsc.io/QUOTE; get rsc.io/QUOTE@v1.5.3-PRE",
        "get rsc.io/breaker@v2.0.0+incompatible; list -m -versions rsc.io/breaker; mod download",
        "get gopkg.in/dummy.v2-unstable@latest; mod download",
        "get example.com/notags@latest",
        "get example.com/retract@v1.0.0-bad; list -m -u -retracted all; get example.com/retract@latest",
        "list -m -versions -retracted example.com/retract/self/prev; list -m -versions example.com/retract/self/prev",
        "get example.com/deprecated/a@v1.0.0; list -m -u all",
        "get github.com/dmitshur-test/modtest5@v0.5.0-alpha; get github.com/dmitshur-test/modtest5@latest",
        "list -m -versions rsc.io/quote rsc.io/sampler example.com/version rsc.io/fortune/v2",
    ];

    /// <summary>Commands that fail, with texts that a developer needs.</summary>
    public static TheoryData<string> Failures { get; } =
    [
        "get rsc.io/nothing@latest",
        "get rsc.io/quote@v9.9.9",
        "get rsc.io/quote@nobranch",
        "list -m -versions rsc.io/nothing",
        "get rsc.io/quote/nopackage@v1.5.2",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task A_command_through_the_gateway_ends_as_it_does_directly(string commands)
    {
        await using var site = await GoSite.StartAsync();

        var direct = await TellAsync(site.Upstream.Url, commands);
        Assert.Contains("exit code 0\n", direct, StringComparison.Ordinal);
        Assert.DoesNotContain("exit code 1\n", direct, StringComparison.Ordinal);
        Assert.Equal(direct, await TellAsync(site.Gateway.Url, commands));
        Assert.Equal(direct, await TellAsync(site.Gateway.Url, commands));
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_failure_through_the_gateway_reads_as_it_does_directly(string commands)
    {
        await using var site = await GoSite.StartAsync();

        var direct = await TellAsync(site.Upstream.Url, commands);
        Assert.Contains("exit code 1\n", direct, StringComparison.Ordinal);
        Assert.Equal(direct, await TellAsync(site.Gateway.Url, commands));
        Assert.Equal(direct, await TellAsync(site.Gateway.Url, commands));
    }

    [Fact]
    public async Task Tidy_through_the_gateway_writes_the_same_go_mod_and_go_sum()
    {
        await using var site = await GoSite.StartAsync();
        var direct = await TellAsync(site.Upstream.Url, "mod tidy; mod vendor", Main);

        Assert.Contains("rsc.io/QUOTE v1.5.2/go.mod h1:", direct, StringComparison.Ordinal);
        Assert.Equal(direct, await TellAsync(site.Gateway.Url, "mod tidy; mod vendor", Main));
    }

    [Fact]
    public async Task What_is_fetched_once_is_not_fetched_again()
    {
        await using var site = await GoSite.StartAsync();
        using var project = new GoProject(site.Gateway.Url);
        await project.TellAsync("get rsc.io/quote@v1.5.2", "mod download");
        var zips = site.Upstream.Requests.Count(request => request.Path.EndsWith(".zip", StringComparison.Ordinal));

        project.ForgetModules();
        await project.TellAsync("mod download");

        Assert.Equal(3, zips);
        Assert.All(
            site.Upstream.Requests.Where(request => request.Path.Contains("/@v/v", StringComparison.Ordinal)).GroupBy(request => request.Path),
            path => Assert.Single(path));
    }

    private static async Task<string> TellAsync(string proxy, string commands, string? main = null)
    {
        using var project = new GoProject(proxy);
        if (main is not null)
        {
            project.Write("main.go", main);
        }

        return await project.TellAsync(commands.Split("; "));
    }
}
