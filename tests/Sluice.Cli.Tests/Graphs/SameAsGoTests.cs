using System.Text.Json;
using Sluice.Api;
using Sluice.Api.Graphs;
using Sluice.Testing;

namespace Sluice.Cli.Tests.Graphs;

/// <summary>The go command and Sluice look at the same modules.</summary>
public sealed class SameAsGoTests
{
    private static readonly string[] Versions = ["v1.0.0", "v1.1.0", "v1.2.0-pre", "v1.2.0"];

    private static readonly string?[] GoVersions = [null, "1.16", "1.17", "1.18"];

    /// <summary>Random trees: old and new modules, pruned and not, circles, exclusions, replacements by versions, forks and directories.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task A_module_has_the_build_list_and_the_graph_that_go_computes(int seed)
    {
        var dice = new Random(seed);
        using var tree = RandomTree(dice, out var paths);
        WriteRandomMain(tree, dice, "", "example.com/main", paths);

        // Where go.sum is missing the go command may write it, and go.mod while it is at it: the graph stays the same.
        tree.Go.Variables["GOFLAGS"] = "-modcacherw -mod=mod";
        await CompareAsync(tree);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public async Task A_workspace_has_the_build_list_and_the_graph_that_go_computes(int seed)
    {
        var dice = new Random(seed);
        using var tree = RandomTree(dice, out var paths);
        var work = new List<string> { "go 1.19" };
        for (var i = 0; i <= dice.Next(1, 3); i++)
        {
            WriteRandomMain(tree, dice, $"m{i}", $"example.com/main{i}", paths);
            work.Add($"use ./m{i}");
        }

        // Replacements in the modules may contradict each other, which the go command refuses; one in go.work settles it for its path.
        work.AddRange(paths.Select(path => $"replace {path} v1.0.0 => {path} v1.1.0"));
        tree.Cli.Write("go.work", string.Join('\n', work) + "\n");

        await CompareAsync(tree);
    }

    [Fact]
    public async Task A_path_that_go_mod_why_names_is_among_the_shortest()
    {
        using var tree = new GoTree()
            .Add("example.com/a", "v1.0.0", "1.16", "example.com/c v1.0.0")
            .Add("example.com/b", "v1.0.0", "1.16", "example.com/c v1.0.0", "example.com/d v1.0.0")
            .Add("example.com/c", "v1.0.0", "1.16", "example.com/e v1.0.0")
            .Add("example.com/d", "v1.0.0", "1.16", "example.com/e v1.0.0", "example.com/f v1.0.0")
            .Add("example.com/e", "v1.0.0", "1.16", "example.com/g v1.0.0")
            .Add("example.com/f", "v1.0.0", "1.16")
            .Add("example.com/g", "v1.0.0", "1.16")
            .Finish();
        tree.WriteMain("", "example.com/main", "1.16", ["example.com/a v1.0.0", "example.com/b v1.0.0"]);
        tree.Go.Variables["GOFLAGS"] = "-modcacherw -mod=mod";
        Assert.Equal(0, (await tree.RunAsync("mod", "tidy")).ExitCode);
        foreach (var letter in "abcdefg")
        {
            var module = $"example.com/{letter}";
            var why = (await tree.RunAsync("mod", "why", "-m", module)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..];

            var report = await ReportAsync(tree, "--why", module, "--imports");

            Assert.Equal(why, report.Why!.Imports);
            var shortest = report.Why.Paths.Where(path => path.Count == report.Why.Paths[0].Count);
            Assert.Contains(string.Join(' ', why), shortest.Select(path => string.Join(' ', path.Select(name => name.Split('@')[0]))));
        }
    }

    [Fact]
    public async Task Chains_of_imports_are_those_of_go_mod_why()
    {
        using var tree = new GoTree()
            .Add("example.com/a", "v1.0.0", "1.17", "example.com/b v1.0.0")
            .Add("example.com/b", "v1.0.0", "1.17")
            .Add("example.com/onlytest", "v1.0.0", "1.17")
            .Add("example.com/ignored", "v1.0.0", "1.17")
            .Add("example.com/unused", "v1.0.0", "1.17")
            .Add("example.com/windows", "v1.0.0", "1.17")
            .Finish();
        string[] modules = ["a", "b", "onlytest", "ignored", "unused", "windows"];
        tree.WriteMain("", "example.com/main", "1.17", [.. modules.Select(name => $"example.com/{name} v1.0.0 // indirect")]);
        tree.Cli.Write("deep/x.go", "package deep\n\nimport (\n\t\"fmt\"\n\t_ \"example.com/a\"\n)\n\nvar _ = fmt.Sprint\n");
        tree.Cli.Write("deep/x_test.go", "package deep_test\n\nimport _ \"example.com/onlytest\"\n");
        tree.Cli.Write("deep/x_windows.go", "package deep\n\nimport _ \"example.com/windows\"\n");
        tree.Cli.Write("deep/gen.go", "//go:build ignore\n\npackage main\n\nimport _ \"example.com/ignored\"\n");
        tree.Cli.Write("testdata/x.go", "package testdata\n\nimport _ \"example.com/ignored\"\n");
        tree.Cli.Write("inner/go.mod", "module example.com/main/inner\n");
        tree.Cli.Write("inner/x.go", "package inner\n\nimport _ \"example.com/ignored\"\n");
        tree.Go.Variables["GOFLAGS"] = "-modcacherw -mod=mod";
        foreach (var name in modules)
        {
            var result = await tree.RunAsync("mod", "why", "-m", $"example.com/{name}");
            Assert.True(result.ExitCode == 0, result.ToString());
            var why = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1..].Where(line => !line.StartsWith('('));

            var report = await ReportAsync(tree, "--why", $"example.com/{name}", "--imports");

            Assert.Equal(why, report.Why!.Imports);
            Assert.Equal([], report.Unread);
        }
    }

