using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Modules;
using Sluice.Doctor.Probes.Running;
using Sluice.Doctor.Probes.Settings;
using Sluice.Doctor.Probes.Vcs;
using Sluice.Testing;

namespace Sluice.Doctor.Tests.Probes.Vcs;

public sealed class VcsProbeTests : IDisposable
{
    private const string References =
        "1111111111111111111111111111111111111111\trefs/heads/main\n2222222222222222222222222222222222222222\trefs/tags/sub/v1.0.0\n2222222222222222222222222222222222222222\trefs/tags/v1.0.0\n";

    private readonly TestHost _host = new();

    public VcsProbeTests()
    {
        GitCommand.RequireOrSkip();
        _host.Set("PATH", GitCommand.SearchPath);
    }

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task The_real_git_follows_insteadOf_and_finds_the_tag_of_a_subfolder()
    {
        await using var server = LoopbackServer.StartHttp(_ => LoopbackServer.Response(200, References));
        Rewrite(server);

        var vcs = await AskAsync("a.example/x.git/sub@v1.0.0");

        var remote = vcs.Remotes[0];
        Assert.Equal((RemoteOutcome.Answered, 3, Tri.Yes), (remote.Outcome, remote.References, remote.HasVersion));
        Assert.Equal(("https://a.example/x.git", $"http://127.0.0.1:{server.Port}/x.git"), (remote.Url, remote.RewrittenTo));
        Assert.Equal(200, remote.Http!.Status);
        Assert.Equal(new RepositoryFact("a.example/x.git", "git", "https://a.example/x.git", "version control in the path"), vcs.Repository);
        Assert.Contains(vcs.Credentials, source => source is { Kind: "insteadOf", Host: "a.example" });
    }

    [Fact]
    public async Task A_missing_tag_is_no_missing_repository()
    {
        await using var server = LoopbackServer.StartHttp(_ => LoopbackServer.Response(200, References));
        Rewrite(server);

        Assert.Equal(Tri.No, (await AskAsync("a.example/x.git@v2.0.0")).Remotes[0].HasVersion);
    }

    [Fact]
    public async Task Without_credentials_git_asks_nobody_and_its_words_are_kept()
    {
        await using var server = LoopbackServer.StartHttp(_ => LoopbackServer.Response(401, "", "WWW-Authenticate: Basic realm=\"x\"\r\n"));
        Rewrite(server);

        var remote = (await AskAsync("a.example/x.git@v1.0.0")).Remotes[0];

        Assert.Equal((RemoteOutcome.Failed, Tri.NotChecked, 401), (remote.Outcome, remote.HasVersion, remote.Http!.Status));
        Assert.Contains("terminal prompts disabled", remote.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_git_it_says_so()
    {
        _host.Set("PATH", "/nowhere");
        await using var server = LoopbackServer.StartHttp(_ => LoopbackServer.Response(200, References));
        Rewrite(server);

        Assert.Equal(RemoteOutcome.ProgramMissing, (await AskAsync("a.example/x.git")).Remotes[0].Outcome);
    }

    [Fact]
    public async Task A_page_leads_to_the_repository()
    {
        using var authority = new TestAuthority();
        using var certificate = authority.Issue("vanity.example");
        await using var page = LoopbackServer.StartHttp(
            _ => LoopbackServer.Response(404, "<html><head><meta name=\"go-import\" content=\"vanity.example git https://a.example/x.git\"></head>", type: "text/html"), certificate);
        await using var proxy = LoopbackServer.Start(async (stream, stop) =>
        {
            // The page's own port cannot be had in a test; a forward proxy leads there.
            await LoopbackServer.ReadRequestAsync(stream, stop);
            using var target = new System.Net.Sockets.TcpClient("127.0.0.1", page.Port);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), stop);
            await Task.WhenAny(stream.CopyToAsync(target.GetStream(), stop), target.GetStream().CopyToAsync(stream, stop));
        });
        await using var server = LoopbackServer.StartHttp(_ => LoopbackServer.Response(200, References));
        Rewrite(server);
        _host.Set("SSL_CERT_FILE", _host.WriteHome("ca.pem", authority.Pem)).Set("HTTPS_PROXY", $"http://127.0.0.1:{proxy.Port}");

        var vcs = await AskAsync("vanity.example/m@v1.0.0");

        Assert.Equal("https://vanity.example/m?go-get=1", vcs.Discovery!.Url);
        Assert.Equal(new RepositoryFact("vanity.example", "git", "https://a.example/x.git", "go-import"), vcs.Repository);
        Assert.Equal(RemoteOutcome.Answered, Assert.Single(vcs.Remotes).Outcome);
    }

