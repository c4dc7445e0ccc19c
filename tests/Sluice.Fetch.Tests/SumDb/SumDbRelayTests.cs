using System.Text;
using Microsoft.AspNetCore.Http;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;
using Sluice.Fetch.SumDb;
using Sluice.Fetch.Tests.Peers;
using Sluice.Fetch.Upstreams;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.Paths;

namespace Sluice.Fetch.Tests.SumDb;

public sealed class SumDbRelayTests : IAsyncDisposable
{
    private const string Name = "sum.golang.org";
    private const string Lookup = "lookup/example.com/m@v1.2.3";
    private readonly Rig _rig = new();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_configured_url_is_asked_and_nobody_else()
    {
        var database = await _rig.ServeAsync("record");
        var proxy = await _rig.ServeAsync("");
        var relay = Relay($"{Name} {database.Url}db", proxy.Url.ToString());
        Assert.Equal("record", await TextAsync(relay, "lookup/example.com/!big@v1.2.3+incompatible"));
        Assert.Equal("/db/lookup/example.com/%21big@v1.2.3+incompatible", Assert.Single(database.Targets));
        Assert.Empty(proxy.Requests);
    }

    [Fact]
    public async Task The_first_proxy_that_supports_it_is_used_and_remembered()
    {
        var time = new SteppedTime();
        _rig.Time = time;
        var without = await ServeAsync(_ => 404);
        var with = await ServeAsync(_ => 200);
        var relay = Relay(Name, $"{without.Url},{with.Url}go,direct");
        await TextAsync(relay, "tile/8/0/000.p/167");
        await TextAsync(relay, "latest");
        Assert.Equal([$"/sumdb/{Name}/supported"], without.Targets);
        Assert.Equal([$"/go/sumdb/{Name}/supported", $"/go/sumdb/{Name}/tile/8/0/000.p/167", $"/go/sumdb/{Name}/latest"], with.Targets);
        time.Advance(TimeSpan.FromMinutes(11));
        await TextAsync(relay, "latest");
        Assert.Equal(2, without.Requests.Count);
        Assert.Equal(5, with.Requests.Count);
    }

    [Fact]
    public async Task There_is_no_way_back_from_a_proxy_that_supports_it()
    {
        var first = await ServeAsync(path => path.EndsWith("supported", StringComparison.Ordinal) ? 200 : 404);
        var second = await ServeAsync(_ => 200);
        Assert.Equal(FaultCodes.NotFound, (await GetAsync(Relay(Name, $"{first.Url},{second.Url}"), Lookup)).Fault!.Code);
        Assert.Empty(second.Requests);
    }

    [Theory]
    [InlineData(',', 500, false)]
    [InlineData(',', 204, false)]
    [InlineData('|', 500, true)]
    [InlineData(',', 410, true)]
    public async Task Other_answers_than_404_stop_unless_the_list_says_otherwise(char mark, int status, bool goesOn)
    {
        var first = await ServeAsync(_ => status);
        var second = await ServeAsync(_ => 200);
        var outcome = await GetAsync(Relay(Name, $"{first.Url}{mark}{second.Url}"), Lookup);
        Assert.Equal(goesOn, outcome.IsFound);
        Assert.Equal(goesOn ? 2 : 0, second.Requests.Count);
    }

    [Fact]
    public async Task Without_any_proxy_the_database_itself_is_asked()
    {
        using var authority = new TestAuthority();
        _rig.NetworkOptions = new NetworkOptions { CaBundle = _rig.WriteFile(authority.Pem) };
        var database = await _rig.ServeAsync(context => context.Response.WriteAsync("record"), _rig.Keep(authority.Issue(Name)));
        await using var tunnel = new ConnectProxy(database.Port);
        _rig.NetworkOptions = _rig.NetworkOptions with { Proxy = new ForwardProxy(ForwardProxyKind.Url, tunnel.Url) };
        Assert.Equal("record", await TextAsync(Relay(Name, "off"), Lookup));
        Assert.StartsWith($"CONNECT {Name}:443 ", Assert.Single(tunnel.Heads), StringComparison.Ordinal);
        Assert.Equal("/" + Lookup, Assert.Single(database.Targets));
    }

