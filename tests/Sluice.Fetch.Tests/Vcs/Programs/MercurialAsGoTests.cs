using System.Globalization;
using Sluice.Testing;

namespace Sluice.Fetch.Tests.Vcs.Programs;

/// <summary>What <c>direct</c> says of Mercurial repositories is what the real go command computes in direct mode.</summary>
public sealed class MercurialAsGoTests : IAsyncDisposable
{
    private const string Kit = VanityHost.Prefix;
    private readonly TempDirectory _temp = new();
    private string _repository = "";
    private int _day;
    private Daemon? _server;
    private VanityHost? _host;
    private DirectRig? _rig;

    public async ValueTask DisposeAsync()
    {
        _rig?.Dispose();
        await (_host?.DisposeAsync() ?? default);
        await (_server?.DisposeAsync() ?? default);
        _temp.Dispose();
    }

    [Fact]
    public async Task Tags_branches_commits_and_pseudo_versions()
    {
        var ids = await MakeKitAsync();
        var rig = await ServeAsync();
        var (dev, first) = (ids["dev"][..12], ids["first"][..12]);
        var (time, firstTime) = (await TimeOfAsync(dev), await TimeOfAsync(first));
        await rig.AssertListsAsync(Kit, $"{Kit}/sub");

        // Few questions: for each of them the go command starts hg some fifteen times.
        await rig.AssertSameAsync(
            (Kit, "v1.1.0"), (Kit, "latest"), (Kit, "dev"), (Kit, "mark"), (Kit, "tip"), (Kit, "nothing"), (Kit, "v2.0.0"), (Kit, "v1.0.1+meta"), (Kit, dev[..6]), (Kit, ids["second"][..12].ToUpperInvariant()),
            ($"{Kit}/v4", "v4.0.0"), ($"{Kit}/sub", "v0.1.0"), ($"{Kit}/sub/inner", "default"),
            (Kit, $"v0.0.0-{time}-{dev}"), (Kit, $"v1.1.1-0.{time}-{dev}"), (Kit, $"v0.0.0-20200101000000-{dev}"), (Kit, $"v2.0.0-{firstTime}-{first}+incompatible"));
    }

    [Fact]
    public async Task A_repository_without_go_mod()
    {
        await InitAsync();
        var one = await CommitAsync(("a.go", "package a\n"), ("LICENSE", "free\n"));
        await CommitAsync(("b.go", "package a\n"));
        var three = await CommitAsync(("c.go", "package a\n"));
        await TagAsync(one, "v1.0.0", "v2.0.0", "v2.0.1+meta");
        await TagAsync("1", "v2.1.0", "v3.0.0");
        var rig = await ServeAsync();
        var (time, short3) = (await TimeOfAsync(three), three[..12]);
        await rig.AssertListsAsync(Kit);
        await rig.AssertSameAsync(
            (Kit, "v2.0.0"), (Kit, "v3.0.0+incompatible"), (Kit, "v2.0.1+meta"), (Kit, "latest"), (Kit, one[..12]), (Kit, short3), (Kit, $"v3.0.1-0.{time}-{short3}+incompatible"), ($"{Kit}/v2", "v2.0.0"));
    }

    [Fact]
    public async Task A_repository_without_tags_and_one_where_versions_are_retracted()
    {
        await InitAsync();
        var one = await CommitAsync(("go.mod", "module vanity.test/kit\n"), ("a.go", "package a\n"));
        var two = await CommitAsync(("b.go", "package a\n"));
        var rig = await ServeAsync();
        await rig.AssertSameAsync((Kit, "latest"), (Kit, one[..10]), (Kit, "v1.0.0"));
        Assert.Equal("", await rig.ListBySluiceAsync(Kit));
        await StopAsync();

        var three = await CommitAsync(("go.mod", "module vanity.test/kit\n\nretract [v1.1.0, v1.2.0]\n"));
        await TagAsync(one, "v1.0.0");
        await TagAsync(two, "v1.1.0");
        await TagAsync(three, "v1.2.0");
        rig = await ServeAsync();
        await rig.AssertListsAsync(Kit);
        await rig.AssertSameAsync((Kit, "latest"), (Kit, two[..12]), (Kit, three[..12]));
    }

