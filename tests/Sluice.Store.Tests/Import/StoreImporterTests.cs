using Sluice.Core.Ports;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;
using Sluice.Store.Blobs;
using Sluice.Store.Import;
using Sluice.Store.Verify;

namespace Sluice.Store.Tests.Import;

public sealed class StoreImporterTests : IDisposable
{
    private const string Info = """{"Version":"v1.0.0","Time":"2024-01-02T03:04:05Z"}""";
    private static readonly ModulePath Module = ModulePath.Parse("example.com/Big/m");
    private static readonly ModuleVersion Version = ModuleVersion.Parse("v1.0.0");
    private readonly byte[] _zip = ModuleZips.Create("example.com/Big/m", "v1.0.0");
    private readonly Scratch _source = new();
    private readonly Scratch _target = new();
    private readonly DiskStore _store;
    private readonly TestGate _gate;

    public StoreImporterTests()
    {
        _store = DiskStore.Open(new DiskStoreOptions { Directory = _target.Directory }, TimeProvider.System);
        _gate = new TestGate(_target.Directory);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _gate.Dispose();
        _store.Dispose();
        _source.Dispose();
        _target.Dispose();
    }

    [Theory]
    [InlineData("", ImportKind.ModuleCache)]
    [InlineData("cache/download", ImportKind.ModuleCache)]
    public async Task A_module_cache_is_imported_from_its_root_and_from_its_download_folder(string below, ImportKind kind)
    {
        WriteVersion("cache/download/");
        _source.Write("cache/download/example.com/!big/m/@v/v1.0.0.ziphash", ModuleZips.Hash(_zip));
        _source.Write("cache/download/example.com/!big/m/@v/v1.0.0.lock", "");
        _source.Write("example.com/!big/m@v1.0.0/source.zip", "an extracted file");
        var result = await ImportAsync(below);
        Assert.Equal(kind, result.Kind);
        AssertImported(result);
    }

    [Fact]
    public async Task A_goproxy_cache_is_imported_without_answers_that_grow_old()
    {
        WriteVersion("");
        _source.Write("example.com/!big/m/@v/master.info", Info);
        _source.Write("example.com/!big/m/@v/v2.0.0.info", """{"Version":"v2.0.0+incompatible"}""");
        _source.Write("example.com/!big/m/@v/list", "v0.9.0\nv1.0.0\n");
        _source.Write("example.com/!big/m/@latest", Info);
        _source.Write("sumdb/sum.golang.org/tile/8/0/000", "tile");
        var result = await ImportAsync();
        Assert.Equal(ImportKind.GoProxyCache, result.Kind);
        AssertImported(result);
        Assert.Null(await _store.ReadDocumentAsync(Artefact.Latest(Module), Cancelled));
    }

    [Theory]
    [InlineData("example.com/Big/m/v1.0.0")]
    [InlineData("example.com/!big/m/v1.0.0")]
    public async Task An_athens_storage_is_imported_whether_its_paths_are_escaped_or_not(string directory)
    {
        _source.Write($"{directory}/go.mod", "module example.com/Big/m\n");
        _source.Write($"{directory}/v1.0.0.info", Info);
        _source.Write($"{directory}/source.zip", _zip);
        var result = await ImportAsync();
        Assert.Equal(ImportKind.Athens, result.Kind);
        AssertImported(result);
    }

    [Fact]
    public async Task Importing_again_changes_nothing()
    {
        WriteVersion("");
        _source.Write("example.com/!big/m/@v/v1.0.0.ziphash", ModuleZips.Hash(_zip));
        await ImportAsync();
        var result = await ImportAsync();
        Assert.Equal(0, result.Imported);
        Assert.Equal(3, result.AlreadyThere);
        Assert.Equal(0, result.Lists);
        Assert.Empty(result.Problems);
    }

    [Fact]
    public async Task What_the_store_has_with_other_content_stays_and_is_a_conflict()
    {
        WriteVersion("");
        await ImportAsync();
        _source.Write("example.com/!big/m/@v/v1.0.0.info", """{"Version":"v1.0.0","Time":"2025-01-02T03:04:05Z"}""");
        _source.Write("example.com/!big/m/@v/v1.0.0.mod", "module example.com/Big/m // changed\n");
        _source.Write("example.com/!big/m/@v/v1.0.0.zip", ModuleZips.Create("example.com/Big/m", "v1.0.0", "package changed\n"));
        var result = await ImportAsync();
        Assert.Equal(0, result.Imported);
        Assert.Equal(3, result.ProblemCount);
        Assert.All(result.Problems, problem => Assert.Equal(ImportProblemKind.Conflict, problem.Kind));
        using var zip = _store.OpenZip(Artefact.Zip(Module, Version));
        Assert.Equal(_zip.Length, zip!.SizeBytes);
    }

