using System.Globalization;
using Sluice.Testing;

namespace Sluice.Fetch.Tests.Vcs.Programs;

/// <summary>What <c>direct</c> says of Subversion repositories is what the real go command computes in direct mode.</summary>
public sealed class SubversionAsGoTests : IAsyncLifetime
{
    private const string Kit = VanityHost.Prefix;
    private readonly TempDirectory _temp = new();
    private Daemon _server = null!;
    private VanityHost _host = null!;
    private DirectRig _rig = null!;

    private string Trunk => $"svn://127.0.0.1:{_server.Port}/r/trunk";

    public async ValueTask InitializeAsync()
    {
        await SvnAdminAsync("create", "r");
        _server = await Daemon.ServeAsync(_temp.FullName, "svnserve", port => ["-d", "--foreground", "-r", _temp.FullName, "--listen-host", "127.0.0.1", "--listen-port", $"{port}"]);
        await SvnAsync("mkdir", "-q", "-m", "layout", $"file://{_temp["r"]}/trunk", $"file://{_temp["r"]}/tags", $"file://{_temp["r"]}/branches");
        await SvnAsync("checkout", "-q", $"file://{_temp["r"]}", "w");
        _host = await VanityHost.StartAsync("svn", Trunk);
        _rig = new DirectRig(_host);
    }

    public async ValueTask DisposeAsync()
    {
        _rig.Dispose();
        await _host.DisposeAsync();
        await _server.DisposeAsync();
        _temp.Dispose();
    }

    [Fact]
    public async Task Revisions_modules_in_folders_and_pseudo_versions()
    {
        await CommitAsync(("a.go", "package kit\n"), ("LICENSE", "free\n"));
        await CommitAsync(("go.mod", "module vanity.test/kit\n"));
        await CommitAsync(("sub/go.mod", "module vanity.test/kit/sub\n"), ("sub/s.go", "package sub\n"), ("sub/inner/i.go", "package inner\n"));
        await CommitAsync(("v4/go.mod", "module vanity.test/kit/v4\n"), ("v4/four.go", "package kit\n"));
        await SvnAsync("copy", "-q", "-m", "tag", $"file://{_temp["r"]}/trunk@3", $"file://{_temp["r"]}/tags/v1.0.0");
        await SvnAsync("mkdir", "-q", "-m", "tag", $"file://{_temp["r"]}/tags/sub", $"file://{_temp["r"]}/tags/sub/v0.1.0");
        var (time, early) = (await TimeOfAsync(5), await TimeOfAsync(2));
        await _rig.AssertListsAsync(Kit, $"{Kit}/sub", $"{Kit}/v4");
        await _rig.AssertSameAsync(
            (Kit, "v1.0.0"), (Kit, "v9.9.9"), (Kit, "latest"), (Kit, "HEAD"), (Kit, "head"), (Kit, "trunk"), (Kit, "0"), (Kit, "1"), (Kit, "2"), (Kit, "5"), (Kit, "7"), (Kit, "99"), (Kit, "r5"), (Kit, "000000000005"), (Kit, "0000000000000005"),
            (Kit, "{2000-01-01}"), (Kit, "{2999-01-01}"), (Kit, "{2999-99-99}"), (Kit, "{20200101T0101Z}"), (Kit, "99999999999999999999"), (Kit, "PREV"), (Kit, "BASE"), (Kit, "5x"),
            ($"{Kit}/sub", "latest"), ($"{Kit}/sub", "4"), ($"{Kit}/sub", "3"), ($"{Kit}/sub", "v0.1.0"), ($"{Kit}/sub/inner", "5"), ($"{Kit}/v4", "5"), ($"{Kit}/v4", "latest"), ($"{Kit}/v4", "4"), ($"{Kit}/none", "5"),
            (Kit, $"v0.0.0-{time}-000000000005"), (Kit, $"v0.0.0-{time}-000000000006"), (Kit, $"v0.0.0-{time}-5"), (Kit, $"v0.0.0-20200101000000-000000000005"), (Kit, $"v1.0.0-{time}-000000000005"), (Kit, $"v1.0.1-0.{time}-000000000005"),
            (Kit, $"v0.0.0-{early}-000000000002"), (Kit, $"v2.0.0-{early}-000000000002+incompatible"), ($"{Kit}/sub", $"v0.0.0-{time}-000000000005"), ($"{Kit}/v4", $"v4.0.0-{time}-000000000005"), ($"{Kit}/v4", $"v0.0.0-{time}-000000000005"));
    }

