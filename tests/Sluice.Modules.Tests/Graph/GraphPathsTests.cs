using Sluice.Modules.GoMod;
using Sluice.Modules.Graph;

namespace Sluice.Modules.Tests.Graph;

public sealed class GraphPathsTests
{
    /// <summary>A diamond on x, with a longer way round and a circle between b and c.</summary>
    private static FakeRequirements Diamond() => new FakeRequirements()
        .Add("a@v1.0.0", "1.16", "x@v1.1.0")
        .Add("b@v1.0.0", "1.16", "c@v1.0.0", "x@v1.0.0")
        .Add("c@v1.0.0", "1.16", "b@v1.0.0", "x@v1.1.0")
        .Add("x@v1.0.0", "1.16")
        .Add("x@v1.1.0", "1.16");

    [Fact]
    public async Task Paths_come_shortest_first_and_go_through_no_version_twice()
    {
        var graph = await LoadAsync(Diamond(), "a@v1.0.0", "b@v1.0.0");

        var found = GraphPaths.Find(graph, [FakeRequirements.Reference("x@v1.0.0"), FakeRequirements.Reference("x@v1.1.0")], 10);

        Assert.Equal(
            ["m a@v1.0.0 x@v1.1.0", "m b@v1.0.0 x@v1.0.0", "m b@v1.0.0 c@v1.0.0 x@v1.1.0"],
            found.Paths.Select(path => string.Join(' ', path)));
        Assert.False(found.HasMore);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    public async Task No_more_paths_than_asked_for_and_a_word_when_there_are_more(int most, bool hasMore)
    {
        var graph = await LoadAsync(Diamond(), "a@v1.0.0", "b@v1.0.0");

        var found = GraphPaths.Find(graph, [FakeRequirements.Reference("x@v1.1.0")], most);

        Assert.Equal((Math.Min(most, 2), hasMore), (found.Paths.Count, found.HasMore));
        Assert.Equal("m a@v1.0.0 x@v1.1.0", string.Join(' ', found.Paths[0]));
    }

    [Fact]
    public async Task What_is_not_in_the_graph_has_no_path()
    {
        var graph = await LoadAsync(Diamond(), "a@v1.0.0");

        Assert.Equal((0, false), (GraphPaths.Find(graph, [FakeRequirements.Reference("y@v1.0.0")], 5) is var found ? (found.Paths.Count, found.HasMore) : default));
    }

    [Fact]
    public async Task A_graph_with_billions_of_paths_is_answered_at_once()
    {
        // Forty layers of two modules that require both of the next: 2^40 paths.
        var source = new FakeRequirements();
        for (var layer = 0; layer < 40; layer++)
        {
            source.Add($"l{layer}@v1.0.0", "1.16", $"l{layer + 1}@v1.0.0", $"r{layer + 1}@v1.0.0").Add($"r{layer}@v1.0.0", "1.16", $"l{layer + 1}@v1.0.0", $"r{layer + 1}@v1.0.0");
        }

        var graph = await LoadAsync(source.Add("l40@v1.0.0", "1.16").Add("r40@v1.0.0", "1.16"), "l0@v1.0.0", "r0@v1.0.0");

        var found = GraphPaths.Find(graph, [FakeRequirements.Reference("l40@v1.0.0")], 25);

        Assert.Equal((25, true), (found.Paths.Count, found.HasMore));
        Assert.All(found.Paths, path => Assert.Equal(42, path.Count));
        Assert.Equal(25, found.Paths.Select(path => string.Join(' ', path)).Distinct().Count());
    }

    [Fact]
    public async Task Conflicts_name_who_asks_for_what_and_the_chain_that_forces_the_greatest()
    {
        var graph = await LoadAsync(Diamond(), "a@v1.0.0", "b@v1.0.0");

        var conflict = Assert.Single(VersionConflict.Of(graph));

        Assert.Equal(("x", "v1.1.0"), (conflict.Path, conflict.Selected));
        Assert.Equal(["a@v1.0.0 v1.1.0", "c@v1.0.0 v1.1.0", "b@v1.0.0 v1.0.0"], conflict.Demands.Select(demand => $"{demand.By} {demand.Version}"));
        Assert.Equal("m a@v1.0.0 x@v1.1.0", string.Join(' ', conflict.Chain));
    }

    [Theory]
    [InlineData("1.17", false, 1)]
    [InlineData("1.16", false, 0)]
    [InlineData("1.17", true, 0)]
    public async Task A_requirement_below_the_selected_version_is_outdated_where_go_mod_must_be_complete(string go, bool isWorkspace, int count)
    {
        var main = FakeRequirements.MainOf("m", go, "a@v1.0.0", "x@v1.0.0");
        var roots = GraphRoots.Of(main) with { IsWorkspace = isWorkspace };
        var graph = await GraphLoader.LoadAsync(roots, Diamond(), 4, TestContext.Current.CancellationToken);

        var outdated = OutdatedRequirement.Of(graph, roots);

        Assert.Equal(count, outdated.Count);
        Assert.All(outdated, entry => Assert.Equal(("m", "x@v1.0.0", "v1.1.0"), (entry.Main, entry.Required.ToString(), entry.Selected)));
    }

    [Fact]
    public async Task Sums_are_needed_for_every_go_mod_and_for_zips_that_are_imported()
    {
        var replaced = new Replacement(new ModuleReference("a", ""), new ModuleReference("fork", "v9.0.0"), default);
        var local = new Replacement(new ModuleReference("c", ""), new ModuleReference("./c", ""), default);
        var main = FakeRequirements.MainOf("m", "1.16", "a@v1.0.0", "b@v1.0.0") with { Replacements = [replaced, local] };
        var source = Diamond().Add("fork@v9.0.0", "1.16", "x@v1.1.0").Answer("./c", new RequirementsAnswer.Known("c", "1.16", []));
        var graph = await GraphLoader.LoadAsync(GraphRoots.Of(main), source, 4, TestContext.Current.CancellationToken);

        var needs = SumNeed.Of(graph, new HashSet<string> { "a", "c" }, new HashSet<string> { "x" });

        Assert.Equal(
            [
                "b v1.0.0/go.mod Graph True",
                "fork v9.0.0/go.mod Graph True",
                "fork v9.0.0 DirectRequirement True",
                "x v1.0.0/go.mod Graph True",
                "x v1.1.0/go.mod Graph True",
                "x v1.1.0 IndirectRequirement False",
            ],
            needs.Select(need => $"{need.LineStart} {need.Reason} {need.IsCertain}"));
    }

    private static Task<ModuleGraph> LoadAsync(FakeRequirements source, params string[] requirements) =>
        GraphLoader.LoadAsync(GraphRoots.Of(FakeRequirements.MainOf("m", "1.16", requirements)), source, 4, TestContext.Current.CancellationToken);
}
