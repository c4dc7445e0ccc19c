using System.Text.Json;
using Sluice.Api;
using Sluice.Api.Fetching;
using Sluice.Testing;

namespace Sluice.Cli.Tests.Wiring;

/// <summary>The commands on the real pipeline and the real store, with a file tree as upstream.</summary>
public sealed class RealToolsTests : IDisposable
{
    private readonly CliFixture _fixture = new() { UsesRealTools = true };

    public RealToolsTests()
    {
        var modules = new ModuleFixture();
        modules.Add("example.com/a", "v1.0.0", new FixtureFile("go.mod", "module example.com/a\n"u8.ToArray()), new FixtureFile("a.go", "package a\n"u8.ToArray()));
        modules.Add("example.com/a", "v1.2.0", new FixtureFile("go.mod", "module example.com/a\n"u8.ToArray()), new FixtureFile("a.go", "package a // 2\n"u8.ToArray()));
        modules.Add("example.com/a", "v1.3.0-rc.1", new FixtureFile("go.mod", "module example.com/a\n"u8.ToArray()));
        modules.WriteTree(Upstream);
        _fixture.Write("sluice.yaml", $"upstreams: file://{Upstream}\nsumdb: off\n");
    }

    private string Upstream => Path.Combine(_fixture.Root, "upstream");

    private string Store => Path.Combine(_fixture.Root, "sluice-data");

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Get_fetches_into_the_store_and_finds_it_there_the_second_time()
    {
        var first = Assert.Single(await GetAsync(0, "example.com/a@v1.0.0"));
        var second = Assert.Single(await GetAsync(0, "example.com/a@v1.0.0"));

        Assert.Equal(("v1.0.0", "miss", "hit"), (first.Version, first.Cache, second.Cache));
        Assert.StartsWith("h1:", first.H1);
        Assert.Equal((first.H1, first.SizeBytes, first.Time), (second.H1, second.SizeBytes, second.Time));
        Assert.Equal(["info", "mod", "zip", "hash"], first.Stages.Select(stage => stage.Name));
        Assert.StartsWith("file:", first.Source);
        Assert.Equal(first.H1, (await File.ReadAllTextAsync(Path.Combine(Store, "example.com/a/@v/v1.0.0.ziphash"), TestContext.Current.CancellationToken)).Trim());
    }

    [Theory]
    [InlineData("example.com/a", "v1.2.0")]
    [InlineData("example.com/a@latest", "v1.2.0")]
    [InlineData("example.com/a@v1.0", "v1.0.0")]
    [InlineData("example.com/a@<v1.2.0", "v1.0.0")]
    [InlineData("example.com/a@>v1.2.0", "v1.3.0-rc.1")]
    public async Task Get_understands_version_queries(string query, string version)
    {
        var module = Assert.Single(await GetAsync(0, query));

        Assert.Equal((version, null), (module.Version, module.Error));
    }

    [Fact]
    public async Task Get_says_what_does_not_exist()
    {
        var modules = await GetAsync(ExitCodes.Problems, "example.com/a@v1.9.9", "example.com/b@latest", "example.com/a@v1.0.0");

        Assert.All(modules.Take(2), module => Assert.Equal("module.not-found", module.Error?.Code));
        Assert.Null(modules[2].Error);
        Assert.Equal(["info"], modules[0].Stages.Select(stage => stage.Name));
    }

    [Fact]
    public async Task Prefetch_reads_go_mod_with_replacements_and_go_work()
    {
        _fixture.Write("ws/go.work", "go 1.21\n\nuse ./m\n");
        _fixture.Write("ws/m/go.mod", "module m\n\nrequire example.com/old v1.0.0\n\nrequire example.com/local v1.0.0\n\nreplace example.com/old => example.com/a v1.2.0\n\nreplace example.com/local => ../local\n");

        Assert.Equal((0, ""), (await RunAsync("prefetch", "ws/go.work"), _fixture.Error.ToString().Split("fetched  example.com/a@v1.2.0")[0]));

        Assert.StartsWith("1 version: 0 already stored, 1 fetched", _fixture.Out.ToString());
        Assert.True(File.Exists(Path.Combine(Store, "example.com/a/@v/v1.2.0.zip")));
    }

    [Fact]
    public async Task Prefetch_names_the_mistakes_of_a_go_mod()
    {
        _fixture.Write("go.mod", "module m\n\nrequire (\n\texample.com/a one\n)\nwhat\n");

        Assert.Equal(ExitCodes.Usage, await RunAsync("prefetch", "go.mod"));

        Assert.Contains("go.mod:4:2: ", _fixture.Error.ToString());
        Assert.Contains("go.mod:6:1: unknown directive: what", _fixture.Error.ToString());
    }

    [Fact]
    public async Task Verify_finds_a_damaged_zip_that_stats_counts()
    {
        await GetAsync(0, "example.com/a@v1.0.0", "example.com/a@v1.2.0");
        Assert.Equal(0, await RunAsync("store", "verify"));
        var zip = Path.Combine(Store, "example.com/a/@v/v1.0.0.zip");
        File.Copy(Path.Combine(Store, "example.com/a/@v/v1.2.0.zip"), zip, overwrite: true);
        _fixture.Out.GetStringBuilder().Clear();

        Assert.Equal(ExitCodes.Problems, await RunAsync("store", "verify"));
        Assert.Contains("example.com/a/@v/v1.0.0.zip\n  store.", _fixture.Out.ToString());

        _fixture.Out.GetStringBuilder().Clear();
        Assert.Equal(0, await RunAsync("store", "stats"));
        Assert.Contains("versions   2\nzips       2\n", _fixture.Out.ToString());
    }

    [Fact]
    public async Task Import_copies_a_tree_and_names_its_layout()
    {
        Assert.Equal(0, await RunAsync("store", "import", "--kind", "goproxy", "--format", "json", "upstream"));

        var report = JsonSerializer.Deserialize(_fixture.Out.ToString(), SluiceJsonContext.Default.StoreImportReport)!;
        Assert.Equal(("goproxy", 3, 9, 0), (report.Kind, report.Versions, report.ImportedFiles, report.ProblemCount));
        Assert.True(File.Exists(Path.Combine(Store, "example.com/a/@v/v1.2.0.zip")));
    }

    [Fact]
    public async Task Import_of_a_directory_without_modules_exits_2()
    {
        Directory.CreateDirectory(Path.Combine(_fixture.Root, "empty"));

        Assert.Equal(ExitCodes.Usage, await RunAsync("store", "import", "empty"));
        Assert.StartsWith("sluice store import: ", _fixture.Error.ToString());
    }

    private async Task<IReadOnlyList<FetchedModule>> GetAsync(int code, params string[] queries)
    {
        _fixture.Out.GetStringBuilder().Clear();
        Assert.Equal(code, await RunAsync(["get", "--format", "json", .. queries]));
        return JsonSerializer.Deserialize(_fixture.Out.ToString(), SluiceJsonContext.Default.GetReport)!.Modules;
    }

    private Task<int> RunAsync(params string[] arguments) => _fixture.RunAsync(arguments);
}