    /// <summary>Takes one line after the other out of a tidy go.sum.</summary>
    [Theory]
    [InlineData("1.16")]
    [InlineData("1.17")]
    public async Task A_line_that_is_called_missing_is_one_that_go_stops_at(string go)
    {
        using var tree = new GoTree()
            .Add("example.com/a", "v1.0.0", "1.16", "example.com/c v1.0.0")
            .Add("example.com/b", "v1.0.0", "1.17", "example.com/c v1.1.0", "example.com/d v1.0.0")
            .Add("example.com/c", "v1.0.0", "1.16")
            .Add("example.com/c", "v1.1.0", "1.16")
            .Add("example.com/d", "v1.0.0", "1.17")
            .Finish();
        tree.WriteMain("", "example.com/main", go, ["example.com/a v1.0.0", "example.com/b v1.0.0"]);
        Assert.Equal(0, (await tree.RunAsync("mod", "tidy")).ExitCode);
        var file = Path.Combine(tree.Cli.Root, "go.sum");
        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(9, lines.Length);
        foreach (var line in lines)
        {
            await File.WriteAllLinesAsync(file, lines.Where(other => other != line), TestContext.Current.CancellationToken);
            var isGoMod = line.Split(' ')[1].EndsWith("/go.mod", StringComparison.Ordinal);
            var command = isGoMod ? await tree.RunAsync("list", "-m", "all") : await tree.RunAsync("build", "./...");

            var report = await ReportAsync(tree, ExitCodes.Warnings, "--imports");

            Assert.NotEqual(0, command.ExitCode);
            var missing = Assert.Single(report.MissingSums);
            Assert.StartsWith(missing.Line + " h1:", line, StringComparison.Ordinal);
            Assert.True(missing.Seen is null || line.EndsWith(missing.Seen, StringComparison.Ordinal), line);
            Assert.Equal(isGoMod ? "graph" : "import", missing.Reason);

            // Without a look at imports go.mod's word is taken. From 1.17 on it lists c and d, which is a promise that they are imported; before, nothing is claimed of them.
            var withoutImports = await ReportAsync(tree, expected: null);
            var isDirect = line.StartsWith("example.com/a ", StringComparison.Ordinal) || line.StartsWith("example.com/b ", StringComparison.Ordinal);
            Assert.Equal(
                isGoMod || isDirect ? [true] : go == "1.16" ? [] : [false],
                withoutImports.MissingSums.Select(sum => sum.IsCertain));
        }
    }

    [Fact]
    public async Task A_requirement_that_is_called_outdated_is_one_that_go_stops_at()
    {
        using var tree = new GoTree()
            .Add("example.com/a", "v1.0.0", "1.17", "example.com/c v1.1.0")
            .Add("example.com/c", "v1.0.0", "1.17")
            .Add("example.com/c", "v1.1.0", "1.17")
            .Finish();
        var sums = "";
        string[][] states = [["example.com/c v1.0.0"], ["example.com/a v1.0.0", "example.com/c v1.1.0"]];
        foreach (var requirements in states)
        {
            tree.WriteMain("", "example.com/main", "1.17", requirements);
            Assert.Equal(0, (await tree.RunAsync("mod", "tidy")).ExitCode);
            sums += await File.ReadAllTextAsync(Path.Combine(tree.Cli.Root, "go.sum"), TestContext.Current.CancellationToken);
        }

        tree.Cli.Write("go.sum", sums);
        tree.WriteMain("", "example.com/main", "1.17", ["example.com/a v1.0.0", "example.com/c v1.0.0"]);

        var build = await tree.RunAsync("build", "./...");
        var report = await ReportAsync(tree, ExitCodes.Problems);

        Assert.Contains("updates to go.mod needed", build.Errors);
        Assert.Equal(("outdated-requirement", "example.com/c@v1.0.0"), (Assert.Single(report.Problems).Code, report.Problems[0].Module));
    }