    [Fact]
    public async Task Files_and_licences()
    {
        await CommitAsync(
            ("go.mod", "module vanity.test/kit\n"), ("a.go", "package a // $Id$ $Rev$\n"), (".hidden", "x\n"), ("empty", ""), ("mixed.txt", "one\r\ntwo\n"), ("native.txt", "one\ntwo\n"), ("crlf.txt", "one\ntwo\n"), ("a@b.go", "package a\n"),
            ("inner/go.mod", "module vanity.test/kit/inner\n"), ("inner/x.go", "package inner\n"), ("vendor/modules.txt", "# x\n"), ("vendor/p/v.go", "package p\n"), ("a/vendor/x.go", "package x\n"),
            ("testdata/_x/é ü.txt", "é\n"), ("LICENSE", "root $Id$\n"), ("sub/go.mod", "module vanity.test/kit/sub\n"), ("sub/s.go", "package sub\n"), ("own/go.mod", "module vanity.test/kit/own\n"), ("own/LICENSE", "own\n"),
            ("other/go.mod", "module vanity.test/kit/other\n"), ("other/LICENSE.txt", "x\n"));
        await SvnAsync("propset", "-q", "svn:keywords", "Id Rev", "w/trunk/a.go", "w/trunk/LICENSE");
        await SvnAsync("propset", "-q", "svn:eol-style", "native", "w/trunk/native.txt");
        await SvnAsync("propset", "-q", "svn:eol-style", "CRLF", "w/trunk/crlf.txt");
        await SvnAsync("propset", "-q", "svn:externals", "^/tags ext", "w/trunk");
        await CommitAsync();
        await CommitAsync(("bad:name", "x\n"));
        await _rig.AssertSameAsync((Kit, "2"), (Kit, "3"), ($"{Kit}/sub", "3"), ($"{Kit}/own", "3"), ($"{Kit}/other", "3"), (Kit, "4"));
        Assert.EndsWith(" zip none", await _rig.AskSluiceAsync(Kit, "4"));
    }

    [Fact]
    public async Task A_repository_without_go_mod()
    {
        await CommitAsync(("a.go", "package kit\n"));
        await _rig.AssertListsAsync(Kit);
        await _rig.AssertSameAsync((Kit, "latest"), (Kit, "2"), ($"{Kit}/v2", "2"), ($"{Kit}/a", "2"), (Kit, "1"));
    }

    /// <summary>The go command would read, on this machine, what a link of the repository points at; where sizes differ, as nearly always, it gives up.</summary>
    [Fact]
    public async Task Symbolic_links_are_left_out()
    {
        File.CreateSymbolicLink(_temp["w/trunk/link"], "a.go");
        await CommitAsync(("go.mod", "module vanity.test/kit\n"), ("a.go", "package kit\n"));
        await _rig.AssertFoundBySluiceAloneAsync((Kit, "2"));
    }

    /// <summary>The go command looks for the folder in the newest revision, whatever revision it wants.</summary>
    [Fact]
    public async Task A_module_whose_folder_is_gone_today_can_still_be_had()
    {
        await CommitAsync(("sub/go.mod", "module vanity.test/kit/sub\n"));
        await SvnAsync("move", "-q", "w/trunk/sub", "w/trunk/other");
        await CommitAsync();
        await _rig.AssertFoundBySluiceAloneAsync(($"{Kit}/sub", "2"));
    }

    private Task<string> SvnAsync(params string[] arguments) => Daemon.RunAsync(_temp.FullName, "svn", arguments);

    private Task<string> SvnAdminAsync(params string[] arguments) => Daemon.RunAsync(_temp.FullName, "svnadmin", arguments);

    /// <summary>Writes files below <c>trunk</c> and commits everything.</summary>
    private async Task CommitAsync(params (string Name, string Text)[] files)
    {
        foreach (var (name, text) in files)
        {
            _temp.Write("w/trunk/" + name, text);
        }

        await SvnAsync("add", "-q", "--force", "--no-auto-props", "w/trunk");
        await SvnAsync("commit", "-q", "-m", "change", "w");
        await SvnAsync("update", "-q", "w");
    }

    private async Task<string> TimeOfAsync(int revision)
    {
        var date = await SvnAsync("propget", "--revprop", "-r", $"{revision}", "svn:date", $"file://{_temp["r"]}");
        return DateTimeOffset.Parse(date.Trim(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
    }
}
