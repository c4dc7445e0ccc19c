using Sluice.EndToEnd.Tests.Parts;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Go;

public sealed class OutageTests
{
    [Fact]
    public async Task A_project_that_was_built_once_builds_while_the_upstream_is_down()
    {
        await using var site = await GoSite.StartAsync();
        using var project = new GoProject(site.Gateway.Url);
        string[] commands = ["get rsc.io/quote@latest", "mod download", "list -m -versions rsc.io/quote", "list -m all"];
        var before = await project.TellAsync(commands);
        await site.Upstream.StopAsync();

        using var other = new GoProject(site.Gateway.Url);
        Assert.DoesNotContain("exit code 1\n", before, StringComparison.Ordinal);
        Assert.Equal(before, await other.TellAsync(commands));
    }

    [Fact]
    public async Task A_project_that_was_built_once_builds_after_a_restart_while_the_upstream_is_down()
    {
        await using var site = await GoSite.StartAsync();
        using var project = new GoProject(site.Gateway.Url);
        string[] commands = ["get rsc.io/quote@latest", "mod download", "list -m -versions rsc.io/quote"];
        var before = await project.TellAsync(commands);
        Assert.Equal(0, await site.Gateway.StopAsync());
        await site.Upstream.StopAsync();

        await using var again = await SluiceProcess.StartAsync(new SluiceOptions(site.Data, site.Upstream.Url));
        using var other = new GoProject(again.Url);
        Assert.Equal(before, await other.TellAsync(commands));
    }

    [Fact]
    public async Task What_nobody_fetched_yet_is_unavailable_and_the_developer_reads_why()
    {
        await using var site = await GoSite.StartAsync();
        await site.Upstream.StopAsync();
        using var project = new GoProject(site.Gateway.Url + ",off");

        var result = await project.RunAsync("get rsc.io/quote@v1.5.2");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("503 Service Unavailable", result.Errors, StringComparison.Ordinal);
        Assert.Contains("server response:", result.Errors, StringComparison.Ordinal);
        Assert.Contains("[tcp.refused]", result.Errors, StringComparison.Ordinal);
        Assert.Contains("to do:", result.Errors, StringComparison.Ordinal);
        Assert.Contains("request id:", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_failing_upstream_is_unavailable_and_never_absence(int status)
    {
        await using var site = await GoSite.StartAsync();
        site.Upstream.OnAll(Behaviours.Status(status, "upstream is ill\n"));
        using var project = new GoProject(site.Gateway.Url + ",off");

        var result = await project.RunAsync("get rsc.io/quote@v1.5.2");
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("503 Service Unavailable", result.Errors, StringComparison.Ordinal);
        Assert.Contains("server response:", result.Errors, StringComparison.Ordinal);

        site.Upstream.Heal();
        result = await project.RunAsync("get rsc.io/quote@v1.5.2");
        Assert.True(result.ExitCode == 0, result.ToString());
    }

    [Fact]
    public async Task The_developer_reads_the_upstreams_own_words_for_what_is_not_there()
    {
        await using var site = await GoSite.StartAsync();
        site.Upstream.On(request => request.Path.StartsWith("rsc.io/quote/", StringComparison.Ordinal), Behaviours.Status(404, "not found: ask the platform team\n"));
        using var project = new GoProject(site.Gateway.Url);

        var result = await project.RunAsync("get rsc.io/quote@v1.5.2");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("404 Not Found", result.Errors, StringComparison.Ordinal);
        Assert.Contains("not found: ask the platform team", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_comma_absence_goes_on_to_the_next_upstream()
    {
        await using var empty = await FakeUpstream.StartAsync();
        await using var site = await GoSite.StartAsync(url => $"{empty.Url},{url}");
        using var project = new GoProject(site.Gateway.Url);

        var result = await project.RunAsync("get rsc.io/quote@v1.5.2");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.NotEmpty(empty.Requests);
    }

    [Fact]
    public async Task After_a_comma_an_outage_stops_and_nobody_else_is_asked()
    {
        await using var ill = await FakeUpstream.StartAsync();
        ill.OnAll(Behaviours.Status(500));
        await using var site = await GoSite.StartAsync(url => $"{ill.Url},{url}");
        using var project = new GoProject(site.Gateway.Url + ",off");

        var result = await project.RunAsync("get rsc.io/quote@v1.5.2");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("503 Service Unavailable", result.Errors, StringComparison.Ordinal);
        Assert.Empty(site.Upstream.Requests);
    }

    [Fact]
    public async Task After_a_bar_an_outage_goes_on_to_the_next_upstream()
    {
        await using var ill = await FakeUpstream.StartAsync();
        ill.OnAll(Behaviours.Status(500));
        await using var site = await GoSite.StartAsync(url => $"{ill.Url}|{url}");
        using var project = new GoProject(site.Gateway.Url);

        var result = await project.RunAsync("get rsc.io/quote@v1.5.2");

        Assert.True(result.ExitCode == 0, result.ToString());
        Assert.NotEmpty(ill.Requests);
    }

    [Fact]
    public async Task A_go_command_goes_on_after_the_gateways_404_and_not_after_its_503()
    {
        await using var site = await GoSite.StartAsync();
        await using var second = await FakeUpstream.StartAsync(new ModuleFixture());
        second.Fixture.Add("example.org/second", "v1.0.0", ("go.mod", "module example.org/second\n"), ("second.go", "package second\n"));
        using var project = new GoProject($"{site.Gateway.Url},{second.Url}");

        var found = await project.RunAsync("get example.org/second@v1.0.0");
        Assert.True(found.ExitCode == 0, found.ToString());

        await site.Upstream.StopAsync();
        second.Fixture.Add("example.org/third", "v1.0.0", ("go.mod", "module example.org/third\n"), ("third.go", "package third\n"));
        var stopped = await project.RunAsync("get example.org/third@v1.0.0");
        Assert.Equal(1, stopped.ExitCode);
        Assert.DoesNotContain(second.Requests, request => request.Path.StartsWith("example.org/third", StringComparison.Ordinal));
    }
}
