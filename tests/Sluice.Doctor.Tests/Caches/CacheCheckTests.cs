using Sluice.Doctor.Caches;
using Sluice.Doctor.Probes.Running;
using Sluice.Doctor.Tests.Fixes;
using Sluice.Doctor.Tests.Probes;

namespace Sluice.Doctor.Tests.Caches;

/// <summary>On caches that the real go command filled.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class CacheCheckTests : IAsyncLifetime
{
    private readonly TestHost _test = new();
    private ModuleCacheOnDisk _cache = null!;

    public async ValueTask InitializeAsync()
    {
        _cache = new ModuleCacheOnDisk(_test);
        await _cache.FillAsync();
        _test.Set("GOPROXY", "off").Set("GONOSUMDB", "*");
    }

    [Fact]
    public async Task A_sound_cache_has_no_problem()
    {
        var report = await RunAsync();

        Assert.Equal((2, 0, 0), (report.Checked, report.Problems.Count, report.ComparedOnline));
    }

    [Fact]
    public async Task Exactly_the_broken_version_is_removed_and_go_downloads_it_again()
    {
        var zip = _cache["cache/download/example.com/one/@v/v1.0.0.zip"];
        var bytes = await File.ReadAllBytesAsync(zip, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(zip, bytes[..^30], TestContext.Current.CancellationToken);
        var check = new CacheCheck(_test.Build());

        var report = await check.RunAsync(CacheQuestions.Doubtful, TestContext.Current.CancellationToken);
        var problem = Assert.Single(report.Problems);
        Assert.Equal(("example.com/one", "v1.0.0", CacheVerdict.CacheIsBad), (problem.Module, problem.Version, problem.Verdict));
        var repaired = await check.RepairAsync(report, TestContext.Current.CancellationToken);

        Assert.True(Assert.Single(repaired.Problems).IsRemoved);
        Assert.True(Directory.Exists(_cache["example.com/!two@v1.0.0"]));
        await GoDownloadAsync();
        Assert.Empty((await RunAsync()).Problems);
    }

    [Fact]
    public async Task A_changed_extracted_folder_is_seen()
    {
        var file = _cache["example.com/!two@v1.0.0/inner/a.go"];
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.AppendAllTextAsync(file, "// changed\n", TestContext.Current.CancellationToken);

        var problem = Assert.Single((await RunAsync()).Problems);

        Assert.Equal("the extracted folder was changed", Assert.Single(problem.Faults).English);
        Assert.Equal(CacheVerdict.CacheIsBad, problem.Verdict);
    }

    [Fact]
    public async Task A_difference_from_go_sum_alone_stays_open_and_is_not_removed()
    {
        var check = new CacheCheck(_test.Build());
        _test.WriteWork("go.sum", "example.com/one v1.0.0 h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");

        var report = await check.RepairAsync(await check.RunAsync(CacheQuestions.Doubtful, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

        var problem = Assert.Single(report.Problems);
        Assert.Equal((CacheVerdict.Undecided, false), (problem.Verdict, problem.IsRemoved));
        Assert.Equal(1, report.ComparedOnline);
    }

    [Fact]
    public async Task The_proxy_decides_where_it_agrees_with_go_sum()
    {
        // The tree has the honest zip; the cache gets one that fits its own ziphash, and not go.sum.
        var honest = await File.ReadAllTextAsync(_cache["cache/download/example.com/one/@v/v1.0.0.ziphash"], TestContext.Current.CancellationToken);
        _test.WriteWork("go.sum", $"example.com/one v1.0.0 {honest}\n");
        await PolluteAsync();
        await using var proxy = LoopbackServer.Start(async (stream, stop) =>
        {
            var request = await LoopbackServer.ReadRequestAsync(stream, stop);
            var body = await File.ReadAllBytesAsync(_cache.Tree + request.Target, stop);
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n"), stop);
            await stream.WriteAsync(body, stop);
        });
        _test.Set("GOPROXY", $"http://127.0.0.1:{proxy.Port}");

        var problem = Assert.Single((await RunAsync()).Problems);

        Assert.Equal(CacheVerdict.CacheIsBad, problem.Verdict);
        Assert.Equal(honest, Assert.Single(problem.Sides, side => side.Name.StartsWith("http://", StringComparison.Ordinal)).Hash);
    }

    [Fact]
    public async Task The_database_says_that_go_sum_is_wrong()
    {
        var honest = (await File.ReadAllTextAsync(_cache["cache/download/example.com/one/@v/v1.0.0.ziphash"], TestContext.Current.CancellationToken)).Trim();
        _test.WriteWork("go.sum", "example.com/one v1.0.0 h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n");
        await using var database = LoopbackServer.StartHttp(_ => LoopbackServer.Response(
            200, $"7\nexample.com/one v1.0.0 {honest}\nexample.com/one v1.0.0/go.mod {honest}\n\ngo.sum database tree\n8\n{new string('A', 43)}=\n\n— sum.example Az3grk1Ag==\n"));
        _test.Environment.Remove("GONOSUMDB");
        _test.Set("GOSUMDB", $"sum.golang.org http://127.0.0.1:{database.Port}");

        var problem = Assert.Single((await RunAsync()).Problems);

        Assert.Equal(CacheVerdict.GoSumIsWrong, problem.Verdict);
    }

    public ValueTask DisposeAsync()
    {
        _test.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<CacheReport> RunAsync() => new CacheCheck(_test.Build()).RunAsync(CacheQuestions.Doubtful, TestContext.Current.CancellationToken);

    private async Task PolluteAsync()
    {
        var start = _cache["cache/download/example.com/one/@v/v1.0.0"];
        File.Copy(_cache["cache/download/example.com/!two/@v/v1.0.0.zip"], start + ".zip", overwrite: true);
        File.Copy(_cache["cache/download/example.com/!two/@v/v1.0.0.ziphash"], start + ".ziphash", overwrite: true);
        var folder = _cache["example.com/one@v1.0.0"];
        await new CommandRunner(TimeProvider.System).RunAsync(new CommandRequest("chmod", ["-R", "u+w", folder], _test.Environment), TestContext.Current.CancellationToken);
        Directory.Delete(folder, recursive: true);
    }

    private async Task GoDownloadAsync()
    {
        var environment = new Dictionary<string, string>(_test.Environment) { ["GOPROXY"] = "file://" + _cache.Tree, ["GOFLAGS"] = "-mod=mod" };
        var run = await new CommandRunner(TimeProvider.System).RunAsync(
            new CommandRequest("go", ["mod", "download", "all"], environment) { WorkingDirectory = _test.Work, Limit = TimeSpan.FromSeconds(60) }, TestContext.Current.CancellationToken);
        Assert.True(run is { Outcome: CommandOutcome.Ended, ExitCode: 0 }, run.Errors);
    }
}
