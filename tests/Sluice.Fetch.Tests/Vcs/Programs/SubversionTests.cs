using System.Globalization;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Commands;
using Sluice.Fetch.Http;
using Sluice.Fetch.Vcs;
using Sluice.Fetch.Vcs.Programs;
using Sluice.Fetch.Vcs.Subversion;
using Sluice.Testing;

namespace Sluice.Fetch.Tests.Vcs.Programs;

public sealed class SubversionTests : IAsyncLifetime
{
    private readonly TempDirectory _temp = new();
    private Daemon _server = null!;
    private ProgramRig _rig = null!;

    private string Url => $"svn://127.0.0.1:{_server.Port}/r/trunk";

    public async ValueTask InitializeAsync()
    {
        await Daemon.RunAsync(_temp.FullName, "svnadmin", "create", "r");
        _server = await Daemon.ServeAsync(_temp.FullName, "svnserve", port => ["-d", "--foreground", "-r", _temp.FullName, "--listen-host", "127.0.0.1", "--listen-port", $"{port}"]);
        _temp.Write("w/trunk/go.mod", "module corp.test/m\n");
        _temp.Write("w/trunk/a@b.go", "package m\n");
        _temp.Write("w/trunk/sub/go.mod", "module corp.test/m/sub\n");
        _temp.Write("w/trunk/sub/s.go", "package sub\n");
        Directory.CreateDirectory(_temp["w/tags/v1.0.0"]);
        await Daemon.RunAsync(_temp.FullName, "svn", "import", "-q", "-m", "one", "w", "file://" + _temp["r"]);
        _rig = new ProgramRig(VcsKind.Subversion, Url);
    }

    public async ValueTask DisposeAsync()
    {
        _rig.Dispose();
        await _server.DisposeAsync();
        _temp.Dispose();
    }

    [Fact]
    public async Task The_newest_revision_and_its_files()
    {
        var info = await _rig.InfoAsync("1");
        Assert.Matches("^v0\\.0\\.0-[0-9]{14}-000000000001$", info.Version.Value);
        Assert.Equal(info.Version.Value, (await _rig.InfoAsync(info.Version.Value)).Version.Value);
        Assert.Equal(info.Time!.Value.ToUniversalTime().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture), info.Version.Value.Split('-')[1]);
        Assert.Equal("module corp.test/m\n", await _rig.GoModAsync(info.Version));
        Assert.Equal(["a@b.go", "go.mod"], (await _rig.ZipAsync(info.Version)).Keys);
        Assert.Equal("package sub\n", (await _rig.ZipAsync(info.Version, "corp.test/m/sub"))["s.go"]);
    }

    [Fact]
    public async Task Folders_of_tags_are_no_versions_as_with_the_go_command()
    {
        Assert.Equal("", await _rig.ListAsync());
        Assert.StartsWith("v0.0.0-", (await _rig.InfoAsync("latest")).Version.Value, StringComparison.Ordinal);
        Assert.True((await _rig.RefusalAsync("v1.0.0")).IsAbsence);
    }

    [Theory]
    [InlineData("99")]
    [InlineData("HEAD~1")]
    [InlineData("--config-option=x")]
    [InlineData("main")]
    public async Task What_names_nothing_is_unknown(string query) => Assert.Equal(FaultCodes.UnknownRevision, (await _rig.RefusalAsync(query)).Code);

    [Fact]
    public async Task A_repository_that_is_not_there_is_absent_and_a_server_that_is_not_there_an_outage()
    {
        using var missing = new ProgramRig(VcsKind.Subversion, $"svn://127.0.0.1:{_server.Port}/nothing/trunk");
        Assert.Equal(FaultCodes.RepositoryNotFound, (await missing.RefusalAsync("1")).Code);
        using var dead = new ProgramRig(VcsKind.Subversion, "svn://127.0.0.1:1/r/trunk");
        Assert.Equal(FaultCodes.Refused, (await dead.RefusalAsync("1")).Code);
    }

    /// <summary>Else a module would be one without go.mod while its server is away.</summary>
    [Fact]
    public async Task A_file_that_cannot_be_asked_for_is_not_absent()
    {
        var environment = VcsProgram.EnvironmentFor(new Dictionary<string, string> { ["PATH"] = GitCommand.SearchPath }, _temp.FullName);
        var context = new FetchContext { RequestId = "r" };
        var commit = new Commit("1", "000000000001", DateTimeOffset.UnixEpoch);
        Task<byte[]?> ReadAsync(string url, string path) =>
            new SubversionRepository(
                new VcsProgram("svn", "h", null, environment, new CommandRunner(TimeProvider.System), TimeProvider.System),
                new RepositoryFolder(_temp["cache"], url, TimeProvider.System),
                url).ReadFileAsync(commit, path, 100, context, TestContext.Current.CancellationToken);
        Assert.NotNull(await ReadAsync(Url, "go.mod"));
        Assert.Null(await ReadAsync(Url, "nothing"));
        Assert.Null(await ReadAsync(Url, "sub"));
        Assert.Null(await ReadAsync(Url, "nothing/go.mod"));
        Assert.Null(await ReadAsync(Url, "go.mod/go.mod"));
        var exception = await Assert.ThrowsAsync<FaultException>(() => ReadAsync("svn://127.0.0.1:1/r/trunk", "go.mod"));
        Assert.Equal(FaultCodes.Refused, exception.Fault.Code);
    }
}
