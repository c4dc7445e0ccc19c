using Sluice.Modules.GoMod;
using Sluice.Modules.Graph;

namespace Sluice.Modules.Tests.Graph;

public sealed class ModuleGraphTests
{
    /// <summary>Chains a, c, d and b, e, f; only b is from before graph pruning.</summary>
    private static FakeRequirements PruningExample() => new FakeRequirements()
        .Add("a@v1.0.0", "1.17", "c@v1.0.0")
        .Add("b@v1.0.0", "1.16", "e@v1.0.0")
        .Add("c@v1.0.0", "1.17", "d@v1.0.0")
        .Add("d@v1.0.0", "1.17")
        .Add("e@v1.0.0", "1.17", "f@v1.0.0")
        .Add("f@v1.0.0", "1.17");

    [Fact]
    public async Task Of_a_pruned_dependency_only_its_own_requirements_count()
    {
        var source = PruningExample();

        var graph = await LoadAsync(GraphRoots.Of(FakeRequirements.MainOf("m", "1.17", "a@v1.0.0")), source);

        Assert.Equal(["m", "a@v1.0.0", "c@v1.0.0"], Names(graph.BuildList));
        Assert.Null(graph.RequirementsOf(new("c", "v1.0.0")));
        Assert.Equal(["a@v1.0.0"], Names(source.Read));
    }

    [Fact]
    public async Task Below_an_unpruned_dependency_everything_counts()
    {
        var graph = await LoadAsync(GraphRoots.Of(FakeRequirements.MainOf("m", "1.21.0", "b@v1.0.0")), PruningExample());

        Assert.Equal(["m", "b@v1.0.0", "e@v1.0.0", "f@v1.0.0"], Names(graph.BuildList));
    }

    [Theory]
    [InlineData("1.16")]
    [InlineData(null)]
    public async Task Nothing_is_pruned_for_a_main_module_before_go_1_17(string? go)
    {
        var graph = await LoadAsync(GraphRoots.Of(FakeRequirements.MainOf("m", go, "a@v1.0.0")), PruningExample());

        Assert.Equal(["m", "a@v1.0.0", "c@v1.0.0", "d@v1.0.0"], Names(graph.BuildList));
    }

    [Fact]
    public async Task A_module_met_pruned_and_unpruned_is_unpruned()
    {
        var source = PruningExample().Add("g@v1.0.0", "1.16", "a@v1.0.0");

        var graph = await LoadAsync(GraphRoots.Of(FakeRequirements.MainOf("m", "1.20", "a@v1.0.0", "g@v1.0.0")), source);

        Assert.Equal("v1.0.0", graph.Selected("d"));
        Assert.Equal(source.Read.Count, source.Read.Distinct().Count());
    }

    [Fact]
    public async Task Demands_say_who_asks_for_which_version_greatest_first()
    {
        var source = new FakeRequirements().Add("a@v1.0.0", null, "c@v1.2.0").Add("b@v1.0.0", null, "c@v1.10.0").Add("c@v1.2.0", null).Add("c@v1.10.0", null);

        var graph = await LoadAsync(GraphRoots.Of(FakeRequirements.MainOf("m", null, "a@v1.0.0", "b@v1.0.0", "c@v1.2.0")), source);

        Assert.Equal("v1.10.0", graph.Selected("c"));
        Assert.Equal(
            [new Demand(new("b", "v1.0.0"), "v1.10.0"), new Demand(new("a", "v1.0.0"), "v1.2.0"), new Demand(new("m", ""), "v1.2.0")],
            graph.DemandsOn("c"));
        Assert.Equal(["m", "b@v1.0.0", "c@v1.10.0"], Names(graph.FindChain(new("c", "v1.10.0"))));
        Assert.Empty(graph.FindChain(new("c", "v9.0.0")));
        Assert.Empty(graph.DemandsOn("z"));
        Assert.Null(graph.Selected("z"));
    }

    [Fact]
    public async Task Excluded_versions_are_passed_over_everywhere()
    {
        var source = new FakeRequirements().Add("a@v1.0.0", null, "c@v1.2.0").Add("c@v1.1.0", null);
        var main = FakeRequirements.MainOf("m", null, "a@v1.0.0", "c@v1.1.0", "d@v1.0.0") with { Exclusions = [new("c", "v1.2.0"), new("d", "v1.0.0")] };

        var graph = await LoadAsync(GraphRoots.Of(main), source);

        Assert.Equal(["m", "a@v1.0.0", "c@v1.1.0"], Names(graph.BuildList));
    }

