using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Sluice.Core.Faults;
using Sluice.Fetch.Http;
using Sluice.Fetch.Vcs.Git;
using TestAuthority = Sluice.Fetch.Tests.Peers.TestAuthority;

namespace Sluice.Fetch.Tests.Vcs.Git;

public sealed class GitHttpTests : IAsyncLifetime
{
    private readonly GitRig _rig = new();
    private readonly GitFixture _fixture = new();
    private GitHttpServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _rig.Options = _rig.Options with { AllowsFileUrls = false };
        _fixture.Write("go.mod", "module example.com/m\n").Commit().AnnotatedTag("v1.0.0");
        _server = await GitHttpServer.StartAsync(_fixture, _rig.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _fixture.Dispose();
        _rig.Dispose();
    }

    [Fact]
    public async Task Info_mod_and_files_of_a_version_take_six_runs_of_git()
    {
        Assert.Equal("module example.com/m\n", await _rig.ReadAsync(_server.UrlOf(), "v1.0.0", "go.mod"));
        await using var tree = await _rig.ExportAsync(_server.UrlOf(), "v1.0.0");
        await using var file = await Assert.Single(tree.Files).OpenAsync(_rig.Token);
        await tree.DisposeAsync();
        Assert.Equal(["ls-remote", "fetch", "cat-file", "cat-file", "ls-tree", "archive"], _rig.Commands.Select(Name));
    }

    [Fact]
    public async Task The_next_version_costs_only_what_has_changed()
    {
        var big = RandomNumberGenerator.GetBytes(1 << 20);
        _fixture.Write("big", big).Commit().Tag("v1.1.0").Write("small", "x").Commit().Tag("v1.2.0");
        await _rig.ResolveAsync(_server.UrlOf(), "v1.1.0");
        _rig.Restart();
        await _rig.ResolveAsync(_server.UrlOf(), "v1.2.0");
        Assert.InRange(_server.PostBytes.Last(), 1, 10_000);
        await using var tree = await _rig.ExportAsync(_server.UrlOf(), "v1.2.0");
        Assert.Equal(["big", "go.mod", "small"], tree.Files.Select(file => file.Path));
    }

    [Fact]
    public async Task A_commit_that_is_there_needs_no_server()
    {
        var commit = await _rig.ResolveAsync(_server.UrlOf(), "v1.0.0");
        _rig.Forget();
        _rig.Open(_server.UrlOf());
        await _server.DisposeAsync();
        Assert.Equal(["v1.0.0"], (await _rig.ResolveAsync(_server.UrlOf(), commit.Id)).Tags);
        Assert.Equal("module example.com/m\n", await ReadAgainAsync(commit.Id));
    }