    [Fact]
    public async Task A_page_that_does_not_come_is_the_reason()
    {
        var vcs = await AskAsync("vanity.example/m@v1.0.0");

        Assert.Equal("the page did not come: NameFailed", vcs.DiscoveryProblem);
        Assert.Empty(vcs.Remotes);
    }

    [Theory]
    [InlineData("<meta name=\"go-import\" content=\"a.example/m git https://x\">", "https://x", null)]
    [InlineData("<META CONTENT='a.example git https://x' NAME=go-import />", "https://x", null)]
    [InlineData("<!-- <meta name=\"go-import\" content=\"a.example/m git https://x\"> -->", null, "no go-import meta tags")]
    [InlineData("<body><meta name=\"go-import\" content=\"a.example/m git https://x\">", null, "no go-import meta tags")]
    [InlineData("<meta name=\"go-import\" content=\"b.example git https://x\">", null, "meta tag b.example did not match import path a.example/m")]
    [InlineData("<meta name=\"go-import\" content=\"a.example git https://x\"><meta name=\"go-import\" content=\"a.example/m git https://y\">", null, "multiple meta tags match import path \"a.example/m\"")]
    public void Tags_are_read_as_the_go_command_reads_them(string page, string? url, string? problem)
    {
        var (tag, actual) = GoImportPage.Choose(GoImportPage.Parse(System.Text.Encoding.UTF8.GetBytes(page)), "a.example/m");

        Assert.Equal((url, problem), (tag?.Url, actual));
    }

    [Theory]
    [InlineData("https://u:p@h.example/x", "https://h.example/x")]
    [InlineData("ssh://git@h.example:22/x", "ssh://git@h.example:22/x")]
    [InlineData("ssh://git:pw@h.example/x", "ssh://git@h.example/x")]
    [InlineData("git@h.example:x.git", "git@h.example:x.git")]
    public void Addresses_lose_their_passwords(string url, string shown)
    {
        Assert.Equal(shown, GitRemoteProbe.WithoutUserInfo(url));
        Assert.Equal("h.example", GitRemoteProbe.HostOf(url));
    }

    [Fact]
    public void Sources_of_credentials_are_named_and_never_shown()
    {
        var key = _host.WriteHome(".ssh/id_ed25519", "secret");
        _host.WriteHome(".ssh/known_hosts", "h.example ssh-ed25519 AAAA\n");
        _host.WriteHome(".netrc", "machine h.example login a password s3cretvalue\n");
        _host.WriteHome(".gitconfig", "[credential \"https://h.example\"]\n\thelper = store\n[url \"https://oauth2:glpat-abcdefghijklmnopqrst@h.example/\"]\n\tinsteadOf = https://h.example/\n[http \"https://h.example/\"]\n\textraHeader = Authorization: Basic c2VjcmV0\n");
        _host.Set("GITHUB_TOKEN", "ghs_abcdefghijklmnopqrstuvwx");
        var host = _host.Build();

        // GOAUTH is there or not by the Go that this machine has.
        var sources = CredentialSources.Find(host, SettingsProbe.Collect(host), "h.example").Where(source => source.Kind != "GOAUTH").ToList();
        var ssh = SshFacts.Collect(host, "h.example");

        Assert.Equal(["netrc", "credential.helper", "insteadOf", "extraheader", "environment"], sources.Select(source => source.Kind));
        Assert.Equal("GitLab personal, group or project token", sources[2].TokenHint);
        Assert.StartsWith("GitHub app or Actions token", sources[4].TokenHint, StringComparison.Ordinal);
        var all = string.Join('\n', sources);
        Assert.All((string[])["s3cretvalue", "glpat-abc", "c2VjcmV0", "ghs_abc"], secret => Assert.DoesNotContain(secret, all, StringComparison.Ordinal));
        Assert.Equal(Tri.Yes, ssh.IsHostKnown);
        Assert.Equal(key, Assert.Single(ssh.Keys).Path);
    }

    private void Rewrite(LoopbackServer server) =>
        _host.WriteHome(".gitconfig", $"[url \"http://127.0.0.1:{server.Port}/\"]\n\tinsteadOf = https://a.example/\n\tinsteadOf = ssh://a.example/\n[http]\n\tproxy =\n");

    private Task<VcsEvidence> AskAsync(string name)
    {
        var net = new Net(_host);
        var probe = new VcsProbe(net.Host, net.Http, new CommandRunner(TimeProvider.System));
        return probe.CollectAsync(ModuleTarget.Parse(name), SettingsProbe.Collect(net.Host), TestContext.Current.CancellationToken).OrFail();
    }
}