    [Fact]
    public async Task What_go_prints_is_read_back_as_the_same_graph()
    {
        using var tree = RandomTree(new Random(5), out var paths);
        WriteRandomMain(tree, new Random(5), "", "example.com/main", paths);
        tree.Go.Variables["GOFLAGS"] = "-modcacherw -mod=mod";
        string[][] commands = [["mod", "graph"], ["list", "-m", "all"], ["list", "-m", "-json", "all"]];
        foreach (var command in commands)
        {
            tree.Cli.Input = (await tree.RunAsync(command)).Output;
            Assert.NotEqual("", tree.Cli.Input);
            var own = await ReportAsync(tree, expected: null);

            var read = await ReportAsync(tree, expected: null, "--from", "-");

            Assert.Equal("go " + string.Join(' ', command), read.Form);
            Assert.Equal(Names(own), Names(read));
            Assert.Equal(command[0] == "mod" ? own.Conflicts.Select(conflict => conflict.Path) : [], read.Conflicts.Select(conflict => conflict.Path));
        }
    }

    [Fact]
    public async Task Imports_between_packages_are_requirements_between_their_modules()
    {
        using var tree = new GoTree()
            .Add("example.com/a", "v1.0.0", "1.16", "example.com/b v1.0.0")
            .Add("example.com/b", "v1.0.0", "1.16")
            .Finish();
        tree.WriteMain("", "example.com/main", "1.16", ["example.com/a v1.0.0"]);
        tree.Go.Variables["GOFLAGS"] = "-modcacherw -mod=mod";
        await tree.RunAsync("mod", "tidy");
        tree.Cli.Input = (await tree.RunAsync("list", "-deps", "-json", "./...")).Output;

        var report = await ReportAsync(tree, ExitCodes.Fine, "--from", "-", "--why", "example.com/b");

        Assert.Equal("go list -deps -json", report.Form);
        Assert.Equal(["example.com/main", "example.com/a@v1.0.0", "example.com/b@v1.0.0"], Assert.Single(report.Why!.Paths));
    }

    private static async Task CompareAsync(GoTree tree)
    {
        var list = await tree.RunAsync("list", "-m", "-f", "{{if not .Main}}{{.Path}}@{{.Version}}{{end}}", "all");
        var graph = await tree.RunAsync("mod", "graph");
        Assert.True(list.ExitCode == 0 && graph.ExitCode == 0, $"{list}{graph}");

        var report = await ReportAsync(tree, expected: null);

        Assert.Empty(report.Unavailable);
        Assert.Equal(Lines(list), Names(report));
        Assert.Equal(Lines(graph), report.Requirements.SelectMany(entry => entry.Requires.Select(required => $"{entry.Module} {required}")).Order(StringComparer.Ordinal));
    }

    private static Task<GraphReport> ReportAsync(GoTree tree, params string[] arguments) => ReportAsync(tree, null, arguments);

    private static async Task<GraphReport> ReportAsync(GoTree tree, int? expected, params string[] arguments)
    {
        tree.Cli.Out.GetStringBuilder().Clear();
        var code = await tree.Cli.RunAsync(["graph", "--format", "json", .. arguments]);
        Assert.True(expected is null ? code is 0 or 3 or 4 : code == expected, $"exit code {code}\n{tree.Cli.Out}{tree.Cli.Error}");
        return JsonSerializer.Deserialize(tree.Cli.Out.ToString(), SluiceJsonContext.Default.GraphReport)!;
    }

    private static IEnumerable<string> Names(GraphReport report) => report.Modules.Select(module => $"{module.Path}@{module.Version}").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Lines(CommandResult result) => result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);

    private static GoTree RandomTree(Random dice, out string[] paths)
    {
        string[] all = [.. "abcdefghij"[..dice.Next(3, 11)].Select(letter => $"example.com/{letter}")];
        var tree = new GoTree();
        foreach (var path in all)
        {
            foreach (var version in Versions)
            {
                tree.Add(path, version, GoVersions[dice.Next(GoVersions.Length)], RandomRequirements(dice, [.. all.Where(other => other != path)], dice.Next(4)));
            }
        }

        paths = all;
        return tree.Finish();
    }

    private static void WriteRandomMain(GoTree tree, Random dice, string folder, string path, string[] paths)
    {
        var rest = new System.Text.StringBuilder();
        if (dice.Next(3) == 0)
        {
            rest.Append($"\nexclude {paths[dice.Next(paths.Length)]} {Versions[dice.Next(Versions.Length)]}\n");
        }

        if (dice.Next(3) == 0)
        {
            var target = paths[dice.Next(paths.Length)];
            rest.Append($"\nreplace {paths[0]} v1.0.0 => {target} {Versions[dice.Next(Versions.Length)]}\n");
        }

        if (dice.Next(3) == 0)
        {
            tree.Cli.Write(Path.Combine(folder, "local", "go.mod"), $"module example.com/elsewhere\n\ngo 1.17\n\nrequire {paths[0]} v1.2.0\n");
            rest.Append($"\nreplace {paths[1]} v1.1.0 => ./local\n");
        }

        tree.WriteMain(folder, path, new[] { "1.16", "1.17", "1.19" }[dice.Next(3)], RandomRequirements(dice, paths, dice.Next(1, 5)), rest.ToString());
    }

    private static string[] RandomRequirements(Random dice, string[] paths, int count) =>
        [.. dice.GetItems(paths, count).Distinct().Select(path => $"{path} {Versions[dice.Next(Versions.Length)]}")];
}