    [Fact]
    public async Task An_info_with_other_fields_but_the_same_version_and_time_is_no_conflict()
    {
        WriteVersion("");
        await ImportAsync();
        _source.Write("example.com/!big/m/@v/v1.0.0.info", """{"Version":"v1.0.0","Time":"2024-01-02T04:04:05+01:00","Origin":{"VCS":"git"}}""");
        Assert.Empty((await ImportAsync()).Problems);
    }

    public static TheoryData<string, string, ImportProblemKind> Bad => new()
    {
        { "v1.0.0.info", """{"Version":"v1.0.1"}""", ImportProblemKind.WrongVersion },
        { "v1.0.0.info", "<html>", ImportProblemKind.Malformed },
        { "v1.0.0.info", "", ImportProblemKind.Malformed },
        { "v1.0.0.info", """{"Time":"2024-01-02T03:04:05Z"}""", ImportProblemKind.Malformed },
        { "v1.0.0.info", """{"Version":"v1.0.0"} trailing""", ImportProblemKind.Malformed },
        { "v1.0.0.mod", "<!DOCTYPE html>", ImportProblemKind.Malformed },
        { "v1.0.0.zip", "no zip", ImportProblemKind.IllegalZip },
        { "v1.0.0.ziphash", "h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", ImportProblemKind.WrongHash },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_bad_file_is_reported_and_left_out_and_the_others_are_imported(string name, string content, ImportProblemKind kind)
    {
        WriteVersion("");
        _source.Write("example.com/!big/m/@v/" + name, content);
        var result = await ImportAsync();
        Assert.Equal(kind, Assert.Single(result.Problems).Kind);
        Assert.Equal(2, result.Imported);
        Assert.Equal(3, _store.Enumerate().Count());
        Assert.Empty(Directory.EnumerateFiles(_target[".tmp"]));
    }

    [Fact]
    public async Task A_zip_of_another_module_is_reported()
    {
        WriteVersion("");
        _source.Write("example.com/!big/m/@v/v1.0.0.zip", ModuleZips.Create("example.com/other", "v1.0.0"));
        var problem = Assert.Single((await ImportAsync()).Problems);
        Assert.Equal(ImportProblemKind.IllegalZip, problem.Kind);
        Assert.Contains("example.com/other@v1.0.0/m.go", problem.Text, StringComparison.Ordinal);
        Assert.Null(_store.OpenZip(Artefact.Zip(Module, Version)));
    }

    [Fact]
    public async Task Symbolic_links_are_reported_and_not_followed()
    {
        WriteVersion("");
        var secret = _target.Write("secret", "module secret\n");
        File.CreateSymbolicLink(_source["example.com/!big/m/@v/v1.1.0.mod"], secret);
        Directory.CreateSymbolicLink(_source["example.com/link"], _target.Directory);
        var result = await ImportAsync();
        Assert.Equal(ImportProblemKind.Link, Assert.Single(result.Problems).Kind);
        Assert.DoesNotContain(_store.Enumerate(), entry => entry.Artefact.Version == "v1.1.0");
    }

    [Fact]
    public async Task A_module_without_list_gets_one_of_the_versions_found_without_pseudo_versions()
    {
        foreach (var version in new[] { "v1.10.0", "v1.2.0", "v1.2.0-rc.1", "v0.0.0-20240102030405-0123456789ab" })
        {
            _source.Write($"example.com/m/@v/{version}.info", $$"""{"Version":"{{version}}"}""");
        }

        _source.Write("example.com/pseudo/@v/v0.0.0-20240102030405-0123456789ab.info", """{"Version":"v0.0.0-20240102030405-0123456789ab"}""");
        var result = await ImportAsync();
        Assert.Equal(1, result.Lists);
        Assert.Equal("v1.2.0-rc.1\nv1.2.0\nv1.10.0\n", await File.ReadAllTextAsync(_target["example.com/m/@v/list"], Cancelled));
    }

    [Fact]
    public async Task A_list_that_the_store_has_stays()
    {
        WriteVersion("");
        await _store.WriteDocumentAsync(Artefact.List(Module), "v1.0.0\nv1.1.0\n"u8.ToArray(), Cancelled);
        Assert.Equal(0, (await ImportAsync()).Lists);
        Assert.Equal("v1.0.0\nv1.1.0\n", await File.ReadAllTextAsync(_target["example.com/!big/m/@v/list"], Cancelled));
    }

    [Fact]
    public async Task Problems_beyond_the_limit_are_counted_only()
    {
        for (var i = 0; i < 5; i++)
        {
            _source.Write($"example.com/m/@v/v1.{i}.0.info", "{}");
        }

        var result = await Importer.ImportAsync(_source.Directory, new ImportOptions { MaxProblems = 2 }, null, Cancelled);
        Assert.Equal(5, result.ProblemCount);
        Assert.Equal(2, result.Problems.Count);
    }

    [Fact]
    public async Task Progress_is_told_for_every_version()
    {
        WriteVersion("");
        var progress = new List<ImportProgress>();
        await Importer.ImportAsync(_source.Directory, new ImportOptions { MaxParallel = 1 }, new Recorder(progress), Cancelled);
        Assert.Equal("example.com/Big/m@v1.0.0", Assert.Single(progress).Current);
        Assert.True(progress[0].SizeBytes > _zip.Length);
    }

    [Fact]
    public async Task A_cancelled_import_ends()
    {
        WriteVersion("");
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Importer.ImportAsync(_source.Directory, new ImportOptions(), null, cancellation.Token));
    }

