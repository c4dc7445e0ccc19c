using System.Collections.Concurrent;
using System.Text;
using Sluice.Core.Faults;
using Sluice.Fetch.Http;
using Sluice.Fetch.Tests.Vcs.Git;
using Sluice.Fetch.Vcs;
using Sluice.Testing;

namespace Sluice.Fetch.Tests.Vcs.Programs;

/// <summary>Real servers that want to know who asks. The password is shown to the server and to nobody else.</summary>
public sealed class LoginTests : IAsyncDisposable
{
    /// <summary>With whatever a URL, a command line and a configuration file could take for something else.</summary>
    private const string Password = "s3cr3t p'\"a$s:@/%41#;w";

    private readonly TempDirectory _temp = new();
    private readonly ConcurrentDictionary<string, bool> _seen = new();
    private Daemon? _server;

    public static TheoryData<string> Kinds => ["hg", "svn", "fossil"];

    public async ValueTask DisposeAsync()
    {
        await (_server?.DisposeAsync() ?? default);
        _temp.Dispose();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_login_is_sent_and_nobody_sees_it(string kind)
    {
        var (vcs, url) = await ServeAsync(kind);
        using var rig = new ProgramRig(vcs, url, CredentialOf(Password));
        using var end = new CancellationTokenSource();
        var watching = WatchAsync(end.Token);
        var info = await rig.InfoAsync("latest");
        Assert.Equal("module corp.test/m\n", await rig.GoModAsync(info.Version));
        Assert.Equal(["go.mod"], (await rig.ZipAsync(info.Version)).Keys);
        await end.CancelAsync();
        await watching;
        Assert.DoesNotContain(_seen.Keys, line => line.Contains("s3cr3t", StringComparison.Ordinal));
        Assert.NotEmpty(rig.Commands);
        Assert.DoesNotContain(rig.Commands, line => line.Contains("s3cr3t", StringComparison.Ordinal));
        foreach (var file in Directory.EnumerateFiles(rig.Cache, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain("s3cr3t", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_refused_login_says_where_and_with_which_credential(string kind)
    {
        var (vcs, url) = await ServeAsync(kind);
        using var rig = new ProgramRig(vcs, url, CredentialOf("wr0ng"));
        var fault = await rig.RefusalAsync("HEAD");
        Assert.Equal((FaultCodes.VcsAuthentication, $"127.0.0.1:{_server!.Port}"), (fault.Code, fault.Source));
        Assert.StartsWith($"the credential of sluice.yaml:12 was tried; {kind} said: ", fault.Detail, StringComparison.Ordinal);
        Assert.Contains("`credentials`", fault.Code.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("wr0ng", fault.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_login_that_is_missing_is_said_to_be(string kind)
    {
        var (vcs, url) = await ServeAsync(kind);
        using var rig = new ProgramRig(vcs, url);
        var fault = await rig.RefusalAsync("HEAD");
        Assert.Equal(FaultCodes.VcsAuthentication, fault.Code);
        Assert.StartsWith("no credential was sent, none is configured for it", fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(VcsKind.Subversion, "svn://h.test/r")]
    [InlineData(VcsKind.Fossil, "http://h.test/r")]
    [InlineData(VcsKind.Mercurial, "http://h.test/r")]
    public async Task No_login_goes_over_the_network_in_clear_text(VcsKind vcs, string url)
    {
        using var rig = new ProgramRig(vcs, url, new HostCredential("h.test", "", "bot", new Secret(Password)));
        Assert.Equal(FaultCodes.InsecureCredentials, (await rig.RefusalAsync("HEAD")).Code);
        Assert.Empty(rig.Commands);
    }

    [Theory]
    [InlineData(VcsKind.Mercurial, "bot", "a\nb", "it holds a line break")]
    [InlineData(VcsKind.Subversion, "", "token", "it has no username, and svn would ask for one")]
    [InlineData(VcsKind.Fossil, "", "token", "it has no username, and fossil would ask for one")]
    public async Task A_credential_that_cannot_be_told_to_a_program_is_refused(VcsKind vcs, string username, string password, string detail)
    {
        using var rig = new ProgramRig(vcs, "https://h.test/r", new HostCredential("h.test", "", username, new Secret(password)));
        var fault = await rig.RefusalAsync("HEAD");
        Assert.Equal(FaultCodes.VcsAuthentication, fault.Code);
        Assert.Contains(detail, fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_that_has_changed_stops_a_clone_that_is_there()
    {
        var (vcs, url) = await ServeAsync("fossil");
        using var rig = new ProgramRig(vcs, url, CredentialOf(Password));
        await rig.InfoAsync("latest");
        await Daemon.RunAsync(_temp.FullName, "fossil", "user", "password", "bot", "another", "-R", _temp["r.fossil"]);
        rig.Restart();
        Assert.Equal(FaultCodes.VcsAuthentication, (await rig.RefusalAsync("HEAD")).Code);
    }

    private HostCredential CredentialOf(string password) => new($"127.0.0.1:{_server!.Port}", "", "bot", new Secret(password)) { Origin = "sluice.yaml:12" };

    private Task<(VcsKind Vcs, string Url)> ServeAsync(string kind) => kind switch
    {
        "hg" => ServeMercurialAsync(),
        "svn" => ServeSubversionAsync(),
        _ => ServeFossilAsync(),
    };

    private async Task<(VcsKind Vcs, string Url)> ServeMercurialAsync()
    {
        var repository = _temp.Folder("r");
        _temp.Write("r/go.mod", "module corp.test/m\n");
        await Daemon.RunAsync(repository, "hg", "init");
        await Daemon.RunAsync(repository, "hg", "commit", "--addremove", "-q", "-m", "one", "-u", "author");

        // hg's own server leaves logins to the web server before it; this asks for one in its place.
        var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"bot:{Password}"));
        var extension = _temp.Write("login.py", $"""
            from mercurial.hgweb import common
            def check(hgweb, req, op):
                if req.headers.get(b'Authorization') != b'Basic {login}':
                    raise common.ErrorResponse(common.HTTP_UNAUTHORIZED, b'who', [(b'WWW-Authenticate', b'Basic Realm="r"')])
            def extsetup(ui):
                common.permhooks.insert(0, check)
            """);
        _server = await Daemon.ServeAsync(repository, "hg", port => ["serve", "--config", $"extensions.login={extension}", "-a", "127.0.0.1", "-p", $"{port}"]);
        return (VcsKind.Mercurial, $"http://127.0.0.1:{_server.Port}/");
    }

    private async Task<(VcsKind Vcs, string Url)> ServeSubversionAsync()
    {
        await Daemon.RunAsync(_temp.FullName, "svnadmin", "create", "r");
        _temp.Write("w/trunk/go.mod", "module corp.test/m\n");
        await Daemon.RunAsync(_temp.FullName, "svn", "import", "-q", "-m", "one", "w", "file://" + _temp["r"]);
        _temp.Write("r/conf/svnserve.conf", "[general]\nanon-access = none\nauth-access = read\npassword-db = passwd\n");
        _temp.Write("r/conf/passwd", $"[users]\nbot = {Password}\n");
        _server = await Daemon.ServeAsync(_temp.FullName, "svnserve", port => ["-d", "--foreground", "-r", _temp.FullName, "--listen-host", "127.0.0.1", "--listen-port", $"{port}"]);
        return (VcsKind.Subversion, $"svn://127.0.0.1:{_server.Port}/r/trunk");
    }

    private async Task<(VcsKind Vcs, string Url)> ServeFossilAsync()
    {
        _temp.Write("w/go.mod", "module corp.test/m\n");
        string[] inside = ["--chdir", _temp["w"]];
        await Daemon.RunAsync(_temp.FullName, "fossil", "init", "--sha1", "--admin-user", "author", "r.fossil");
        await Daemon.RunAsync(_temp.FullName, "fossil", ["open", "--keep", "--user", "author", _temp["r.fossil"], .. inside]);
        await Daemon.RunAsync(_temp.FullName, "fossil", ["add", ".", .. inside]);
        await Daemon.RunAsync(_temp.FullName, "fossil", ["commit", "--no-warnings", "-m", "one", .. inside]);
        string[] here = ["-R", _temp["r.fossil"]];
        await Daemon.RunAsync(_temp.FullName, "fossil", ["user", "new", "bot", "", Password, .. here]);
        await Daemon.RunAsync(_temp.FullName, "fossil", ["user", "capabilities", "bot", "go", .. here]);
        await Daemon.RunAsync(_temp.FullName, "fossil", ["user", "capabilities", "anonymous", "", .. here]);
        await Daemon.RunAsync(_temp.FullName, "fossil", ["user", "capabilities", "nobody", "", .. here]);
        _server = await Daemon.ServeAsync(_temp.FullName, "fossil", port => ["server", "--localhost", "--port", $"{port}", _temp["r.fossil"]]);
        return (VcsKind.Fossil, $"http://127.0.0.1:{_server.Port}");
    }

    /// <summary>Looks at all command lines again and again; hg, svn and fossil are among them.</summary>
    private async Task WatchAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            foreach (var line in RunningPrograms.CommandLines())
            {
                _seen.TryAdd(line, true);
            }

            await Task.Delay(5, CancellationToken.None);
        }
    }
}
