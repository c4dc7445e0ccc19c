namespace Sluice.Repository.Tests;

/// <summary>Which project may refer to which. An arrow that is not here is not to be drawn.</summary>
public sealed class ArrowTests
{
    private static readonly string[] Domain = ["Sluice.Core", "Sluice.Govern", "Sluice.Modules"];

    /// <summary>For each project those that it may refer to. Both Server and Cli are composition roots: the one executable is Cli, Server is its library.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Sluice.Modules"] = [],
        ["Sluice.Govern"] = ["Sluice.Modules"],
        ["Sluice.Core"] = ["Sluice.Govern", "Sluice.Modules"],
        ["Sluice.Fetch"] = Domain,
        ["Sluice.Store"] = Domain,
        ["Sluice.Store.S3"] = Domain,
        ["Sluice.Store.Postgres"] = Domain,
        ["Sluice.Doctor"] = Domain,
        ["Sluice.Api"] = [],
        ["Sluice.Server"] = [.. Domain, "Sluice.Fetch", "Sluice.Store", "Sluice.Store.S3", "Sluice.Store.Postgres", "Sluice.Api"],
        ["Sluice.Cli"] = [.. Domain, "Sluice.Doctor", "Sluice.Fetch", "Sluice.Store", "Sluice.Api", "Sluice.Server"],
    };

    public static TheoryData<string> SourceProjects => [.. RepositoryTree.Projects.Where(project => project.StartsWith("src/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(SourceProjects))]
    public void References_follow_the_arrows(string project)
    {
        Assert.True(Allowed.TryGetValue(RepositoryTree.NameOf(project), out var allowed), $"{project} has no arrows: enter it here and in docs/architecture.md");
        Assert.Empty(RepositoryTree.Includes(project, "ProjectReference").Select(RepositoryTree.NameOf).Except(allowed));
    }

    [Fact]
    public void There_are_source_projects_to_check() => Assert.Contains("src/Sluice.Modules/Sluice.Modules.csproj", SourceProjects.Select(row => row.Data));

    [Theory]
    [InlineData("Sluice.Modules")]
    [InlineData("Sluice.Govern")]
    [InlineData("Sluice.Core")]
    [InlineData("Sluice.Api")]
    public void The_domain_needs_no_package_and_no_framework(string name)
    {
        foreach (var project in RepositoryTree.Projects.Where(project => RepositoryTree.NameOf(project) == name))
        {
            Assert.Empty(RepositoryTree.Includes(project, "PackageReference"));
            Assert.Empty(RepositoryTree.Includes(project, "FrameworkReference"));
        }
    }

    [Fact]
    public void Nothing_in_src_refers_to_tests() => Assert.All(SourceProjects, row =>
        Assert.DoesNotContain(RepositoryTree.Includes(row.Data, "ProjectReference"), reference => reference.Contains("tests", StringComparison.Ordinal)));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var listed = RepositoryTree.ReadXml("Sluice.slnx").Descendants("Project").Select(project => (string?)project.Attribute("Path") ?? "");

        Assert.Equal(RepositoryTree.Projects.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }
}
