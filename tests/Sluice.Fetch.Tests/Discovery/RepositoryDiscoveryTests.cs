using System.Net;
using Microsoft.AspNetCore.Http;
using Sluice.Core.Ports;
using Sluice.Fetch.Discovery;
using Sluice.Fetch.Http;
using Sluice.Fetch.Tests.Peers;
using Sluice.Fetch.Vcs;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.Paths;

namespace Sluice.Fetch.Tests.Discovery;

/// <summary>Discovery over real sockets: all hosts of the tests are behind one forward proxy, which is the peer.</summary>
public sealed class RepositoryDiscoveryTests : IAsyncDisposable
{
    private readonly Rig _rig = new();
    private readonly Dictionary<string, string> _pages = [];
    private readonly string _directory = Directory.CreateTempSubdirectory("discovery").FullName;
    private OriginOptions _options = new("unused") { Insecure = PathPatterns.Parse("*.test") };
    private HttpPeer? _peer;

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task A_configured_origin_goes_first_and_nobody_is_asked()
    {
        _options = _options with
        {
            Origins =
            [
                new RepositoryRoot("corp.test/lib", VcsKind.Git, "http://10.0.0.1/lib") { Folder = "go" },
                new RepositoryRoot("corp.test/lib/special", VcsKind.Mercurial, "http://10.0.0.1/special"),
            ],
        };
        Assert.Equal(_options.Origins[0] with { IsTrusted = true }, await FindAsync("corp.test/lib/x"));
        Assert.Equal(_options.Origins[1] with { IsTrusted = true }, await FindAsync("corp.test/lib/special/x"));
        Assert.Empty(_peer!.Requests);
    }

    [Fact]
    public async Task A_tag_names_the_repository_and_its_folder()
    {
        Page("vanity.test/lib", "vanity.test/lib git https://git.test/r go/lib");
        var root = await FindAsync("vanity.test/lib");
        Assert.Equal(("vanity.test/lib", VcsKind.Git, "https://git.test/r", "go/lib"), (root.Prefix, root.Vcs, root.Url, root.Folder));
    }

    [Fact]
    public async Task A_tag_for_a_shorter_path_has_to_be_said_there_too()
    {
        Page("vanity.test/lib/sub", "vanity.test/lib git https://git.test/r");
        Page("vanity.test/lib", "vanity.test/lib git https://git.test/r");
        Page("vanity.test/stolen/sub", "vanity.test/stolen git https://evil.test/r");
        Page("vanity.test/stolen", "vanity.test/stolen git https://git.test/s");
        Assert.Equal("vanity.test/lib", (await FindAsync("vanity.test/lib/sub")).Prefix);
        await RefusedAsync("vanity.test/stolen/sub", "vcs.not-discovered", "itself says");
    }

    [Theory]
    [InlineData("no tag", "", "vcs.not-discovered", "has no go-import tag")]
    [InlineData("a tag for others", "other.test/x git https://git.test/r", "vcs.not-discovered", "are for other.test/x")]
    [InlineData("part of an element", "vanity.test/li git https://git.test/r", "vcs.not-discovered", "are for vanity.test/li")]
    [InlineData("Bazaar", "vanity.test/lib bzr https://git.test/r", "vcs.refused", "Bazaar")]
    [InlineData("an unknown kind", "vanity.test/lib cvs https://git.test/r", "vcs.refused", "cvs")]
    [InlineData("a file", "vanity.test/lib git file:///etc", "vcs.refused", "file is refused")]
    [InlineData("a program", "vanity.test/lib git ext::sh", "vcs.refused", "run a program")]
    [InlineData("an option", "vanity.test/lib git --upload-pack=x", "vcs.refused", "no URL")]
    [InlineData("a folder outside", "vanity.test/lib git https://git.test/r ../x", "vcs.not-discovered", "folder")]
    public async Task Tags_that_lead_nowhere_or_astray_are_refused(string name, string content, string code, string detail)
    {
        Page("vanity.test/lib", content);
        Assert.True(name.Length > 0);
        await RefusedAsync("vanity.test/lib", code, detail);
    }

    [Fact]
    public async Task Two_tags_for_one_path_are_refused_and_one_for_a_module_proxy_goes_first()
    {
        _pages["vanity.test/two"] = Tag("vanity.test/two git https://git.test/r") + Tag("vanity.test/two git https://git.test/s");
        _pages["vanity.test/mod"] = Tag("vanity.test/mod git https://git.test/r") + Tag("vanity.test/mod mod https://proxy.test/go");
        await RefusedAsync("vanity.test/two", "vcs.not-discovered", "several");
        var origin = await OriginAsync("vanity.test/mod");
        Assert.Equal(new Uri("https://proxy.test/go"), Assert.IsType<DiscoveredOrigin.Proxy>(origin).BaseUrl);
    }

