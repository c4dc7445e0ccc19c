using Sluice.Core.Faults;
using Sluice.Fetch.Vcs;
using Sluice.Testing;

namespace Sluice.Fetch.Tests.Vcs.Programs;

public sealed class FossilTests : IAsyncLifetime
{
    private readonly TempDirectory _temp = new();
    private Daemon _server = null!;
    private ProgramRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        var work = _temp.Folder("w");
        await FossilAsync(_temp.FullName, "init", "--sha1", "--date-override", "2019-01-01 00:00:00", "--admin-user", "author", "r.fossil");
        await FossilAsync(work, "open", "--user", "author", _temp["r.fossil"]);
        _temp.Write("w/go.mod", "module corp.test/m\n");
        _temp.Write("w/a.go", "package m\n");
        _temp.Write("w/sub/go.mod", "module corp.test/m/sub\n");
        _temp.Write("w/sub/s.go", "package sub\n");
        await FossilAsync(work, "add", ".");
        await FossilAsync(work, "commit", "--no-warnings", "--allow-older", "--user-override", "author", "--date-override", "2020-01-02 03:04:05", "-m", "one", "--tag", "v1.0.0");
        _server = await Daemon.ServeAsync(_temp.FullName, "fossil", port => ["server", "--localhost", "--port", $"{port}", _temp["r.fossil"]]);
        _rig = new ProgramRig(VcsKind.Fossil, $"http://127.0.0.1:{_server.Port}");
    }

    public async ValueTask DisposeAsync()
    {
        _rig.Dispose();
        await _server.DisposeAsync();
        _temp.Dispose();
    }

    [Fact]
    public async Task A_tag_and_its_files()
    {
        var info = await _rig.InfoAsync("v1.0.0");
        Assert.Equal(("v1.0.0", new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.Zero), "fossil"), (info.Version.Value, info.Time, info.Origin!.Vcs));
        Assert.Equal("module corp.test/m\n", await _rig.GoModAsync(info.Version));
        Assert.Equal(["a.go", "go.mod"], (await _rig.ZipAsync(info.Version)).Keys);
    }

    [Fact]
    public async Task The_main_branch_and_a_module_in_a_folder()
    {
        var info = await _rig.InfoAsync("trunk", "corp.test/m/sub");
        Assert.StartsWith("v0.0.0-20200102030405-", info.Version.Value, StringComparison.Ordinal);
        Assert.Equal("package sub\n", (await _rig.ZipAsync(info.Version, "corp.test/m/sub"))["s.go"]);
        Assert.Equal(info.Version.Value, (await _rig.InfoAsync("latest", "corp.test/m/sub")).Version.Value);
        Assert.Equal("", await _rig.ListAsync());
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("v9.0.0")]
    [InlineData("--user=x")]
    public async Task What_names_nothing_is_unknown(string query) => Assert.Equal(FaultCodes.UnknownRevision, (await _rig.RefusalAsync(query)).Code);

    /// <summary>Fossil itself says that a pull went well.</summary>
    [Fact]
    public async Task A_server_that_is_gone_is_an_outage_even_when_there_is_a_clone()
    {
        await _rig.InfoAsync("v1.0.0");
        await _server.DisposeAsync();
        _rig.Restart();
        Assert.Equal(FaultCodes.Refused, (await _rig.RefusalAsync("v1.1.0")).Code);
        _server = await Daemon.ServeAsync(_temp.FullName, "fossil", port => ["server", "--localhost", "--port", $"{port}", _temp["r.fossil"]]);
    }

    private static Task<string> FossilAsync(string directory, params string[] arguments) => Daemon.RunAsync(directory, "fossil", arguments);
}
