using System.Diagnostics;
using System.Text.Json;
using Sluice.Api;
using Sluice.Api.Graphs;
using Sluice.Testing;

namespace Sluice.Cli.Tests.Commands;

public sealed class GraphTests
{
    private const string App =
        """
        module example.com/app

        go 1.19

        require (
        	example.com/log v1.2.0
        	example.com/store v0.4.0
        	example.com/text v1.0.0
        )

        require example.com/codec v1.1.0 // indirect

        replace example.com/store => ./store-fork

        replace example.com/unused v1.0.0 => example.com/other v1.0.0
        """;

    [Fact]
    public async Task The_summary_tells_what_there_is_and_all_that_is_wrong()
    {
        using var fixture = Project();

        Assert.Equal(ExitCodes.Problems, await fixture.RunAsync("graph"));

        Check("graph-summary", fixture);
        Assert.Equal("", fixture.Error.ToString());
    }

    [Theory]
    [InlineData("why", "--why", "example.com/text")]
    [InlineData("tree", "--tree")]
    [InlineData("tree-depth", "--tree", "--depth", "1")]
    [InlineData("conflicts", "--conflicts")]
    [InlineData("missing", "--missing")]
    [InlineData("replaced", "--replaced")]
    [InlineData("unfetchable", "--unfetchable")]
    [InlineData("dot", "--format", "dot")]
    [InlineData("why-dot", "--why", "example.com/codec", "--format", "dot")]
    public async Task A_view_is_as_approved(string name, params string[] arguments)
    {
        using var fixture = Project();

        Assert.Equal(ExitCodes.Problems, await fixture.RunAsync(["graph", .. arguments]));

        Check($"graph-{name}", fixture);
    }