    [Fact]
    public async Task Files_and_licences()
    {
        await InitAsync();
        Directory.CreateDirectory(Path.Join(_repository, "linked"));
        File.CreateSymbolicLink(Path.Join(_repository, "link"), "a.go");
        File.CreateSymbolicLink(Path.Join(_repository, "linked/LICENSE"), "../LICENSE");
        File.CreateSymbolicLink(Path.Join(_repository, "folder"), "sub");
        var id = await CommitAsync(
            ("go.mod", "module vanity.test/kit\n"), ("a.go", "package a // $Id$\n"), (".hidden", "x\n"), ("empty", ""), ("mixed.txt", "one\r\ntwo\n"), (".hgignore", "x~\n"), (".hgeol", "[patterns]\n**.txt = CRLF\n"),
            ("inner/go.mod", "module vanity.test/kit/inner\n"), ("inner/x.go", "package inner\n"), ("vendor/modules.txt", "# x\n"), ("vendor/p/v.go", "package p\n"), ("a/vendor/x.go", "package x\n"),
            ("testdata/_x/é ü.txt", "é\n"), ("LICENSE", "root\n"), ("sub/go.mod", "module vanity.test/kit/sub\n"), ("sub/s.go", "package sub\n"), ("own/go.mod", "module vanity.test/kit/own\n"), ("own/LICENSE", "own\n"),
            ("linked/go.mod", "module vanity.test/kit/linked\n"), ("other/go.mod", "module vanity.test/kit/other\n"), ("other/LICENSE.txt", "x\n"), ("odd[1]/go.mod", "module vanity.test/kit/odd\n"));
        await TagAsync(id, "v1.0.0", "sub/v1.0.0", "own/v1.0.0", "linked/v1.0.0", "other/v1.0.0");
        var bad = await CommitAsync(("bad:name", "x\n"), ("go.mod", "module vanity.test/kit\n\ngo 1.18\n"));
        await TagAsync(bad, "v1.1.0");
        var rig = await ServeAsync();
        await rig.AssertSameAsync((Kit, "v1.0.0"), ($"{Kit}/sub", "v1.0.0"), ($"{Kit}/own", "v1.0.0"), ($"{Kit}/linked", "v1.0.0"), ($"{Kit}/other", "v1.0.0"), (Kit, "v1.1.0"));
        Assert.EndsWith(" zip none", await rig.AskSluiceAsync(Kit, "v1.1.0"));
    }

    /// <summary>A number means one change in one clone and another in the next; an expression may take any time. The commit before the first is nobody's module.</summary>
    [Fact]
    public async Task Local_numbers_and_expressions_are_refused()
    {
        await InitAsync();
        await CommitAsync(("a.go", "package a\n"));
        var rig = await ServeAsync();
        await rig.AssertFoundByGoAloneAsync((Kit, "0"), (Kit, "last(all())"), (Kit, "null"));
    }

    private async Task<Dictionary<string, string>> MakeKitAsync()
    {
        await InitAsync();
        var ids = new Dictionary<string, string>
        {
            ["first"] = await CommitAsync(("a.go", "package kit\n"), ("LICENSE", "free\n")),
            ["second"] = await CommitAsync(("go.mod", "module vanity.test/kit\n")),
            ["third"] = await CommitAsync(("sub/go.mod", "module vanity.test/kit/sub\n"), ("sub/s.go", "package sub\n"), ("sub/inner/i.go", "package inner\n")),
            ["fourth"] = await CommitAsync(("v4/go.mod", "module vanity.test/kit/v4\n"), ("v4/four.go", "package kit\n")),
        };
        await HgAsync("branch", "-q", "dev");
        ids["dev"] = await CommitAsync(("dev.go", "package kit\n"));
        await HgAsync("bookmark", "-r", "2", "mark");
        await HgAsync("update", "-q", "default");
        ids["fifth"] = await CommitAsync(("go.mod", "module vanity.test/kit/v3\n"), ("sub/go.mod", "module vanity.test/kit/sub/v2\n"));
        await TagAsync(ids["first"], "v0.1.0");
        await TagAsync(ids["second"], "v1.0.0", "v1", "v1.0", "v1.0.1+meta", "v2.0.0");
        await TagAsync(ids["third"], "v1.1.0", "sub/v0.1.0", "nightly");
        await TagAsync(ids["fourth"], "v4.0.0", "sub/v0.2.0", "v1.2.0-rc.1");
        await TagAsync(ids["fifth"], "v3.0.0", "sub/v2.0.0", "v5.0.0");
        return ids;
    }

    private async Task InitAsync()
    {
        _repository = _temp.Folder("r");
        await HgAsync("init");
    }

    private async Task<DirectRig> ServeAsync()
    {
        _server = await Daemon.ServeAsync(_repository, "hg", port => ["serve", "-a", "127.0.0.1", "-p", $"{port}"]);
        _host = await VanityHost.StartAsync("hg", $"http://127.0.0.1:{_server.Port}/");
        return _rig = new DirectRig(_host);
    }

    private async Task StopAsync()
    {
        _rig!.Dispose();
        await _host!.DisposeAsync();
        await _server!.DisposeAsync();
        (_rig, _host, _server) = (null, null, null);
    }

    private async Task<string> HgAsync(params string[] arguments) => (await Daemon.RunAsync(_repository, "hg", arguments)).Trim();

    private async Task<string> TimeOfAsync(string id) =>
        DateTimeOffset.FromUnixTimeSeconds(long.Parse((await HgAsync("log", "-r", id, "-T", "{date|hgdate}")).Split(' ')[0], CultureInfo.InvariantCulture)).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    private string NextDate() => string.Create(CultureInfo.InvariantCulture, $"2020-01-{++_day:D2} 03:04:05 +0100");

    private Task TagAsync(string id, params string[] names) => HgAsync(["tag", "-r", id, "-u", "author", "-d", NextDate(), .. names]);

    /// <summary>Writes files and commits everything; the whole hash.</summary>
    private async Task<string> CommitAsync(params (string Name, string Text)[] files)
    {
        foreach (var (name, text) in files)
        {
            _temp.Write("r/" + name, text);
        }

        await HgAsync("commit", "--addremove", "-q", "-m", "change", "-u", "author", "-d", NextDate());
        return await HgAsync("log", "-r", "tip", "-T", "{node}");
    }
}
