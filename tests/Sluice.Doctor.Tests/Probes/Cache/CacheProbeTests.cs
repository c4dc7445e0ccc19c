using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Cache;
using Sluice.Doctor.Probes.Modules;
using Sluice.Testing;

namespace Sluice.Doctor.Tests.Probes.Cache;

public sealed class CacheProbeTests : IAsyncLifetime
{
    private readonly TestHost _host = new();
    private GoCommand _go = null!;

    public async ValueTask InitializeAsync()
    {
        _go = GoCommand.RequireOrSkip();
        var fixture = new ModuleFixture();
        fixture.Add("example.com/Good", "v1.0.0", ("go.mod", "module example.com/Good\n"), ("good.go", "package good\n"));
        fixture.Add("example.com/bad", "v1.0.0", ("go.mod", "module example.com/bad\n"), ("bad.go", "package bad\n"));
        await using var upstream = await FakeUpstream.StartAsync(fixture);
        _go.Proxy = upstream.Url;
        _host.WriteWork("go.mod", "module main\n\ngo 1.19\n\nrequire (\n\texample.com/Good v1.0.0\n\texample.com/bad v1.0.0\n)\n");
        _host.WriteWork("main.go", "package main\n\nimport (\n\t_ \"example.com/Good\"\n\t_ \"example.com/bad\"\n)\n\nfunc main() {}\n");
        await _go.RunOrFailAsync(_host.Work, "mod", "tidy");
    }

    public ValueTask DisposeAsync()
    {
        _go.Dispose();
        _host.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void What_the_real_go_command_left_is_sound()
    {
        var cache = Collect();

        Assert.Equal(["example.com/Good", "example.com/bad"], cache.Modules.Select(module => module.Path));
        Assert.All(cache.Modules, module =>
        {
            Assert.Null(module.ZipProblem);
            Assert.Equal(module.RecordedHash, module.ComputedHash);
            Assert.Equal(module.ComputedHash, Assert.Single(module.GoSumHashes));
            Assert.Equal(module.GoModHash, Assert.Single(module.GoSumGoModHashes));
            Assert.True(module.IsExtracted);
        });
        Assert.Equal((Tri.Yes, true, 0), (cache.IsWritable, cache.Exists, cache.Skipped));
        Assert.True(cache.Disk!.FreeBytes > 0);
        Assert.Empty(cache.Locks);
        Assert.Equal(Path.Combine(_host.Work, "go.sum"), cache.GoSum);
    }

    [Fact]
    public void Damage_of_every_kind_is_seen_and_nothing_is_changed()
    {
        var bad = Path.Combine(_go.ModuleCache, "cache", "download", "example.com", "bad", "@v");
        using (var zip = new FileStream(Path.Combine(bad, "v1.0.0.zip"), FileMode.Open))
        {
            zip.SetLength(zip.Length / 2);
        }

        File.WriteAllText(Path.Combine(bad, "v1.0.0.info"), "<html>");
        File.WriteAllText(Path.Combine(bad, "v1.0.0.ziphash"), "h1:nonsense");
        File.WriteAllText(Path.Combine(bad, "v1.0.0.zip123.tmp"), "");
        var good = Path.Combine(_go.ModuleCache, "cache", "download", "example.com", "!good", "@v", "v1.0.0.ziphash");
        File.WriteAllText(good, "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");

        var cache = Collect();

        var damaged = cache.Modules[1];
        Assert.NotNull(damaged.ZipProblem);
        Assert.NotNull(damaged.RecordedProblem);
        Assert.NotNull(damaged.InfoProblem);
        Assert.NotEqual(cache.Modules[0].RecordedHash, cache.Modules[0].ComputedHash);
        Assert.EndsWith("v1.0.0.zip123.tmp", Assert.Single(cache.Partials), StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.GetFiles(_go.ModuleCache), file => file.Contains("sluice", StringComparison.Ordinal));
    }

    [Fact]
    public void A_lock_that_is_held_is_told_from_one_that_lies_about()
    {
        var file = Path.Combine(_go.ModuleCache, "cache", "lock");
        using var held = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        Assert.Equal(file, Assert.Single(Collect().Locks).File);
    }

    [Fact]
    public void Without_time_the_rest_is_counted()
    {
        var cache = new CacheProbe(_host.Build()).Collect(_go.ModuleCache, [], isDeep: false, TimeSpan.FromTicks(-1), TestContext.Current.CancellationToken);

        Assert.Empty(cache.Modules);
        Assert.Equal(2, cache.Skipped);
    }

    [Fact]
    public void A_cache_that_is_not_there_is_evidence()
    {
        var cache = new CacheProbe(_host.Build()).Collect(Path.Combine(_host.Home, "none", "mod"), [], false, Patience.Long, TestContext.Current.CancellationToken);

        Assert.Equal((false, Tri.Yes), (cache.Exists, cache.IsWritable));
    }

    private CacheEvidence Collect() =>
        new CacheProbe(_host.Build()).Collect(_go.ModuleCache, [new ModuleTarget("example.com/Good", "v1.0.0")], false, Patience.Long, TestContext.Current.CancellationToken);
}