    [Fact]
    public async Task A_replacement_gives_the_requirements_and_the_replaced_keeps_its_name()
    {
        var source = new FakeRequirements()
            .Add("fork@v1.5.0", null, "c@v1.0.0")
            .Answer("../b", new RequirementsAnswer.Known("anything", null, [new("d", "v1.0.0")]))
            .Add("c@v1.0.0", null)
            .Add("d@v1.0.0", null);
        var main = FakeRequirements.MainOf("m", null, "a@v1.0.0", "b@v1.0.0") with
        {
            Replacements =
            [
                new Replacement(new("a", ""), new("nowhere", "v1.0.0"), default),
                new Replacement(new("a", "v1.0.0"), new("fork", "v1.5.0"), default),
                new Replacement(new("b", ""), new("../b", ""), default),
            ],
        };

        var graph = await LoadAsync(GraphRoots.Of(main), source);

        Assert.Empty(graph.Failures);
        Assert.Equal(["m", "a@v1.0.0", "b@v1.0.0", "c@v1.0.0", "d@v1.0.0"], Names(graph.BuildList));
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_with_the_chain_that_leads_there()
    {
        var source = new FakeRequirements()
            .Add("a@v1.0.0", null, "b@v1.0.0", "c@v1.0.0", "d@v1.0.0")
            .Answer("c@v1.0.0", new RequirementsAnswer.Known("other", null, []))
            .Answer("d@v1.0.0", new RequirementsAnswer.Known("", null, []));

        var graph = await LoadAsync(GraphRoots.Of(FakeRequirements.MainOf("m", null, "a@v1.0.0")), source);

        Assert.Equal(
            [
                "b@v1.0.0: not found",
                "c@v1.0.0: parsing go.mod:\n\tmodule declares its path as: other\n\t        but was required as: c",
                "d@v1.0.0: parsing go.mod: missing module line",
            ],
            graph.Failures.Select(failure => $"{failure.Module}: {failure.Reason}"));
        Assert.Equal(["m", "a@v1.0.0", "b@v1.0.0"], Names(graph.Failures[0].Chain));
        Assert.Equal("v1.0.0", graph.Selected("b"));
    }

    [Fact]
    public async Task A_workspace_selects_for_all_its_modules_together()
    {
        var source = new FakeRequirements()
            .Add("a@v1.0.0", "1.17", "c@v1.0.0").Add("a@v1.1.0", "1.17", "c@v1.1.0")
            .Add("c@v1.0.0", "1.17", "d@v1.0.0").Add("c@v1.1.0", "1.17", "d@v1.1.0").Add("d@v1.1.0", "1.17");
        var work = GoWorkFile.Parse("go 1.20\n\nuse ./x\n\nuse ./y\n\nreplace a v1.0.0 => ../a\n", "go.work");
        source.Answer("../a", new RequirementsAnswer.Known("a", "1.17", [new("c", "v1.0.0")]));

        var graph = await LoadAsync(
            GraphRoots.OfWorkspace(work, [FakeRequirements.MainOf("x", "1.20", "a@v1.0.0"), FakeRequirements.MainOf("y", "1.20", "a@v1.1.0", "x@v0.1.0")]),
            source.Add("x@v0.1.0", "1.20"));

        Assert.Empty(graph.Failures);
        Assert.Equal(["x", "y", "a@v1.1.0", "c@v1.1.0", "d@v1.1.0"], Names(graph.BuildList));
    }

    [Fact]
    public async Task Replacements_that_contradict_each_other_are_told()
    {
        Replacement To(string path) => new(new("a", ""), new(path, "v1.0.0"), default);
        var source = new FakeRequirements().Add("b@v1.0.0", null).Add("c@v1.0.0", null);
        var x = FakeRequirements.MainOf("x", null, "a@v1.0.0") with { Replacements = [To("b")] };
        var y = FakeRequirements.MainOf("y", null) with { Replacements = [To("c"), To("d")] };

        var graph = await LoadAsync(new GraphRoots([x, y], IsWorkspace: true, []), source);

        Assert.Contains("conflicting replacements: c@v1.0.0 and d@v1.0.0", graph.Failures.Select(failure => failure.Reason));
        Assert.Contains("conflicting replacements found in workspace modules: b@v1.0.0 and c@v1.0.0", graph.Failures.Select(failure => failure.Reason));
    }

    [Fact]
    public async Task The_greatest_go_directive_of_all_modules_is_known()
    {
        var graph = await LoadAsync(GraphRoots.Of(FakeRequirements.MainOf("m", "1.9", "a@v1.0.0")), new FakeRequirements().Add("a@v1.0.0", "1.21rc1"));

        Assert.Equal("1.21rc1", graph.GoVersion);
    }

    [Fact]
    public async Task A_chain_of_twenty_thousand_modules_and_a_cycle_end_without_overflow()
    {
        const int Length = 20_000;
        var source = new FakeRequirements();
        for (var i = 0; i < Length; i++)
        {
            source.Add($"a{i}@v1.0.0", null, $"a{(i + 1) % Length}@v1.0.0");
        }

        var graph = await LoadAsync(GraphRoots.Of(FakeRequirements.MainOf("m", null, "a0@v1.0.0")), source);

        Assert.Equal(Length + 1, graph.BuildList.Count);
        Assert.Equal(["a0@v1.0.0"], Names(MinimalRequirements.Of(graph, [])));
        Assert.Equal(Length + 1, graph.FindChain(new($"a{Length - 1}", "v1.0.0")).Count);
    }

    [Fact]
    public async Task A_graph_beyond_the_limit_is_cut_off_and_told()
    {
        var names = Enumerable.Range(0, GraphLimits.MaxModules + 1).Select(i => $"a{i}@v1.0.0").ToList();
        var source = new FakeRequirements();
        names.ForEach(name => source.Add(name, "1.17"));

        var below = await LoadAsync(GraphRoots.Of(FakeRequirements.MainOf("m", null, names[..(GraphLimits.MaxModules - 1)])), source);
        var beyond = await LoadAsync(GraphRoots.Of(FakeRequirements.MainOf("m", null, names)), source);

        Assert.Empty(below.Failures);
        Assert.StartsWith($"the graph has more than {GraphLimits.MaxModules} module versions", Assert.Single(beyond.Failures).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_files_are_asked_for_at_once_than_allowed()
    {
        var names = Enumerable.Range(0, 100).Select(i => $"a{i}@v1.0.0").ToList();
        var source = new FakeRequirements();
        names.ForEach(name => source.Add(name, null));

        await GraphLoader.LoadAsync(GraphRoots.Of(FakeRequirements.MainOf("m", null, names)), source, 3, TestContext.Current.CancellationToken);

        Assert.InRange(source.MostAtOnce, 1, 3);
    }

    [Fact]
    public async Task A_cancelled_reading_ends()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            GraphLoader.LoadAsync(GraphRoots.Of(FakeRequirements.MainOf("m", null, "a@v1.0.0")), new FakeRequirements(), 1, cancelled.Token));
    }

    [Fact]
    public async Task A_downgrade_that_is_given_no_older_version_ends()
    {
        var source = new FakeRequirements().Add("a@v1.1.0", null, "b@v1.1.0").Add("b@v1.1.0", null).Add("b@v1.0.0", null);
        var roots = GraphRoots.Of(FakeRequirements.MainOf("m", null, "a@v1.1.0"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => GraphDowngrades.LoadAsync(
            roots, source, [new("b", "v1.0.0")], (_, _) => new("v1.1.0"), 1, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Files_give_what_the_graph_needs()
    {
        const string Content = "module m\n\ngo 1.20\n\nrequire a v1.0.0\n\nrequire b v1.0.0\n\nexclude b v1.0.0\n\nreplace a => c v1.0.0\n";
        var main = GoModFile.Parse(Content, "go.mod", GoModParsing.Strict);
        var dependency = GoModFile.Parse("module a\n\ngo 1.18\n\nrequire d v1.0.0 // indirect\n", "go.mod", GoModParsing.Lax);
        var source = new FakeRequirements().Answer("c@v1.0.0", RequirementsAnswer.Of(dependency));

        var graph = await LoadAsync(GraphRoots.Of(MainModule.Of(main)), source);

        Assert.Equal(["m", "a@v1.0.0", "d@v1.0.0"], Names(graph.BuildList));
        Assert.Throws<ArgumentException>(() => MainModule.Of(dependency));
    }

    private static Task<ModuleGraph> LoadAsync(GraphRoots roots, FakeRequirements source) =>
        GraphLoader.LoadAsync(roots, source, GraphLimits.MaxConcurrency, TestContext.Current.CancellationToken);

    private static IEnumerable<string> Names(IEnumerable<ModuleReference> modules) => modules.Select(module => module.ToString());
}