    [Fact]
    public async Task A_kind_that_is_not_allowed_is_refused()
    {
        Page("vanity.test/lib", "vanity.test/lib svn https://svn.test/r");
        await RefusedAsync("vanity.test/lib", "vcs.refused", "vcs.allow");
        _options = _options with { Private = PathPatterns.Parse("vanity.test") };
        Assert.Equal(VcsKind.Subversion, (await FindAsync("vanity.test/lib")).Vcs);
    }

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("::ffff:10.0.0.1")]
    public async Task Neither_a_path_nor_a_tag_leads_inside_unless_the_operator_says_so(string address)
    {
        _options = new OriginOptions("unused");
        _rig.Addressing = new Addressing((_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse(address)]), Addressing.Where);
        await RefusedAsync("inside.test/r.git", "vcs.refused", "is inside");
        _options = _options with { Private = PathPatterns.Parse("inside.test") };
        Assert.Equal("https://inside.test/r.git", (await FindAsync("inside.test/r.git")).Url);
    }

    [Fact]
    public async Task What_was_found_is_believed_for_ten_minutes_and_after_that_when_the_host_is_dead()
    {
        var time = new SteppedTime();
        _rig.Time = time;
        Page("vanity.test/lib", "vanity.test/lib git https://git.test/r");
        using var discovery = await OpenAsync();
        await discovery.FindAsync(ModulePath.Parse("vanity.test/lib"), _rig.Context, _rig.Token);
        var asked = _peer!.Requests.Count;
        await discovery.FindAsync(ModulePath.Parse("vanity.test/lib"), _rig.Context, _rig.Token);
        Assert.Equal(asked, _peer.Requests.Count);

        _pages.Clear();
        _pages["*"] = "503";
        using var later = await OpenAsync();
        var origin = await later.FindAsync(ModulePath.Parse("vanity.test/lib"), _rig.Context, _rig.Token);
        Assert.Equal("https://git.test/r", Assert.IsType<DiscoveredOrigin.Repository>(origin).Root.Url);
        Assert.Contains(_rig.Context.Steps, step => step.Text.Contains("its last answer is taken", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_that_nobody_can_ask_is_no_absence()
    {
        _pages["*"] = "503";
        await RefusedAsync("vanity.test/lib", "vcs.discovery-failed", "answers 503");
        _pages["*"] = "404";
        await RefusedAsync("vanity.test/lib", "vcs.not-discovered", "answers 404");
    }

    private static string Tag(string content) => $"<meta name=\"go-import\" content=\"{content}\">";

    private void Page(string path, string content) => _pages[path] = content.Length == 0 ? "<html></html>" : Tag(content);

    private async Task RefusedAsync(string path, string code, string detail)
    {
        var fault = (await Assert.ThrowsAsync<FaultException>(() => OriginAsync(path))).Fault;
        Assert.Equal(code, fault.Code.Id);
        Assert.Contains(detail, fault.Detail, StringComparison.Ordinal);
    }

    private async Task<RepositoryRoot> FindAsync(string path) => Assert.IsType<DiscoveredOrigin.Repository>(await OriginAsync(path)).Root;

    private async Task<DiscoveredOrigin> OriginAsync(string path)
    {
        using var discovery = await OpenAsync();
        return await discovery.FindAsync(ModulePath.Parse(path), _rig.Context, _rig.Token);
    }

    private async Task<RepositoryDiscovery> OpenAsync()
    {
        if (_peer is null)
        {
            _peer = await _rig.ServeAsync(AnswerAsync);
            if (_rig.Addressing == Addressing.System)
            {
                _rig.NetworkOptions = new NetworkOptions { Proxy = new ForwardProxy(ForwardProxyKind.Url, _peer.Url) };
            }
        }

        var network = _rig.CreateNetwork();
        return new RepositoryDiscovery(_options, new GoGetClient(_rig.Options, network), new DiscoveryMemory(_directory, TimeProvider.System), new OriginGuard(network));
    }

    private Task AnswerAsync(HttpContext context)
    {
        // https comes as CONNECT, which this proxy does not do; http comes as a whole URL.
        var path = context.Request.Host + context.Request.Path;
        var page = _pages.GetValueOrDefault(path) ?? _pages.GetValueOrDefault("*");
        context.Response.StatusCode = context.Request.Method == "CONNECT" || page is null ? 404 : page is "503" or "404" ? int.Parse(page, System.Globalization.CultureInfo.InvariantCulture) : 200;
        return context.Request.Query["go-get"] == "1" && context.Response.StatusCode == 200 ? context.Response.WriteAsync(page!) : Task.CompletedTask;
    }
}
