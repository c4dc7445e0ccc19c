using System.Text;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;
using Sluice.Testing;

namespace Sluice.Modules.Tests.Versions;

/// <summary>Queries about every module of the go command's own fixture: Sluice must choose what the real go command chooses.</summary>
public sealed class GoQueryTests
{
    private static readonly string[] Queries = ["latest", "v0", "v1", "v1.0", "v1.1", "v2", "v3", "<v1.1.0", "<=v1.0.0", ">v1.0.0", ">=v1.0.0", ">v0.0.0-0", "<v3"];

    [Fact]
    public async Task Queries_are_answered_as_go_list_does()
    {
        using var go = GoCommand.RequireOrSkip();
        var fixture = ModuleFixture.LoadGoTree();
        await using var upstream = await FakeUpstream.StartAsync(fixture, "/mod");
        go.Proxy = upstream.Url;
        go.Home.Write("main/go.mod", "module example.test/main\n\ngo 1.17\n");
        (string Path, string Query)[] questions = [.. fixture.Modules.Select(module => module.Path).Distinct().SelectMany(path => Queries.Select(query => (path, query)))];
        string[] arguments = ["list", "-m", "-e", "-retracted", "-f", "{{.Version}} {{if .Error}}failed{{end}}", .. questions.Select(question => $"{question.Path}@{question.Query}")];

        var result = await go.RunOrFailAsync(go.Home["main"], arguments);
        var answers = result.Output.Split('\n')[..^1];

        Assert.Equal(questions.Length, answers.Length);
        var pairs = questions.Zip(answers).Select(pair => (pair.First, Go: pair.Second.EndsWith("failed", StringComparison.Ordinal) ? "nothing" : pair.Second.Trim(), Ours: Choose(fixture, pair.First.Path, pair.First.Query))).ToArray();
        Assert.True(pairs.Count(pair => pair.Go != "nothing") > 300);
        Assert.True(pairs.Count(pair => pair.Go == "nothing") > 100);
        var wrong = pairs.Where(pair => pair.Go != pair.Ours).Select(pair => $"{pair.First.Path}@{pair.First.Query}: go says {pair.Go}, Sluice {pair.Ours}").ToArray();
        Assert.Empty(wrong);
    }

    private static string Choose(ModuleFixture fixture, string path, string query)
    {
        Assert.True(VersionListText.TryParse(Encoding.UTF8.GetBytes(fixture.ListOf(path)!), out var list, out _));
        var selection = new VersionSelection(ModulePath.Parse(path), VersionQuery.Parse(query))
        {
            // What cmd/go calls a go.mod of its own: any but the one that a proxy makes up.
            HasGoMod = version => Encoding.UTF8.GetString(fixture.Find(path, version.Value)!.GoMod!) != $"module {path}\n",
        };
        var choice = selection.Choose(list.Versions);
        if (choice is VersionChoice.AskLatest)
        {
            var latest = fixture.LatestOf(path)?.Info is { } info ? ModuleInfo.Parse(info).Version : list.NewestUntagged;
            choice = selection.ChooseFromLatest(latest);
        }

        return choice is VersionChoice.Found found && fixture.Find(path, found.Version.Value)?.Info is not null ? found.Version.Value : "nothing";
    }
}
