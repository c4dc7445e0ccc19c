using System.Text.Json;
using Sluice.Api;
using Sluice.Cli.Fetching;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Cli.Tests.Commands;

public sealed class PrefetchTests
{
    private const string GoSum =
        $"""
        rsc.io/quote v1.5.2 {FakeSession.Hash}
        rsc.io/quote v1.5.2/go.mod h1:LzX7hefJvL54yjefDEDHNONDjII0t9xZLPXsUe+TKr0=
        rsc.io/sampler v1.3.0/go.mod h1:T1hPZKmBbMNahiBKFy5HrXp6adAjACjK9JXDnKaTXpA=
        """;

    [Fact]
    public async Task The_lines_of_go_sum_ask_for_what_they_name()
    {
        using var fixture = new CliFixture();
        fixture.Write("go.sum", GoSum);

        var code = await fixture.RunAsync("prefetch", "go.sum");

        Assert.Equal(0, code);
        Assert.Equal(["rsc.io/quote@v1.5.2 All", "rsc.io/sampler@v1.3.0 GoMod"], fixture.Session.Asked.Order());
        Assert.StartsWith("2 versions: 0 already stored, 2 fetched (8.9 MB), none failed, in ", fixture.Out.ToString());
    }

    [Fact]
    public async Task A_second_run_skips_what_is_stored()
    {
        using var fixture = new CliFixture();
        fixture.Write("go.sum", GoSum);
        await fixture.RunAsync("prefetch", "go.sum");
        fixture.Out.GetStringBuilder().Clear();
        fixture.Error.GetStringBuilder().Clear();

        await fixture.RunAsync("prefetch", "go.sum");

        Assert.StartsWith("2 versions: 2 already stored, 0 fetched", fixture.Out.ToString());
        Assert.Equal("", fixture.Error.ToString());
    }

    [Fact]
    public async Task Failures_are_summed_up_and_do_not_stop_the_others()
    {
        using var fixture = new CliFixture();
        fixture.Input = "# a list\nexample.com/gone v1.0.0\n\nrsc.io/quote@latest\nexample.com/full@v1.0.0\n// the end\n";

        var code = await fixture.RunAsync("prefetch", "--parallel", "1", "--format", "json", "-");

        Assert.Equal(ExitCodes.Problems, code);
        var report = JsonSerializer.Deserialize(fixture.Out.ToString(), SluiceJsonContext.Default.PrefetchReport)!;
        Assert.Equal(("sluice.prefetch/1", 3, 1, 0, false), (report.Schema, report.Total, report.Fetched, report.AlreadyStored, report.Interrupted));
        Assert.Equal(
            [("example.com/full", "v1.0.0", "stdin:5", "disk.full"), ("example.com/gone", "v1.0.0", "stdin:2", "module.not-found")],
            report.Failures.Select(failure => (failure.Module, failure.Query, failure.Origin, failure.Error.Code)));
        Assert.Contains("fetched  rsc.io/quote@latest  8.9 MB", fixture.Error.ToString());
        Assert.Contains("failed   example.com/gone@v1.0.0  module.not-found", fixture.Error.ToString());
    }

    [Fact]
    public async Task A_zip_that_go_sum_does_not_expect_is_a_failure()
    {
        using var fixture = new CliFixture();
        fixture.Write("go.sum", "rsc.io/quote v1.5.2 h1:w5fcysjrx7yqtD/aO+QwRjYZOKnaM9Uh2b40tElTs3Y=\n");

        Assert.Equal(ExitCodes.Problems, await fixture.RunAsync("prefetch", "go.sum"));

        Assert.Contains("gosum.mismatch", fixture.Out.ToString());
        Assert.Contains(FakeSession.Hash, fixture.Out.ToString());
    }

    [Fact]
    public async Task All_bad_lines_are_named_before_anything_is_fetched()
    {
        using var fixture = new CliFixture();
        fixture.Write("list.txt", "rsc.io/quote\nnohost v1\na.b/c v1 h2:x\na.b/c v1 h1:x y\nrsc.io/quote@v1.5.2\n" + new string('x', 5000));

        Assert.Equal(ExitCodes.Usage, await fixture.RunAsync("prefetch", "list.txt"));

        Assert.Equal(
            ["list.txt:1", "list.txt:2", "list.txt:3", "list.txt:4", "list.txt:6", "sluice prefetch"],
            fixture.Error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[..line.IndexOf(": ", StringComparison.Ordinal)]));
        Assert.Empty(fixture.Session.Asked);
    }

    [Fact]
    public async Task A_go_work_brings_the_go_mod_of_each_directory_that_it_uses()
    {
        using var fixture = new CliFixture();
        fixture.Write("ws/go.work", "work");
        fixture.Write("ws/a/go.mod", "mod");
        fixture.ReadGoFile = (name, content) => content == "work"
            ? new GoFileContent([], ["./a"], [])
            : new GoFileContent([new GoFileModule(ModulePath.Parse("rsc.io/quote"), ModuleVersion.Parse("v1.5.2"), 3)], [], []);

        Assert.Equal(0, await fixture.RunAsync("prefetch", "ws/go.work"));

        Assert.Equal(["rsc.io/quote@v1.5.2 All"], fixture.Session.Asked);
    }

    [Fact]
    public async Task No_more_run_at_once_than_asked_for()
    {
        using var fixture = new CliFixture();
        fixture.Input = string.Concat(Enumerable.Range(0, 40).Select(i => $"example.com/m{i}@v1.0.0\n"));
        fixture.Session.OnFetch = async (_, _) => await Task.Yield();

        Assert.Equal(0, await fixture.RunAsync("prefetch", "--parallel", "3", "-"));

        Assert.InRange(fixture.Session.MostAtOnce, 1, 3);
        Assert.Equal(40, fixture.Session.Asked.Count);
    }

    [Fact]
    public async Task A_stopped_run_still_sums_up()
    {
        using var fixture = new CliFixture();
        using var stop = new CancellationTokenSource();
        fixture.Input = "example.com/a@v1.0.0\nexample.com/b@v1.0.0\nexample.com/c@v1.0.0\n";
        fixture.Session.OnFetch = async (name, token) =>
        {
            if (name.StartsWith("example.com/b", StringComparison.Ordinal))
            {
                await stop.CancelAsync();
                token.ThrowIfCancellationRequested();
            }
        };

        Assert.Equal(ExitCodes.Interrupted, await fixture.RunAsync(stop.Token, "prefetch", "--parallel", "1", "-"));

        Assert.Contains("stopped with 2 left; run the same line again", fixture.Out.ToString());
    }
}