    [Fact]
    public async Task A_directory_with_nothing_to_import_is_refused()
    {
        _source.Write("readme.txt", "x");
        Assert.False(StoreImporter.TryDetect(_source.Directory, out _, out var error));
        Assert.Contains("neither", error, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => ImportAsync());
        Assert.False(StoreImporter.TryDetect(_source["missing"], out _, out error));
        Assert.Contains("no such directory", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_checksum_database_contradicts_is_not_imported_and_goes_into_quarantine()
    {
        WriteVersion("cache/download/");
        var other = ModuleZips.Hash(ModuleZips.Create("example.com/Big/m", "v1.0.0", "package other\n"));
        _gate.Records(other, ModuleHash.HashGoMod("module example.com/Big/m\n"u8).ToString());

        var result = await ImportAsync();

        var problem = Assert.Single(result.Problems);
        Assert.Equal(ImportProblemKind.NotVouchedFor, problem.Kind);
        Assert.Contains(ModuleZips.Hash(_zip), problem.Text);
        Assert.Null(_store.OpenZip(Artefact.Zip(Module, Version)));
        Assert.NotNull(await _store.ReadDocumentAsync(Artefact.GoMod(Module, Version), Cancelled));
        Assert.Single(Directory.EnumerateFiles(_target.Directory, "evidence.json", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task What_is_imported_while_the_database_cannot_be_asked_is_noted_for_later()
    {
        WriteVersion("cache/download/");
        _gate.IsUnreachable();

        Assert.Empty((await ImportAsync()).Problems);

        var noted = Assert.Single(await _gate.UnverifiedAsync());
        Assert.Equal(("example.com/Big/m", "v1.0.0", "import"), (noted.Path.Value, noted.Version, noted.Source));
    }

    private StoreImporter Importer => new(_store, ModuleZipChecks.Verify, ModuleZipChecks.Hash, _gate.Gate);

    private Task<ImportResult> ImportAsync(string below = "") =>
        Importer.ImportAsync(_source[below], new ImportOptions(), null, Cancelled);

    private void WriteVersion(string prefix)
    {
        _source.Write(prefix + "example.com/!big/m/@v/v1.0.0.info", Info);
        _source.Write(prefix + "example.com/!big/m/@v/v1.0.0.mod", "module example.com/Big/m\n");
        _source.Write(prefix + "example.com/!big/m/@v/v1.0.0.zip", _zip);
    }

    private void AssertImported(ImportResult result)
    {
        Assert.Empty(result.Problems);
        Assert.Equal((1, 3, 1), (result.Versions, result.Imported, result.Lists));
        Assert.Equal(Info, File.ReadAllText(_target["example.com/!big/m/@v/v1.0.0.info"]));
        Assert.Equal("module example.com/Big/m\n", File.ReadAllText(_target["example.com/!big/m/@v/v1.0.0.mod"]));
        Assert.Equal(_zip, File.ReadAllBytes(_target["example.com/!big/m/@v/v1.0.0.zip"]));
        Assert.Equal(ModuleZips.Hash(_zip), File.ReadAllText(_target["example.com/!big/m/@v/v1.0.0.ziphash"]));
        Assert.Equal("v1.0.0\n", File.ReadAllText(_target["example.com/!big/m/@v/list"]));
        Assert.Equal(4, _store.Enumerate().Count());
    }

    private sealed class Recorder(List<ImportProgress> seen) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => seen.Add(value);
    }
}
