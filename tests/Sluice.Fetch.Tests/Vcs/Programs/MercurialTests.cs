using Sluice.Core.Faults;
using Sluice.Fetch.Vcs;
using Sluice.Modules.Versions;
using Sluice.Testing;

namespace Sluice.Fetch.Tests.Vcs.Programs;

public sealed class MercurialTests : IAsyncLifetime
{
    private readonly TempDirectory _temp = new();
    private string _repository = "";
    private Daemon _server = null!;
    private ProgramRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        _repository = _temp.Folder("r");
        await HgAsync("init");
        await CommitAsync("2020-01-02 03:04:05 +0000", ("go.mod", "module corp.test/m\n"), ("a.go", "package m\n"), ("LICENSE", "free\n"), ("sub/go.mod", "module corp.test/m/sub\n"), ("sub/s.go", "package sub\n"));
        File.CreateSymbolicLink(Path.Join(_repository, "link"), "a.go");
        await CommitAsync("2020-01-03 03:04:05 +0000", ("b.go", "package m\n"));
        await HgAsync("tag", "-r", "0", "-u", "a", "-d", "2020-01-04 00:00:00 +0000", "v1.0.0");
        await HgAsync("tag", "-r", "1", "-u", "a", "-d", "2020-01-04 00:00:00 +0000", "v1.1.0", "sub/v0.1.0");
        _server = await Daemon.ServeAsync(_repository, "hg", port => ["serve", "-a", "127.0.0.1", "-p", $"{port}"]);
        _rig = new ProgramRig(VcsKind.Mercurial, $"http://127.0.0.1:{_server.Port}/");
    }

    public async ValueTask DisposeAsync()
    {
        _rig.Dispose();
        await _server.DisposeAsync();
        _temp.Dispose();
    }

    [Fact]
    public async Task Versions_files_and_modules_in_folders()
    {
        Assert.Equal("v1.0.0\nv1.1.0\n", await _rig.ListAsync());
        Assert.Equal("v0.1.0\n", await _rig.ListAsync("corp.test/m/sub"));
        var info = await _rig.InfoAsync("v1.0.0");
        Assert.Equal((new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.Zero), "hg", "refs/tags/v1.0.0"), (info.Time, info.Origin!.Vcs, info.Origin.Ref));
        Assert.Equal("module corp.test/m\n", await _rig.GoModAsync(info.Version));
        Assert.Equal(["LICENSE", "a.go", "go.mod"], (await _rig.ZipAsync(info.Version)).Keys);
        Assert.Equal(["LICENSE", "a.go", "b.go", "go.mod"], (await _rig.ZipAsync(ModuleVersion.Parse("v1.1.0"))).Keys);
        var sub = await _rig.ZipAsync(ModuleVersion.Parse("v0.1.0"), "corp.test/m/sub");
        Assert.Equal(["LICENSE", "go.mod", "s.go"], sub.Keys);
        Assert.Equal("free\n", sub["LICENSE"]);
    }

    [Fact]
    public async Task Branches_hashes_and_the_newest()
    {
        var tip = await HgAsync("log", "-r", "tip", "-T", "{node}");
        Assert.Equal("v1.1.0", (await _rig.InfoAsync("latest")).Version.Value);
        Assert.Equal($"v0.0.0-20200104000000-{tip[..12]}", (await _rig.InfoAsync("default")).Version.Value);
        Assert.Equal($"v0.0.0-20200104000000-{tip[..12]}", (await _rig.InfoAsync(tip[..10])).Version.Value);
        Assert.Equal("v1.0.0", (await _rig.InfoAsync((await HgAsync("log", "-r", "0", "-T", "{node}"))[..12])).Version.Value);
    }

    [Fact]
    public async Task A_new_tag_is_seen_after_a_restart()
    {
        Assert.Equal("v1.0.0\nv1.1.0\n", await _rig.ListAsync());
        await HgAsync("tag", "-r", "1", "-u", "a", "-d", "2020-01-05 00:00:00 +0000", "v1.2.0");
        using var other = new ProgramRig(VcsKind.Mercurial, $"http://127.0.0.1:{_server.Port}/");
        Assert.Equal("v1.0.0\nv1.1.0\nv1.2.0\n", await other.ListAsync());
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("v9.0.0")]
    [InlineData("abcdef0123")]
    [InlineData("-Tx")]
    [InlineData("--config=alias.log=x")]
    [InlineData("all()")]
    [InlineData("0")]
    public async Task What_names_nothing_is_unknown(string query) => Assert.True((await _rig.RefusalAsync(query)).IsAbsence);

    [Fact]
    public async Task A_server_that_is_not_there_is_an_outage()
    {
        await _server.DisposeAsync();
        _server = await Daemon.ServeAsync(_repository, "hg", port => ["serve", "-a", "127.0.0.1", "-p", $"{port}"]);
        using var rig = new ProgramRig(VcsKind.Mercurial, "http://127.0.0.1:1/");
        var fault = await rig.RefusalAsync("v1.0.0");
        Assert.Equal(FaultCodes.Refused, fault.Code);
        Assert.DoesNotContain(rig.Cache, fault.ToString(), StringComparison.Ordinal);
    }

    private async Task<string> HgAsync(params string[] arguments) => (await Daemon.RunAsync(_repository, "hg", arguments)).Trim();

    private async Task CommitAsync(string date, params (string Name, string Text)[] files)
    {
        foreach (var (name, text) in files)
        {
            _temp.Write("r/" + name, text);
        }

        await HgAsync("commit", "--addremove", "-m", "change", "-u", "author", "-d", date);
    }
}