    [Fact]
    public async Task Supported_is_answered_without_asking()
    {
        var relay = Relay($"{Name} http://127.0.0.1:1", "off");
        Assert.True((await GetAsync(relay, "supported")).Value!.Bytes.IsEmpty);
        Assert.Empty(_rig.Context.Attempts);
    }

    [Theory]
    [InlineData(Name, "other.example")]
    [InlineData("off", Name)]
    [InlineData("off", "")]
    public async Task Another_database_is_not_relayed(string setting, string asked)
    {
        var outcome = await Relay(setting, "off").GetAsync(asked, "supported", _rig.Context, _rig.Token);
        Assert.Equal(FaultCodes.SumDbNotRelayed, outcome.Fault!.Code);
    }

    [Theory]
    [InlineData("")]
    [InlineData("lookup")]
    [InlineData("lookup//x@v1.0.0")]
    [InlineData("lookup/../latest")]
    [InlineData("lookup/./x@v1.0.0")]
    [InlineData("tile/../../etc")]
    [InlineData("tile\\8")]
    [InlineData("tile/8/\u0000")]
    [InlineData("latest/x")]
    [InlineData("admin")]
    public async Task Nothing_but_the_protocol_gets_through(string path)
    {
        var database = await _rig.ServeAsync("");
        Assert.Equal(FaultCodes.UnknownEndpoint, (await GetAsync(Relay($"{Name} {database.Url}", "off"), path)).Fault!.Code);
        Assert.Empty(database.Requests);
    }

    [Theory]
    [InlineData("lookup/corp.test/x@v1.0.0", true)]
    [InlineData("lookup/corp.test/!big@v1.0.0", true)]
    [InlineData("lookup/corp.test/x@v1.0.0/go.mod", true)]
    [InlineData("lookup/corp.test/Big@v1.0.0", true)]
    [InlineData("lookup/corp.test", true)]
    [InlineData("lookup/other.test/x@v1.0.0", false)]
    public async Task A_private_module_is_never_looked_up(string path, bool isPrivate)
    {
        var database = await _rig.ServeAsync("");
        var outcome = await GetAsync(Relay($"{Name} {database.Url}", "off"), path);
        Assert.Equal(isPrivate ? FaultCodes.SumDbPrivate : null, outcome.Fault?.Code);
        Assert.Equal(isPrivate ? 0 : 1, database.Requests.Count);
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public async Task Binary_bodies_pass_up_to_the_limit(int size, bool passes)
    {
        _rig.Limits = new BodyLimits { SumDbBytes = 64 };
        var body = new byte[size];
        body.AsSpan().Fill(0xfe);
        var database = await _rig.ServeAsync(context => context.Response.Body.WriteAsync(body).AsTask());
        var outcome = await GetAsync(Relay($"{Name} {database.Url}", "off"), "tile/8/0/000");
        Assert.Equal(passes ? null : FaultCodes.TooBig, outcome.Fault?.Code);
        Assert.Equal(passes ? body : null, outcome.Value?.Bytes.ToArray());
    }

    [Fact]
    public async Task A_portal_does_not_support_anything()
    {
        var portal = await _rig.ServeAsync("<html><title>Log in</title>", "text/html");
        var outcome = await GetAsync(Relay(Name, portal.Url.ToString()), Lookup);
        Assert.Equal((FaultCodes.HtmlAnswer, "a page titled \"Log in\""), (outcome.Fault!.Code, outcome.Fault.Detail));
        Assert.Single(portal.Requests);
    }

    private Task<HttpPeer> ServeAsync(Func<string, int> status) => _rig.ServeAsync(context =>
    {
        context.Response.StatusCode = status(context.Request.Path.Value!);
        return Task.CompletedTask;
    });

    private SumDbRelay Relay(string setting, string chain)
    {
        Assert.True(GoProxyList.TryParse(chain, out var list, out var error), error);
        return _rig.Registry().CreateSumDbRelay(SumDbSetting.Parse(setting), list, PathPatterns.Parse("corp.test"));
    }

    private Task<Outcome<Document>> GetAsync(SumDbRelay relay, string path) => relay.GetAsync(Name, path, _rig.Context, _rig.Token);

    private async Task<string> TextAsync(SumDbRelay relay, string path) => Encoding.UTF8.GetString((await GetAsync(relay, path)).Value!.Bytes.Span);
}