    [Fact]
    public async Task Callers_at_the_same_time_share_one_question_and_one_fetch()
    {
        var repository = _rig.Open(_server.UrlOf());
        var commits = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => repository.ResolveAsync("v1.0.0", _rig.Context, _rig.Token), _rig.Token)));
        Assert.Single(commits.Select(commit => commit.Id).Distinct());
        Assert.Equal(["fetch", "ls-remote"], _rig.Commands.Select(Name).Where(name => name != "cat-file").Order());
    }

    [Fact]
    public async Task A_login_is_sent_and_nobody_sees_it()
    {
        var seen = new ConcurrentBag<string>();
        _server.Login = "robot:s3cret pass'\"$word%";
        _server.Before = _ =>
        {
            RunningPrograms.CommandLines().ToList().ForEach(seen.Add);
            return Task.FromResult(false);
        };
        _rig.NetworkOptions = new NetworkOptions { Credentials = [Credential("robot", "s3cret pass'\"$word%")] };
        Assert.Equal("module example.com/m\n", await _rig.ReadAsync(_server.UrlOf(), "v1.0.0", "go.mod"));
        Assert.Contains(seen, line => line.Contains("git-remote-http", StringComparison.Ordinal));
        Assert.DoesNotContain(seen, line => line.Contains("s3cret", StringComparison.Ordinal));
        Assert.DoesNotContain(_rig.Commands, line => line.Contains("s3cret", StringComparison.Ordinal));
        Assert.DoesNotContain(Directory.EnumerateFiles(_rig.Options.CacheDirectory, "*", SearchOption.AllDirectories), file => File.ReadAllText(file).Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_token_without_a_user_name_is_sent()
    {
        _server.Login = "x-access-token:token";
        _rig.NetworkOptions = new NetworkOptions { Credentials = [Credential("", "token")] };
        Assert.Equal(["v1.0.0"], (await _rig.ResolveAsync(_server.UrlOf(), "v1.0.0")).Tags);
    }

    [Fact]
    public async Task Netrc_is_used()
    {
        _server.Login = "robot:pass";
        _rig.NetworkOptions = new NetworkOptions { NetrcFile = _rig.Temp.Write("netrc", "machine 127.0.0.1 login robot password pass\n") };
        Assert.Equal(["v1.0.0"], (await _rig.ResolveAsync(_server.UrlOf(), "v1.0.0")).Tags);
    }

    [Fact]
    public async Task A_refused_login_says_which_credential_was_tried()
    {
        _server.Login = "robot:right";
        _rig.NetworkOptions = new NetworkOptions { Credentials = [Credential("robot", "wr0ng") with { Origin = "sluice.yaml:12" }] };
        var fault = await _rig.RefusalAsync(_server.UrlOf());
        Assert.Equal((FaultCodes.VcsAuthentication, $"127.0.0.1:{_server.Peer.Port}"), (fault.Code, fault.Source));
        Assert.StartsWith("the credential of sluice.yaml:12 was tried", fault.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("wr0ng", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_that_is_missing_is_said_to_be()
    {
        _server.Login = "robot:right";
        var fault = await _rig.RefusalAsync(_server.UrlOf());
        Assert.Equal(FaultCodes.VcsAuthentication, fault.Code);
        Assert.StartsWith("no credential was sent, none is configured", fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_login_does_not_follow_a_redirect_to_another_host()
    {
        await using var other = await GitHttpServer.StartAsync(_fixture, _rig.Token);
        other.Login = "robot:pass";
        _server.Before = context =>
        {
            context.Response.Redirect(other.UrlOf() + context.Request.Path.Value!["/repo.git".Length..] + context.Request.QueryString);
            return Task.FromResult(true);
        };
        _rig.NetworkOptions = new NetworkOptions { Credentials = [Credential("robot", "pass")] };
        Assert.Equal(FaultCodes.VcsAuthentication, (await _rig.RefusalAsync(_server.UrlOf())).Code);
        Assert.NotEmpty(other.Peer.Requests);
        Assert.All(other.Peer.Requests, request => Assert.Null(request.Header("Authorization")));
    }

    [Fact]
    public async Task A_repository_that_does_not_exist_is_absent()
    {
        var fault = await _rig.RefusalAsync(_server.UrlOf("none.git"));
        Assert.Equal((FaultCodes.RepositoryNotFound, true), (fault.Code, fault.IsAbsence));
        Assert.StartsWith("no credential was sent", fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "vcs.auth-required")]
    [InlineData(429, "ratelimit")]
    [InlineData(503, "goproxy.5xx")]
    [InlineData(200, "vcs.failed")]
    public async Task Statuses_have_their_faults(int status, string id)
    {
        _server.Before = async context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "text/html";
            await context.Response.WriteAsync("<html>hello", context.RequestAborted);
            return true;
        };
        Assert.Equal(id, (await _rig.RefusalAsync(_server.UrlOf())).Code.Id);
    }

    [Fact]
    public async Task An_empty_repository_has_no_revision()
    {
        using var empty = new GitFixture();
        await using var server = await GitHttpServer.StartAsync(empty, _rig.Token);
        Assert.Equal(FaultCodes.UnknownRevision, (await _rig.RefusalAsync(server.UrlOf())).Code);
    }

    [Fact]
    public async Task A_server_that_is_not_there_refuses()
    {
        await _server.DisposeAsync();
        Assert.Equal(FaultCodes.Refused, (await _rig.RefusalAsync(_server.UrlOf())).Code);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_said_to() =>
        Assert.Contains((await _rig.RefusalAsync("https://sluice-test.invalid/x.git")).Code, new[] { FaultCodes.NameUnknown, FaultCodes.NameTimeout });

    [Fact]
    public async Task Old_servers_that_give_no_hashes_give_everything()
    {
        var old = _fixture.Head;
        _fixture.Write("go.mod", "module example.com/new\n").Commit();
        _server.SpeaksVersion2 = false;
        Assert.Equal("module example.com/m\n", await ReadAgainAsync(old[..12]));
        await _rig.ResolveAsync(_server.UrlOf(), "HEAD");
        Assert.Equal("module example.com/new\n", await ReadAgainAsync("HEAD"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Servers_that_cannot_be_shallow_give_everything(bool version2)
    {
        _fixture.Write("go.mod", "module example.com/new\n").Commit();
        _server.SpeaksVersion2 = version2;
        _server.Rewrite = ("shallow", "shallot");
        Assert.Equal("module example.com/m\n", await ReadAgainAsync("v1.0.0"));
    }

    [Fact]
    public async Task Servers_that_cannot_filter_give_whole_history()
    {
        var old = _fixture.Head;
        _fixture.Write("go.mod", "module example.com/new\n").Commit().Git("config", "uploadpack.allowFilter", "false");
        Assert.Equal("module example.com/m\n", await ReadAgainAsync(old[..12]));
    }

    [Fact]
    public async Task InsteadOf_of_the_operator_holds()
    {
        _rig.Set("GIT_CONFIG_GLOBAL", _rig.Temp.Write("config", $"[url \"{_server.Peer.Url}\"]\n\tinsteadOf = https://git.example.com/\n"));
        Assert.Equal("module example.com/m\n", await _rig.ReadAsync("https://git.example.com/repo.git", "v1.0.0", "go.mod"));
    }

    [Fact]
    public async Task The_operators_way_to_other_transports_is_refused()
    {
        var marker = _rig.Temp["marker"];
        _rig.Set("GIT_CONFIG_GLOBAL", _rig.Temp.Write("config", $"[url \"ext::touch {marker} \"]\n\tinsteadOf = https://git.example.com/\n[protocol]\n\tallow = always\n"));
        Assert.Equal(FaultCodes.VcsRefused, (await _rig.RefusalAsync("https://git.example.com/repo.git")).Code);
        Assert.False(File.Exists(marker));
    }

    [Fact]
    public async Task The_bundle_is_trusted_and_nothing_else()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("127.0.0.1");
        await using var server = await GitHttpServer.StartAsync(_fixture, _rig.Token, certificate);
        Assert.Equal(FaultCodes.UnknownAuthority, (await _rig.RefusalAsync(server.UrlOf())).Code);
        _rig.Restart();
        _rig.NetworkOptions = new NetworkOptions { CaBundle = _rig.Temp.Write("ca.pem", authority.Pem) };
        Assert.Equal("module example.com/m\n", await _rig.ReadAsync(server.UrlOf(), "v1.0.0", "go.mod"));
    }

    [Fact]
    public async Task The_forward_proxy_is_used()
    {
        await using var proxy = new Peers.ConnectProxy(_server.Peer.Port, credentials: "p:q w");
        _rig.NetworkOptions = new NetworkOptions { Proxy = new ForwardProxy(ForwardProxyKind.Url, new Uri($"http://p:q%20w@127.0.0.1:{proxy.Port}")) };
        Assert.Equal(["v1.0.0"], (await _rig.ResolveAsync("http://git.example.com/repo.git", "v1.0.0")).Tags);
        Assert.NotEmpty(proxy.Heads);
    }

    private static string Name(string command) => command.Split(' ').First(word => word is "ls-remote" or "fetch" or "cat-file" or "ls-tree" or "archive" or "merge-base" or "for-each-ref");

    private HostCredential Credential(string user, string password) => new($"127.0.0.1:{_server.Peer.Port}", "", user, new Secret(password));

    private Task<string?> ReadAgainAsync(string revision) => _rig.ReadAsync(_server.UrlOf(), revision, "go.mod");
}