    [Fact]
    public async Task Colours_and_cut_lines_are_for_terminals()
    {
        using var terminal = Project();
        terminal.IsTerminal = true;
        terminal.Width = 30;
        using var file = Project();
        file.Width = 30;

        await terminal.RunAsync("graph", "--tree");
        await file.RunAsync("graph", "--tree");

        var lines = terminal.Out.ToString().Split('\n').Select(line => System.Text.RegularExpressions.Regex.Replace(line, "\u001b\\[[0-9]+m", "")).ToArray();
        Assert.Contains('\u001b', terminal.Out.ToString());
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 30));
        Assert.Contains(lines, line => line.EndsWith('…') && line.Length == 30);
        Assert.DoesNotContain('\u001b', file.Out.ToString());
        Assert.Contains(file.Out.ToString().Split('\n'), line => line.Length > 30);
    }

    [Fact]
    public async Task Json_holds_everything_whatever_view_is_asked_for()
    {
        using var fixture = Project();

        await fixture.RunAsync("graph", "--tree", "--why", "example.com/text", "--format", "json");

        var report = Report(fixture);
        Assert.Equal(("sluice.graph/1", "go.mod", "go.mod"), (report.Schema, report.Source, report.Form));
        Assert.Equal(["example.com/codec@v1.1.0 indirect", "example.com/log@v1.2.0 direct", "example.com/lost@v1.0.0 implied", "example.com/store@v0.4.0 direct", "example.com/text@v1.2.0 direct"], report.Modules.Select(module => $"{module.Path}@{module.Version} {module.Relation}"));
        Assert.Equal("./store-fork", report.Modules.Single(module => module.Path == "example.com/store").ReplacedBy);
        Assert.Equal("broken on Sundays", report.Modules.Single(module => module.Path == "example.com/log").Retracted);
        Assert.Equal("use example.com/json", report.Modules.Single(module => module.Path == "example.com/codec").Deprecated);
        Assert.Equal(["used", "unused"], report.Replaced.Select(entry => entry.State));
        Assert.Equal(("1.21", "example.com/text@v1.2.0"), (report.Summary.GoNeeded, report.Summary.GoNeededBy));
        Assert.Equal(["example.com/app", "example.com/codec@v1.1.0", "example.com/text@v1.2.0"], report.Conflicts.Single().ForcedBy);
        Assert.Equal(3, report.Why!.Paths.Count);
    }

    [Fact]
    public async Task What_is_written_for_graphviz_is_what_graphviz_reads()
    {
        using var fixture = Project();
        await fixture.RunAsync("graph", "--format", "dot");
        var file = fixture.Write("graph.dot", fixture.Out.ToString());

        using var dot = Process.Start(new ProcessStartInfo(GitCommand.RequireOrSkip("dot"), ["-Tplain", file]) { RedirectStandardOutput = true })!;
        var plain = await dot.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await dot.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, dot.ExitCode);
        Assert.Equal(8, plain.Split('\n').Count(line => line.StartsWith("node ", StringComparison.Ordinal)));
        Assert.Equal(7, plain.Split('\n').Count(line => line.StartsWith("edge ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Nothing_goes_online_without_fetch_and_with_it_only_what_is_missing()
    {
        using var fixture = Project();
        fixture.Session.GoMods["example.com/lost@v1.0.0"] = "module example.com/lost\n\nrequire example.com/gone v1.0.0\n";

        await fixture.RunAsync("graph");
        Assert.Empty(fixture.Session.Asked);
        fixture.Out.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Problems, await fixture.RunAsync("graph", "--fetch", "--format", "json"));

        Assert.Equal(["example.com/lost@v1.0.0 go.mod", "example.com/gone@v1.0.0 go.mod"], fixture.Session.Asked);
        Assert.True(fixture.Session.IsDisposed);
        var report = Report(fixture);
        var gone = Assert.Single(report.Unavailable);
        Assert.Equal(("example.com/gone@v1.0.0", "failed", "module.not-found", "https://proxy.golang.org"), (gone.Module, gone.State, gone.Error!.Code, gone.Error.Source));
        Assert.Equal(["example.com/app", "example.com/store@v0.4.0", "example.com/lost@v1.0.0", "example.com/gone@v1.0.0"], gone.Chain);
        Assert.Equal("fetched", report.Modules.Single(module => module.Path == "example.com/lost").GoModFrom);
    }

    [Fact]
    public async Task A_full_store_fails_the_module_and_not_the_run()
    {
        using var fixture = new CliFixture();
        fixture.Write("go.mod", "module example.com/app\n\nrequire example.com/full v1.0.0\n");

        Assert.Equal(ExitCodes.Problems, await fixture.RunAsync("graph", "--fetch", "--modcache", "off", "--format", "json"));

        Assert.Equal("disk.full", Assert.Single(Report(fixture).Unavailable).Error!.Code);
    }

    [Fact]
    public async Task Vendored_modules_stand_in_where_a_go_mod_is_missing()
    {
        using var fixture = new CliFixture();
        fixture.Write("go.mod", "module example.com/app\n\ngo 1.19\n\nrequire example.com/a v1.0.0\n");
        fixture.Write("vendor/modules.txt", "# example.com/a v1.0.0\n## explicit; go 1.18\nexample.com/a\n# example.com/b v1.3.0\nexample.com/b\n");
        fixture.Write("go.sum", "example.com/a v1.0.0 h1:x\nexample.com/a v1.0.0/go.mod h1:x\nexample.com/b v1.3.0/go.mod h1:x\n");

        Assert.Equal(ExitCodes.Fine, await fixture.RunAsync("graph", "--modcache", "off", "--format", "json"));
        Assert.Equal(["example.com/a@v1.0.0 vendor direct 1", "example.com/b@v1.3.0 vendor implied 1"], Report(fixture).Modules.Select(module => $"{module.Path}@{module.Version} {module.GoModFrom} {module.Relation} {module.Depth}"));
        fixture.Out.GetStringBuilder().Clear();
        Assert.Equal(ExitCodes.Problems, await fixture.RunAsync("graph", "--modcache", "off", "--no-vendor", "--format", "json"));

        Assert.Equal(["example.com/a@v1.0.0"], Report(fixture).Unavailable.Select(module => module.Module));
    }

    [Fact]
    public async Task Vendoring_that_contradicts_go_mod_is_a_problem()
    {
        using var fixture = new CliFixture();
        fixture.Write("go.mod", "module example.com/app\n\ngo 1.19\n\nrequire example.com/a v1.1.0\n");
        fixture.Write("vendor/modules.txt", "# example.com/a v1.0.0\n## explicit\nexample.com/a\n");

        Assert.Equal(ExitCodes.Problems, await fixture.RunAsync("graph", "--modcache", "off"));

        Assert.Contains("inconsistent-vendoring: example.com/a@v1.1.0 is explicitly required", fixture.Out.ToString());
    }

    [Fact]
    public async Task Imports_that_nobody_provides_and_modules_without_sources_are_told()
    {
        using var fixture = new CliFixture();
        fixture.Write("go.mod", "module example.com/app\n\ngo 1.19\n\nrequire example.com/z v1.0.0\n");
        fixture.Write("app.go", "package app\n\nimport (\n\t_ \"example.com/nowhere/x\"\n\t_ \"example.com/z/y\"\n\t_ \"net/http\"\n)\n");
        fixture.Write("mc/cache/download/example.com/z/@v/v1.0.0.mod", "module example.com/z\n");

        Assert.Equal(ExitCodes.Problems, await fixture.RunAsync("graph", "--modcache", "mc", "--imports", "--why", "example.com/z", "--format", "json"));

        var report = Report(fixture);
        Assert.Equal(("unprovided-import", "example.com/nowhere/x"), (Assert.Single(report.Problems).Code, report.Problems[0].Module));
        Assert.Equal(["example.com/z@v1.0.0"], report.Unread);
        Assert.Equal(["example.com/app", "example.com/z/y"], report.Why!.Imports);
        Assert.Equal(["graph", "import"], report.MissingSums.Select(sum => sum.Reason));
    }

    [Fact]
    public async Task A_go_work_joins_its_modules_and_overrides_their_replacements()
    {
        using var fixture = new CliFixture();
        fixture.Write("ws/go.work", "go 1.19\n\nuse (\n\t./a\n\t./b\n)\n\nreplace example.com/x => ./x-of-work\n");
        fixture.Write("ws/a/go.mod", "module example.com/a\n\ngo 1.19\n\nrequire example.com/x v1.0.0\n\nreplace example.com/x => ./x\n");
        fixture.Write("ws/b/go.mod", "module example.com/b\n\ngo 1.19\n\nrequire example.com/y v1.0.0\n\nreplace example.com/y => ../y\n");
        fixture.Write("ws/b/go.sum", "example.com/z v1.0.0/go.mod h1:x\n");
        fixture.Write("ws/go.work.sum", "example.com/z v1.0.0 h1:x\n");
        fixture.Write("ws/x-of-work/go.mod", "module example.com/x\n\nrequire example.com/z v1.0.0\n");
        fixture.Write("ws/y/go.mod", "module example.com/y\n");
        fixture.Write("mc/cache/download/example.com/z/@v/v1.0.0.mod", "module example.com/z\n");

        Assert.Equal(ExitCodes.Fine, await fixture.RunAsync("graph", "ws/b", "--modcache", "mc", "--format", "json"));

        var report = Report(fixture);
        Assert.Equal(("go.work", "ws/go.work"), (report.Form, report.Source));
        Assert.Equal(["example.com/x@v1.0.0 ./x-of-work", "example.com/y@v1.0.0 ./y", "example.com/z@v1.0.0 "], report.Modules.Select(module => $"{module.Path}@{module.Version} {module.ReplacedBy}"));
        Assert.Equal(["./x-of-work ws/go.work:8 used", "./a/x ws/a/go.mod:7 overridden", "./y ws/b/go.mod:7 used"], report.Replaced.Select(entry => $"{entry.New} {entry.Where} {entry.State}"));
        Assert.Empty(report.MissingSums);
        fixture.Out.GetStringBuilder().Clear();
        fixture.Variables["GOWORK"] = "off";
        await fixture.RunAsync("graph", "ws/b", "--modcache", "mc", "--format", "json");
        Assert.Equal("go.mod", Report(fixture).Form);
    }

    [Theory]
    [InlineData("go.mod", "module example.com/app\n\nrequire example.com/a v1\nfoo bar\n", "sluice graph: go.mod:4: unknown directive: foo")]
    [InlineData("go.mod", "go 1.19\n", "sluice graph: go.mod:1: no module line; write `module PATH`")]
    [InlineData("go.sum", "example.com/a v1.0.0\n", "sluice graph: go.sum:1: wrong number of fields 2")]
    [InlineData("go.work", "go 1.19\nuse ./nowhere\n", "sluice graph: go.work:2: use ./nowhere: there is no go.mod in this folder")]
    [InlineData("go.work", "go 1.19\nuse .\nuse ./.\n", "sluice graph: go.work:3: module example.com/app appears multiple times in workspace")]
    public async Task A_broken_file_is_told_with_its_line(string file, string text, string error)
    {
        using var fixture = new CliFixture();
        fixture.Write("go.mod", "module example.com/app\n");
        fixture.Write(file, text);

        Assert.Equal(ExitCodes.Usage, await fixture.RunAsync("graph"));

        Assert.Equal(error, fixture.Error.ToString().TrimEnd());
        Assert.Equal("", fixture.Out.ToString());
    }

    [Theory]
    [InlineData("no such file or folder", "nowhere")]
    [InlineData("no go.mod or go.work in this folder or above it", "empty")]
    [InlineData("give one of them", ".", "--from", "-")]
    [InlineData("nothing to look up", "--from", "-", "--fetch")]
    [InlineData("--missing compares with go.sum", "--from", "-", "--missing")]
    [InlineData("stdin:1: not a line of go list -m all", "--from", "-")]
    [InlineData("lost.txt: this file does not exist", "--from", "lost.txt")]
    [InlineData("--depth is a whole number from 1 to 100", "--depth", "0")]
    [InlineData("--format is text or json or dot", "--format", "svg")]
    public async Task What_cannot_be_meant_is_a_usage_error(string error, params string[] arguments)
    {
        using var fixture = new CliFixture { Input = "these are four words\n" };
        fixture.Write("empty/readme", "");

        Assert.Equal(ExitCodes.Usage, await fixture.RunAsync(["graph", .. arguments]));

        Assert.Contains(error, fixture.Error.ToString());
    }

    [Theory]
    [InlineData("example.com/txt", "nothing requires example.com/txt\n    did you mean example.com/text?")]
    [InlineData("example.com/text@v9.0.0", "nothing requires example.com/text@v9.0.0; v1.2.0 is selected")]
    public async Task A_module_that_is_not_there_is_told_with_what_is(string query, string error)
    {
        using var fixture = Project();

        Assert.Equal(ExitCodes.Problems, await fixture.RunAsync("graph", "--why", query));

        Assert.Equal($"sluice graph: {error}\n", fixture.Error.ToString());
    }

    [Fact]
    public async Task Missing_lines_alone_are_warnings()
    {
        using var fixture = new CliFixture();
        fixture.Write("go.mod", "module example.com/app\n\ngo 1.19\n\nrequire example.com/z v1.0.0\n");
        fixture.Write("mc/cache/download/example.com/z/@v/v1.0.0.mod", "module example.com/z\n");

        Assert.Equal(ExitCodes.Warnings, await fixture.RunAsync("graph", "--modcache", "mc"));

        fixture.Write("go.sum", "example.com/z v1.0.0 h1:x\nexample.com/z v1.0.0/go.mod h1:x\n");
        Assert.Equal(ExitCodes.Fine, await fixture.RunAsync("graph", "--modcache", "mc"));
    }

    private static void Check(string name, CliFixture fixture) => ApprovedText.Check($"tests/Sluice.Cli.Tests/expectations/{name}.txt", fixture.Out.ToString());

    private static GraphReport Report(CliFixture fixture) => JsonSerializer.Deserialize(fixture.Out.ToString(), SluiceJsonContext.Default.GraphReport)!;

    /// <summary>A project with one of everything: a conflict, a fork on disk, a retracted version, a deprecated module, one that is nowhere, and gaps in go.sum.</summary>
    private static CliFixture Project()
    {
        var fixture = new CliFixture();
        fixture.Variables["GOMODCACHE"] = Path.Combine(fixture.Root, "mc");
        fixture.Write("go.mod", App);
        fixture.Write("go.sum", "example.com/codec v1.1.0/go.mod h1:x\nexample.com/log v1.2.0 h1:x\nexample.com/log v1.2.0/go.mod h1:x\nexample.com/text v1.0.0/go.mod h1:x\n");
        fixture.Write("store-fork/go.mod", "module example.com/store\n\ngo 1.16\n\nrequire example.com/lost v1.0.0\n");
        AddGoMod("log", "v1.2.0", "module example.com/log\n\ngo 1.17\n\nrequire example.com/text v1.1.0\n");
        AddGoMod("log", "v1.3.0", "module example.com/log\n\n// broken on Sundays\nretract v1.2.0\n");
        AddGoMod("codec", "v1.1.0", "// Deprecated: use example.com/json\nmodule example.com/codec\n\ngo 1.16\n\nrequire example.com/text v1.2.0\n");
        AddGoMod("text", "v1.0.0", "module example.com/text\n\ngo 1.17\n");
        AddGoMod("text", "v1.1.0", "module example.com/text\n\ngo 1.17\n");
        AddGoMod("text", "v1.2.0", "module example.com/text\n\ngo 1.21\n");
        return fixture;

        void AddGoMod(string name, string version, string text) => fixture.Write($"mc/cache/download/example.com/{name}/@v/{version}.mod", text);
    }
}
