using Sluice.Fetch.Tests.Peers;
using Sluice.Fetch.Vcs;
using Sluice.Testing;

namespace Sluice.Fetch.Tests.Vcs.Programs;

/// <summary>What <c>direct</c> says of Mercurial, Subversion and Fossil repositories on their own servers is what the real go command computes.</summary>
public sealed class ProgramsSameAsGoTests : IAsyncLifetime
{
    private readonly TempDirectory _temp = new();
    private Daemon? _server;
    private HttpPeer _pages = null!;
    private string _vcs = "";
    private string _url = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _pages = await HttpPeer.StartAsync(context => DirectRig.AnswerPageAsync(context, _vcs, _url), Token);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await _pages.DisposeAsync();
        _temp.Dispose();
    }

    [Fact]
    public async Task Mercurial()
    {
        var repository = _temp.Folder("r");
        await HgAsync("init");
        Write("r", ("go.mod", "module vanity.test/m\n"), ("a.go", "package m\n"), ("LICENSE", "free\n"), ("sub/go.mod", "module vanity.test/m/sub\n"), ("sub/s.go", "package sub\n"));
        await CommitAsync("2020-01-02 03:04:05 +0000");
        File.CreateSymbolicLink(Path.Join(repository, "link"), "a.go");
        Write("r", ("b.go", "package m\n"), ("space in.txt", "x"), ("vendor/modules.txt", "x"), ("vendor/x.test/y/y.go", "package y\n"), ("old/x.go", "package old\n"));
        await CommitAsync("2020-01-03 05:04:05 +0200");
        await TagAsync("v1.0.0", "0");
        await TagAsync("v1.1.0", "1");
        await TagAsync("sub/v0.1.0", "1");
        Write("r", ("go.mod", "module vanity.test/m/v2\n"));
        await CommitAsync("2020-02-03 03:04:05 +0000");
        await TagAsync("v2.0.0", "tip");
        await HgAsync("branch", "-q", "side");
        Write("r", ("side.go", "package m\n"));
        await CommitAsync("2020-03-03 03:04:05 +0000");
        var (first, tip) = (await HgAsync("log", "-r", "0", "-T", "{node}"), await HgAsync("log", "-r", "tip", "-T", "{node}"));
        _server = await Daemon.ServeAsync(repository, "hg", port => ["serve", "-a", "127.0.0.1", "-p", $"{port}"]);
        using var rig = Rig(VcsKind.Mercurial, "hg", $"http://127.0.0.1:{_server.Port}/");

        await AssertListsAsync(rig, "vanity.test/m", "vanity.test/m/sub", "vanity.test/m/v2");
        await AssertSameAsync(
            rig,
            ("", "v1.1.0"), ("", "v1.2.0"), ("", "latest"), ("", "default"), ("", "nothing"), ("", first[..12]), ("", tip[..9]), ("", "v2.0.0"), ("/v2", "v2.0.0"), ("/v2", "side"), ("/sub", "v0.1.0"), ("/old", "side"),
            ("", $"v0.0.0-20200102030406-{first[..12]}"), ("/v2", $"v2.0.0-20200303030405-{tip[..12]}"), ("/v2", $"v2.0.1-0.20200303030405-{tip[..12]}"));
    }

    [Fact]
    public async Task Subversion()
    {
        await Daemon.RunAsync(_temp.FullName, "svnadmin", "create", "r");
        _server = await Daemon.ServeAsync(_temp.FullName, "svnserve", port => ["-d", "--foreground", "-r", _temp.FullName, "--listen-host", "127.0.0.1", "--listen-port", $"{port}"]);
        Write("w/trunk", ("go.mod", "module vanity.test/m\n"), ("a@b.go", "package m\n"), ("LICENSE", "free\n"), ("sub/go.mod", "module vanity.test/m/sub\n"), ("sub/s.go", "package sub\n"));
        Directory.CreateDirectory(_temp["w/tags/v1.0.0"]);
        await Daemon.RunAsync(_temp.FullName, "svn", "import", "-q", "-m", "one", "w", "file://" + _temp["r"]);
        Write("w2", ("b.go", "package m\n"));
        await Daemon.RunAsync(_temp.FullName, "svn", "import", "-q", "-m", "two", "w2", "file://" + _temp["r"] + "/trunk/more");
        using var rig = Rig(VcsKind.Subversion, "svn", $"svn://127.0.0.1:{_server.Port}/r/trunk");
        var one = (await rig.AskSluiceAsync("vanity.test/m", "1")).Split(' ')[0];

        await AssertListsAsync(rig, "vanity.test/m");
        await AssertSameAsync(rig, ("", "latest"), ("", "1"), ("", "2"), ("", "99"), ("", "nothing"), ("", "v1.0.0"), ("", one), ("", one[..^1] + "2"), ("/sub", "latest"), ("/sub", "1"), ("/none", "latest"));
    }

    [Fact]
    public async Task Fossil()
    {
        var work = _temp.Folder("w");
        await Daemon.RunAsync(_temp.FullName, "fossil", "init", "--sha1", "--date-override", "2019-01-01 00:00:00", "--admin-user", "author", "r.fossil");
        await Daemon.RunAsync(work, "fossil", "open", "--user", "author", _temp["r.fossil"]);
        Write("w", ("go.mod", "module vanity.test/m\n"), ("a.go", "package m\n"), ("LICENSE", "free\n"), ("sub/go.mod", "module vanity.test/m/sub\n"), ("sub/s.go", "package sub\n"));
        await FossilCommitAsync("2020-01-02 03:04:05", "v1.0.0");
        Write("w", ("b.go", "package m\n"));
        await FossilCommitAsync("2020-02-02 03:04:05", "v1.1.0");
        _server = await Daemon.ServeAsync(_temp.FullName, "fossil", port => ["server", "--localhost", "--port", $"{port}", _temp["r.fossil"]]);
        using var rig = Rig(VcsKind.Fossil, "fossil", $"http://127.0.0.1:{_server.Port}");
        var tip = (await rig.AskSluiceAsync("vanity.test/m", "trunk")).Split(' ')[0];

        await AssertListsAsync(rig, "vanity.test/m");
        await AssertSameAsync(
            rig, ("", "v1.0.0"), ("", "v1.1.0"), ("", "v1.2.0"), ("", "latest"), ("", "trunk"), ("", "nothing"), ("", tip), ("/sub", "v1.0.0"), ("/none", "trunk"));

        // The go command packs the LICENSE alone: it has Fossil include "sub", which is a pattern that no file in it matches. All but the zip is the same.
        var (go, sluice) = (await rig.AskGoAsync("vanity.test/m/sub", "trunk"), await rig.AskSluiceAsync("vanity.test/m/sub", "trunk"));
        Assert.Equal(go[..go.IndexOf(" zip ", StringComparison.Ordinal)], sluice[..sluice.IndexOf(" zip ", StringComparison.Ordinal)]);
        Assert.NotEqual(go, sluice);
    }

    private static async Task AssertSameAsync(DirectRig rig, params (string Path, string Query)[] questions)
    {
        var differences = new List<string>();
        foreach (var (path, query) in questions)
        {
            var (go, sluice) = (await rig.AskGoAsync(rig.Prefix + path, query), await rig.AskSluiceAsync(rig.Prefix + path, query));
            if (go != sluice)
            {
                differences.Add($"{path}@{query}\n  go      {go}\n  sluice  {sluice}");
            }
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static async Task AssertListsAsync(DirectRig rig, params string[] paths)
    {
        foreach (var path in paths)
        {
            Assert.Equal(await rig.ListByGoAsync(path), await rig.ListBySluiceAsync(path));
        }
    }

    private DirectRig Rig(VcsKind kind, string vcs, string url)
    {
        (_vcs, _url) = (vcs, url);
        return new DirectRig(kind, url, _pages);
    }

    private void Write(string folder, params (string Name, string Content)[] files) => Array.ForEach(files, file => _temp.Write($"{folder}/{file.Name}", file.Content));

    private Task<string> HgAsync(params string[] arguments) => Daemon.RunAsync(_temp["r"], "hg", arguments);

    private Task<string> CommitAsync(string date) => HgAsync("commit", "-A", "-q", "-u", "a", "-d", date, "-m", "x");

    private Task<string> TagAsync(string tag, string revision) => HgAsync("tag", "-r", revision, "-u", "a", "-d", "2020-01-04 00:00:00 +0000", tag);

    private async Task FossilCommitAsync(string date, string tag)
    {
        await Daemon.RunAsync(_temp["w"], "fossil", "add", ".");
        await Daemon.RunAsync(_temp["w"], "fossil", "commit", "--no-warnings", "--allow-older", "--user-override", "author", "--date-override", date, "-m", "x", "--tag", tag);
    }
}
