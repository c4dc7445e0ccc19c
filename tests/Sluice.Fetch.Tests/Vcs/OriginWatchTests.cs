using System.Text;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Core.Records;
using Sluice.Fetch.Tests.Vcs.Git;
using Sluice.Fetch.Upstreams;
using Sluice.Fetch.Vcs;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;
using Sluice.Testing;

namespace Sluice.Fetch.Tests.Vcs;

/// <summary>Tags that move and repositories that go, seen through <c>direct</c>.</summary>
public sealed class OriginWatchTests : IDisposable
{
    private static readonly ModulePath Module = ModulePath.Parse("example.com/m");
    private static readonly ModuleVersion V100 = ModuleVersion.Parse("v1.0.0");

    private readonly TempDirectory _cache = new();
    private readonly GitFixture _fixture = new();
    private readonly MemoryOriginRecords _records = new();
    private readonly ManualTimeProvider _time = new();
    private readonly UpstreamRegistry _registry;
    private readonly IModuleSource _direct;
    private readonly FetchContext _context = new() { RequestId = "r" };

    public OriginWatchTests()
    {
        _fixture.Write("go.mod", "module example.com/m\n").Commit().Tag("v1.0.0").Write("a.go", "package m\n").Commit().Tag("v1.1.0");
        var origins = new OriginOptions(_cache.FullName)
        {
            Origins = [new RepositoryRoot("example.com/m", VcsKind.Git, _fixture.FileUrl)],
            AllowsFileUrls = true,
            Records = _records,
            EnvironmentVariables = new Dictionary<string, string> { ["PATH"] = GitCommand.SearchPath },
        };
        _registry = new UpstreamRegistry(new UpstreamOptions(), new(), origins, _time);
        _direct = _registry.CreateChain(GoProxyList.TryParse("direct", out var list, out _) ? list : throw new InvalidOperationException());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IEnumerable<string> Alerts => _context.Steps.Where(step => step.What == FetchStep.Alert).Select(step => step.Text);

    public void Dispose()
    {
        _registry.Dispose();
        _fixture.Dispose();
        _cache.Dispose();
    }

    [Fact]
    public async Task The_commit_of_a_version_is_recorded_when_it_is_first_seen()
    {
        await GetAsync(Artefact.Info(Module, V100));
        await GetAsync(Artefact.GoMod(Module, V100));

        var record = await _records.FindAsync(Module, "v1.0.0", Token);
        Assert.NotNull(record);
        Assert.Equal(
            (_fixture.Git("rev-parse", "v1.0.0"), "refs/tags/v1.0.0", "git", _fixture.FileUrl, OriginState.Present, _time.GetUtcNow()),
            (record.Hash, record.Ref, record.Vcs, record.Url, record.State, record.FirstSeen));
        Assert.Empty(Alerts);
    }

    [Fact]
    public async Task A_moved_tag_is_noticed_with_the_next_list_and_audited_once()
    {
        await GetAsync(Artefact.Info(Module, V100));
        var before = _fixture.Git("rev-parse", "v1.0.0");
        _fixture.Write("a.go", "package evil\n").Commit().Tag("v1.0.0");

        for (var i = 0; i < 3; i++)
        {
            Later();
            Assert.Equal("v1.0.0\nv1.1.0\n", await GetAsync(Artefact.List(Module)));
        }

        var audit = Assert.Single(_records.Events);
        Assert.Equal(("origin.tag-moved", "example.com/m", "v1.0.0"), (audit.Kind, audit.Module, audit.Version));
        Assert.Contains(before[..12], audit.Detail, StringComparison.Ordinal);
        Assert.Contains(_fixture.Head[..12], audit.Detail, StringComparison.Ordinal);
        Assert.Single(Alerts);
        Assert.Equal(_fixture.Head, (await _records.FindAsync(Module, "v1.0.0", Token))!.HashNow);
    }

    [Fact]
    public async Task Nothing_of_a_moved_tag_is_mixed_with_what_was_seen_before()
    {
        await GetAsync(Artefact.Info(Module, V100));
        _fixture.Write("a.go", "package evil\n").Commit().Tag("v1.0.0");
        Later();

        var zip = await _direct.GetZipAsync(Artefact.Zip(Module, V100), new Peers.MemorySink(), _context, Token);

        Assert.Equal(FaultCodes.TagMoved, zip.Fault?.Code);
        Assert.False(zip.Fault!.IsAbsence);
        Assert.Equal("origin.tag-moved", Assert.Single(_records.Events).Kind);
    }

    [Fact]
    public async Task A_tag_that_goes_and_comes_back_is_lost_and_restored()
    {
        await GetAsync(Artefact.Info(Module, V100));
        var commit = _fixture.Git("rev-parse", "v1.0.0");
        _fixture.Git("update-ref", "-d", "refs/tags/v1.0.0");
        Later();
        Assert.Equal("v1.1.0\n", await GetAsync(Artefact.List(Module)));
        Assert.Equal(OriginState.Lost, (await _records.FindAsync(Module, "v1.0.0", Token))!.State);

        _fixture.Git("update-ref", "refs/tags/v1.0.0", commit);
        Later();
        await GetAsync(Artefact.List(Module));

        Assert.Equal(["origin.lost", "origin.restored"], _records.Events.Select(entry => entry.Kind));
        Assert.Equal(OriginState.Present, (await _records.FindAsync(Module, "v1.0.0", Token))!.State);
    }

    [Fact]
    public async Task A_version_that_is_gone_is_lost_when_it_is_asked_for()
    {
        await GetAsync(Artefact.Info(Module, V100));
        _fixture.Git("update-ref", "-d", "refs/tags/v1.0.0");
        Later();

        var outcome = await _direct.GetDocumentAsync(Artefact.GoMod(Module, V100), _context, Token);

        Assert.True(outcome.Fault?.IsAbsence);
        Assert.Equal("origin.lost", Assert.Single(_records.Events).Kind);
    }

    [Fact]
    public async Task A_repository_that_is_gone_loses_all_of_its_versions()
    {
        await GetAsync(Artefact.Info(Module, V100));
        await GetAsync(Artefact.Info(Module, ModuleVersion.Parse("v1.1.0")));
        _fixture.Dispose();
        Later();

        var outcome = await _direct.GetDocumentAsync(Artefact.List(Module), _context, Token);

        Assert.Equal(FaultCodes.RepositoryNotFound, outcome.Fault?.Code);
        Assert.Equal(["v1.0.0", "v1.1.0"], _records.Events.Select(entry => entry.Version).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_outage_loses_nothing()
    {
        await GetAsync(Artefact.Info(Module, V100));
        await File.WriteAllTextAsync(Path.Combine(new Uri(_fixture.FileUrl).LocalPath, "packed-refs"), "rubbish", Token);
        Later();

        var outcome = await _direct.GetDocumentAsync(Artefact.List(Module), _context, Token);

        Assert.False(outcome.Fault?.IsAbsence ?? true);
        Assert.Empty(_records.Events);
    }

    [Fact]
    public async Task The_latest_version_is_still_named_when_its_tag_has_moved()
    {
        await GetAsync(Artefact.Info(Module, ModuleVersion.Parse("v1.1.0")));
        _fixture.Write("a.go", "package evil\n").Commit().Tag("v1.1.0");
        Later();

        Assert.Contains("\"v1.1.0\"", await GetAsync(Artefact.Latest(Module)), StringComparison.Ordinal);
        Assert.Equal("origin.tag-moved", Assert.Single(_records.Events).Kind);
    }

    [Fact]
    public void Hosts_wait_for_their_turns_apart_from_each_other()
    {
        var lanes = Enumerable.Range(0, 1000).Select(number => _direct.LaneOf(ModulePath.Parse($"host{number}.test/m"))).ToList();

        Assert.InRange(lanes.Distinct().Count(), 32, 64);
        Assert.Equal(_direct.LaneOf(ModulePath.Parse("host1.test/a")), _direct.LaneOf(ModulePath.Parse("host1.test/b/c")));
    }

    /// <summary>Long enough for everything that is remembered to be asked for again.</summary>
    private void Later() => _time.Advance(TimeSpan.FromMinutes(5));

    private async Task<string> GetAsync(Artefact artefact)
    {
        var outcome = await _direct.GetDocumentAsync(artefact, _context, Token);
        Assert.Null(outcome.Fault);
        return Encoding.UTF8.GetString(outcome.Value!.Bytes.Span);
    }
}
