using Sluice.Modules.GoMod;
using Sluice.Modules.Graph;
using Sluice.Modules.Tests.GoMod;

namespace Sluice.Modules.Tests.Graph;

/// <summary>
/// Runs the scenarios of testdata: <c>graph</c> holds lines <c>B1: C1 D2</c>, a letter being a path and what follows a version (2.hidden is
/// between 2 and 3, and no upgrade finds it); <c>expect</c> holds questions and build lists.
/// </summary>
public sealed class SelectionScenarioTests
{
    public static TheoryData<string> Scenarios => [.. CaseFile.Names("Graph")];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task A_scenario_selects_what_its_file_says(string name)
    {
        var file = CaseFile.Read("Graph", name);
        var graph = Lines(file.Text("graph")).ToDictionary(line => line.Key, line => line.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        var expected = Lines(file.Text("expect")).ToList();

        Assert.NotEmpty(expected);
        foreach (var (question, answer) in expected)
        {
            Assert.Equal($"{question}: {answer}", $"{question}: {string.Join(' ', await AskAsync(graph, question.Split(' ')))}");
        }
    }

    private static async Task<IEnumerable<string>> AskAsync(Dictionary<string, string[]> graph, string[] question)
    {
        var target = question[1];
        var roots = GraphRoots.Of(MainOf(target, graph[target].Select(Reference)));
        var source = Source(graph);
        switch (question[0])
        {
            case "build":
                return Names(target, (await LoadAsync(roots, source)).BuildList);
            case "upgrade":
                return Names(target, (await LoadAsync(Upgraded(), source)).BuildList);
            case "upgrade*":
                return Names(target, (await GraphUpgrades.LoadAllLatestAsync(roots, source, LatestAsync, 4, TestContext.Current.CancellationToken)).BuildList);
            case "upgradereq":
                var upgraded = await LoadAsync(Upgraded(), source);
                var minimal = await LoadAsync(GraphRoots.Of(MainOf(target, upgraded.BuildList.Skip(1))), source);
                return Names(target, MinimalRequirements.Of(minimal, []));
            case "downgrade":
                var lowered = await GraphDowngrades.LoadAsync(
                    roots, source, [.. question[2..].Select(Reference)], PreviousAsync, 4, TestContext.Current.CancellationToken);
                Assert.Empty(lowered.Failures);
                return Names(target, lowered.BuildList);
            default:
                Assert.Equal("req", question[0]);
                return Names(target, MinimalRequirements.Of(await LoadAsync(roots, source), question[2..]));
        }

        GraphRoots Upgraded() => GraphUpgrades.With(roots, [.. question[2..].Select(Reference)]);

        ValueTask<string?> PreviousAsync(ModuleReference module, CancellationToken cancellation) => ValueTask.FromResult(Visible(module.Path)
            .Where(version => string.CompareOrdinal(version, module.Version) < 0).Max(StringComparer.Ordinal));

        ValueTask<string?> LatestAsync(string path, CancellationToken cancellation) => ValueTask.FromResult(Visible(path).Max(StringComparer.Ordinal));

        IEnumerable<string> Visible(string path) => Known(graph)
            .Where(module => module.StartsWith(path, StringComparison.Ordinal) && !module.EndsWith(".hidden", StringComparison.Ordinal))
            .Select(module => Reference(module).Version);
    }

    private static async Task<ModuleGraph> LoadAsync(GraphRoots roots, FakeRequirements source)
    {
        var graph = await GraphLoader.LoadAsync(roots, source, 4, TestContext.Current.CancellationToken);
        Assert.Empty(graph.Failures);
        return graph;
    }

    private static FakeRequirements Source(Dictionary<string, string[]> graph)
    {
        var source = new FakeRequirements();
        foreach (var module in Known(graph))
        {
            source.Add(Reference(module).ToString(), null, [.. graph.GetValueOrDefault(module, []).Select(name => Reference(name).ToString())]);
        }

        return source;
    }

    private static HashSet<string> Known(Dictionary<string, string[]> graph) => [.. graph.Keys, .. graph.Values.SelectMany(names => names)];

    private static MainModule MainOf(string target, IEnumerable<ModuleReference> requirements) => new(target[..1], null, [.. requirements], [], []);

    private static ModuleReference Reference(string name)
    {
        var version = name[1..] switch
        {
            "" => "v1.0.0",
            "none" => "none",
            [var number, .. ".hidden"] => $"v1.{number}.1",
            var number => $"v1.{number}.0",
        };
        return new ModuleReference(name[..1], version);
    }

    private static IEnumerable<string> Names(string target, IEnumerable<ModuleReference> modules) => modules.Select(module => module.Version.Split('.') switch
    {
        [""] => target,
        ["v1", "0", "0"] => module.Path,
        ["v1", var number, "1"] => $"{module.Path}{number}.hidden",
        ["v1", var number, _] => module.Path + number,
        _ => module.ToString(),
    });

    private static IEnumerable<KeyValuePair<string, string>> Lines(string text) =>
        from line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
        let parts = line.Split(':', 2, StringSplitOptions.TrimEntries)
        select KeyValuePair.Create(parts[0], parts[1]);
}
