using System.Globalization;
using Sluice.Testing;

namespace Sluice.Fetch.Tests.Vcs.Programs;

/// <summary>What <c>direct</c> says of Fossil repositories is what the real go command computes in direct mode.</summary>
public sealed class FossilAsGoTests : IAsyncDisposable
{
    private const string Kit = VanityHost.Prefix;
    private readonly TempDirectory _temp = new();
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
        await InitAsync("--sha1");
        var first = await CommitAsync(["v0.1.0"], ("a.go", "package kit\n"), ("LICENSE", "free\n"));
        var second = await CommitAsync(["v1.0.0", "v1.0.1+meta", "v2.0.0"], ("go.mod", "module vanity.test/kit\n"));
        await CommitAsync(["v1.1.0", "sub/v0.1.0", "nightly"], ("sub/go.mod", "module vanity.test/kit/sub\n"), ("sub/s.go", "package sub\n"), ("sub/inner/i.go", "package inner\n"));
        var fourth = await CommitAsync(["v4.0.0", "sub/v0.2.0", "v1.2.0-rc.1"], ("v4/go.mod", "module vanity.test/kit/v4\n"), ("v4/four.go", "package kit\n"));
        var dev = await CommitAsync([], "dev", ("dev.go", "package kit\n"));
        await FossilAsync("update", "trunk");
        await CommitAsync(["v3.0.0", "sub/v2.0.0", "v5.0.0"], ("go.mod", "module vanity.test/kit/v3\n"), ("sub/go.mod", "module vanity.test/kit/sub/v2\n"));
        var rig = await ServeAsync();
        var (time, firstTime) = (TimeOf(5), TimeOf(1));
        await rig.AssertListsAsync(Kit, $"{Kit}/v3", $"{Kit}/sub");
        await rig.AssertSameAsync(
            (Kit, "v1.0.0"), (Kit, "v1.1.0"), (Kit, "v1.2.0-rc.1"), (Kit, "v9.9.9"), (Kit, "latest"), (Kit, "trunk"), (Kit, "dev"), (Kit, "tip"), (Kit, "nightly"), (Kit, "nothing"), (Kit, "HEAD"), (Kit, "2020-01-02"),
            (Kit, "v2.0.0"), (Kit, "v2.0.0+incompatible"), (Kit, "v1.0.1+meta"), (Kit, "v1.0.1"), (Kit, "v1.0.0+incompatible"),
            (Kit, dev), (Kit, dev[..12]), (Kit, dev[..6]), (Kit, dev[..4]), (Kit, first[..8]), (Kit, second[..12]), (Kit, fourth[..12].ToUpperInvariant()), (Kit, "0123456789ab"),
            ($"{Kit}/v3", "v3.0.0"), ($"{Kit}/v3", "latest"), ($"{Kit}/v5", "v5.0.0"), ($"{Kit}/sub", "latest"), ($"{Kit}/sub/inner", "trunk"), ($"{Kit}/none", "trunk"),
            (Kit, $"v0.0.0-{time}-{dev[..12]}"), (Kit, $"v1.1.1-0.{time}-{dev[..12]}"), (Kit, $"v1.0.0-{time}-{dev[..12]}"), (Kit, $"v0.0.0-20200101000000-{dev[..12]}"), (Kit, $"v0.0.0-{time}-{dev[..11]}"), (Kit, $"v0.0.0-{time}-0123456789ab"),
            (Kit, $"v0.0.0-{firstTime}-{first[..12]}"), (Kit, $"v0.1.1-0.{firstTime}-{first[..12]}"), (Kit, $"v2.0.0-{firstTime}-{first[..12]}+incompatible"), ($"{Kit}/v3", $"v3.0.0-{time}-{dev[..12]}"));
        await rig.AssertSameButZipAsync(
            ($"{Kit}/v4", "v4.0.0"), ($"{Kit}/v4", "dev"), ($"{Kit}/sub", "v0.1.0"), ($"{Kit}/sub", "v0.2.0"), ($"{Kit}/sub", "dev"), ($"{Kit}/sub/v2", "v2.0.0"), ($"{Kit}/sub", $"v0.0.0-{time}-{dev[..12]}"));
    }

    [Fact]
    public async Task A_repository_without_go_mod()
    {
        await InitAsync("--sha1");
        var one = await CommitAsync(["v1.0.0", "v2.0.0", "v2.0.1+meta"], ("a.go", "package a\n"), ("LICENSE", "free\n"));
        await CommitAsync(["v2.1.0", "v3.0.0"], ("b.go", "package a\n"));
        var rig = await ServeAsync();
        await rig.AssertListsAsync(Kit);
        await rig.AssertSameAsync(
            (Kit, "v1.0.0"), (Kit, "v2.0.0"), (Kit, "v2.0.0+incompatible"), (Kit, "v3.0.0+incompatible"), (Kit, "v2.0.1+meta"), (Kit, "latest"), (Kit, "trunk"), (Kit, one[..12]), ($"{Kit}/v2", "v2.0.0"), ($"{Kit}/a", "trunk"));
    }

    [Fact]
    public async Task Files_and_licences()
    {
        await InitAsync("--sha1");
        await FossilAsync("settings", "allow-symlinks", "on");
        Directory.CreateDirectory(_temp["w/linked"]);
        File.CreateSymbolicLink(_temp["w/link"], "a.go");
        File.CreateSymbolicLink(_temp["w/linked/LICENSE"], "../LICENSE");
        await CommitAsync(
            ["v1.0.0", "sub/v1.0.0", "own/v1.0.0", "linked/v1.0.0", "other/v1.0.0"],
            ("go.mod", "module vanity.test/kit\n"), ("a.go", "package a // $Id$\n"), (".hidden", "x\n"), ("empty", ""), ("mixed.txt", "one\r\ntwo\n"), ("manifest", "not mine\n"), (".fossil-settings/manifest", "on\n"),
            ("inner/go.mod", "module vanity.test/kit/inner\n"), ("inner/x.go", "package inner\n"), ("vendor/modules.txt", "# x\n"), ("vendor/p/v.go", "package p\n"), ("a/vendor/x.go", "package x\n"),
            ("testdata/_x/é ü.txt", "é\n"), ("LICENSE", "root\n"), ("sub/go.mod", "module vanity.test/kit/sub\n"), ("sub/s.go", "package sub\n"), ("own/go.mod", "module vanity.test/kit/own\n"), ("own/LICENSE", "own\n"),
            ("linked/go.mod", "module vanity.test/kit/linked\n"), ("other/go.mod", "module vanity.test/kit/other\n"), ("other/LICENSE.txt", "x\n"));
        await CommitAsync(["v1.1.0"], ("con.go", "package a\n"));
        var rig = await ServeAsync();
        await rig.AssertSameAsync((Kit, "v1.0.0"), (Kit, "v1.1.0"));
        await rig.AssertSameButZipAsync(($"{Kit}/sub", "v1.0.0"), ($"{Kit}/own", "v1.0.0"), ($"{Kit}/linked", "v1.0.0"), ($"{Kit}/other", "v1.0.0"));
        Assert.EndsWith(" zip none", await rig.AskSluiceAsync(Kit, "v1.1.0"));
    }

    /// <summary>SHA3, Fossil's default: it shows the first 40 digits of 64, which is what the go command wants to see.</summary>
    [Fact]
    public async Task Repositories_with_long_hashes()
    {
        await InitAsync();
        var id = await CommitAsync(["v1.0.0"], ("go.mod", "module vanity.test/kit\n"));
        var rig = await ServeAsync();
        await rig.AssertSameAsync((Kit, "v1.0.0"), (Kit, "trunk"), (Kit, id), (Kit, id[..12]));
    }

    private async Task InitAsync(params string[] options)
    {
        Directory.CreateDirectory(_temp["w"]);
        await Daemon.RunAsync(_temp.FullName, "fossil", ["init", .. options, "--date-override", "2019-01-01 00:00:00", "--admin-user", "author", "r.fossil"]);
        await FossilAsync("open", "--user", "author", _temp["r.fossil"]);
    }

    private async Task<DirectRig> ServeAsync()
    {
        _server = await Daemon.ServeAsync(_temp.FullName, "fossil", port => ["server", "--localhost", "--port", $"{port}", _temp["r.fossil"]]);
        _host = await VanityHost.StartAsync("fossil", $"http://127.0.0.1:{_server.Port}");
        return _rig = new DirectRig(_host);
    }

    private Task<string> FossilAsync(params string[] arguments) => Daemon.RunAsync(_temp.FullName, "fossil", [.. arguments, "--chdir", _temp["w"]]);

    private static string TimeOf(int day) => string.Create(CultureInfo.InvariantCulture, $"202001{day:D2}030405");

    private Task<string> CommitAsync(string[] tags, params (string Name, string Text)[] files) => CommitAsync(tags, null, files);

    /// <summary>Writes files and commits everything; the whole hash.</summary>
    private async Task<string> CommitAsync(string[] tags, string? branch, params (string Name, string Text)[] files)
    {
        foreach (var (name, text) in files)
        {
            _temp.Write("w/" + name, text);
        }

        await FossilAsync("addremove", "--dotfiles");
        var date = string.Create(CultureInfo.InvariantCulture, $"2020-01-{++_day:D2} 03:04:05");
        string[] onBranch = branch is null ? [] : ["--branch", branch];
        await FossilAsync(["commit", "--no-warnings", "--allow-older", "--user-override", "author", "--date-override", date, "-m", "change", .. onBranch, .. tags.SelectMany(tag => new[] { "--tag", tag })]);
        return (await FossilAsync("info", "current")).Split('\n').First(line => line.StartsWith("hash:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
    }
}
