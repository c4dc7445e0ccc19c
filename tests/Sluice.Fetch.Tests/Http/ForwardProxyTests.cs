using Sluice.Core.Faults;
using Sluice.Fetch.Http;
using Sluice.Fetch.Tests.Peers;

namespace Sluice.Fetch.Tests.Http;

public sealed class ForwardProxyTests : IAsyncDisposable
{
    private readonly Rig _rig = new();
    private readonly TestAuthority _authority = new();

    public async ValueTask DisposeAsync()
    {
        _authority.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task Https_goes_through_a_tunnel_and_names_stay_unresolved_here()
    {
        var peer = await ServeTlsAsync();
        await using var proxy = new ConnectProxy(peer.Port, "us er:p@ss");
        Use($"http://us%20er:p%40ss@127.0.0.1:{proxy.Port}");
        Assert.True((await _rig.GetAsync(new Uri("https://upstream.test/go"))).IsFound);
        Assert.StartsWith("CONNECT upstream.test:443 ", proxy.Heads.First(), StringComparison.Ordinal);
        Assert.StartsWith("/go/example.com/m/@v/list", Assert.Single(peer.Targets), StringComparison.Ordinal);
        Assert.Null(Assert.Single(peer.Requests).Header("Proxy-Authorization"));
    }

    [Fact]
    public async Task Http_goes_in_absolute_form()
    {
        var peer = await _rig.ServeAsync("");
        await using var proxy = new ConnectProxy(peer.Port);
        Use(proxy.Url.ToString());
        Assert.True((await _rig.GetAsync(new Uri("http://upstream.test"))).IsFound);
        Assert.StartsWith("GET http://upstream.test/example.com/m/@v/list ", Assert.Single(proxy.Heads), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https")]
    [InlineData("http")]
    public async Task A_proxy_that_wants_credentials_is_named(string scheme)
    {
        var peer = await _rig.ServeAsync("");
        await using var proxy = new ConnectProxy(peer.Port, "u:p");
        Use(proxy.Url.ToString());
        Assert.Equal(FaultCodes.ForwardProxyAuthentication, (await _rig.GetAsync(new Uri($"{scheme}://upstream.test"))).Fault!.Code);
        Assert.Empty(peer.Requests);
    }

    [Fact]
    public async Task Wrong_credentials_are_named_and_not_shown()
    {
        await using var proxy = new ConnectProxy(1, "u:p");
        Use($"http://u:hunter2@127.0.0.1:{proxy.Port}");
        var fault = (await _rig.GetAsync(new Uri("https://upstream.test"))).Fault!;
        Assert.Equal(FaultCodes.ForwardProxyAuthentication, fault.Code);
        Assert.DoesNotContain("hunter2", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_tunnel_is_named()
    {
        await using var proxy = new ConnectProxy(1, refuseWith: 403);
        Use(proxy.Url.ToString());
        var fault = (await _rig.GetAsync(new Uri("https://upstream.test"))).Fault!;
        Assert.Equal((FaultCodes.ForwardProxyRefused, "403 to CONNECT"), (fault.Code, fault.Detail));
    }

    [Theory]
    [InlineData("https")]
    [InlineData("http")]
    public async Task A_dead_proxy_is_named(string scheme)
    {
        var proxy = new RawPeer((_, _, _) => Task.CompletedTask);
        await proxy.DisposeAsync();
        Use(proxy.Url.ToString());
        var fault = (await _rig.GetAsync(new Uri($"{scheme}://upstream.test"))).Fault!;
        Assert.Equal((FaultCodes.ForwardProxyRefused, $"127.0.0.1:{proxy.Port}: tcp.refused"), (fault.Code, fault.Detail));
    }

    [Fact]
    public async Task A_redirect_to_a_literal_inside_address_is_refused_behind_a_proxy_too()
    {
        await using var peer = RawPeer.Saying("HTTP/1.1 302 Found\r\nLocation: http://10.0.0.1/\r\nContent-Length: 0\r\n\r\n");
        await using var proxy = new ConnectProxy(peer.Port);
        Use(proxy.Url.ToString());
        Assert.Equal(FaultCodes.RedirectRefused, (await _rig.GetAsync(new Uri("http://upstream.test"))).Fault!.Code);
        Assert.Single(proxy.Heads);
    }

    [Fact]
    public async Task A_redirect_to_the_forward_proxy_itself_does_not_get_around_the_rules()
    {
        await using var peer = RawPeer.Saying("placeholder");
        await using var proxy = new ConnectProxy(peer.Port);
        await using var upstream = RawPeer.Saying($"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:{proxy.Port}/\r\nContent-Length: 0\r\n\r\n");
        await using var front = new ConnectProxy(upstream.Port);
        Use(front.Url.ToString());
        Assert.Equal(FaultCodes.RedirectRefused, (await _rig.GetAsync(new Uri("http://upstream.test"))).Fault!.Code);
        Assert.Empty(proxy.Heads);
    }

    [Theory]
    [InlineData("HTTP_PROXY=http://p:1", "http://a.test", "http://p:1/")]
    [InlineData("http_proxy=http://p:1", "http://a.test", "http://p:1/")]
    [InlineData("HTTP_PROXY=http://p:1 http_proxy=http://q:1", "http://a.test", "http://p:1/")]
    [InlineData("HTTP_PROXY=http://p:1", "https://a.test", null)]
    [InlineData("HTTPS_PROXY=p:1", "https://a.test", "http://p:1/")]
    [InlineData("HTTPS_PROXY=https://u:x@p", "https://a.test", "https://p/")]
    [InlineData("HTTPS_PROXY=ftp://p", "https://a.test", null)]
    [InlineData("HTTPS_PROXY=p:1", "https://localhost", null)]
    [InlineData("HTTPS_PROXY=p:1", "https://127.3.2.1", null)]
    [InlineData("HTTPS_PROXY=p:1", "https://[::1]", null)]
    [InlineData("HTTPS_PROXY=p:1 NO_PROXY=a.test", "https://a.test", null)]
    [InlineData("HTTPS_PROXY=p:1 no_proxy=a.test", "https://b.A.test", null)]
    [InlineData("HTTPS_PROXY=p:1 NO_PROXY=a.test", "https://ba.test", "http://p:1/")]
    [InlineData("HTTPS_PROXY=p:1 NO_PROXY=.a.test", "https://b.a.test", null)]
    [InlineData("HTTPS_PROXY=p:1 NO_PROXY=.a.test", "https://a.test", "http://p:1/")]
    [InlineData("HTTPS_PROXY=p:1 NO_PROXY=*.a.test", "https://a.test", "http://p:1/")]
    [InlineData("HTTPS_PROXY=p:1 NO_PROXY=*.a.test", "https://b.a.test", null)]
    [InlineData("HTTPS_PROXY=p:1 NO_PROXY=x,*", "https://a.test", null)]
    [InlineData("HTTPS_PROXY=p:1 NO_PROXY=a.test:444", "https://a.test", "http://p:1/")]
    [InlineData("HTTPS_PROXY=p:1 NO_PROXY=a.test:443", "https://a.test", null)]
    [InlineData("HTTPS_PROXY=p:1 NO_PROXY=10.1.2.3", "https://10.1.2.3", null)]
    [InlineData("HTTPS_PROXY=p:1 NO_PROXY=10.1.2.3:443", "https://10.1.2.3", null)]
    [InlineData("HTTPS_PROXY=p:1 NO_PROXY=10.1.2.3:80", "https://10.1.2.3", "http://p:1/")]
    [InlineData("HTTPS_PROXY=p:1 NO_PROXY=10.0.0.0/8", "https://10.1.2.3", null)]
    [InlineData("HTTPS_PROXY=p:1 NO_PROXY=10.0.0.0/8", "https://11.1.2.3", "http://p:1/")]
    [InlineData("HTTPS_PROXY=p:1 NO_PROXY=fd00::/8", "https://[fd12::1]", null)]
    [InlineData("HTTPS_PROXY=p:1 NO_PROXY=[fd12::1]:443", "https://[fd12::1]", null)]
    [InlineData("HTTPS_PROXY=p:1 NO_PROXY=fd12::1", "https://[fd12::1]", null)]
    [InlineData("HTTPS_PROXY=p:1 NO_PROXY=:80,,", "https://a.test", "http://p:1/")]
    public void The_environment_is_read_as_go_reads_it(string variables, string url, string? expected)
    {
        var options = new NetworkOptions { EnvironmentVariables = variables.Split(' ').Select(item => item.Split('=', 2)).ToDictionary(item => item[0], item => item[1]) };
        Assert.Equal(expected, new ForwardProxySelector(options).GetProxy(new Uri(url))?.ToString());
    }

    [Fact]
    public void A_hosts_own_setting_goes_first()
    {
        var selector = new ForwardProxySelector(new NetworkOptions
        {
            Proxy = new ForwardProxy(ForwardProxyKind.Url, new Uri("http://common:1")),
            Hosts = [new HostNetworkOptions("Own.test") { Proxy = new ForwardProxy(ForwardProxyKind.Url, new Uri("http://own:1")) }, new HostNetworkOptions("none.test") { Proxy = ForwardProxy.Off }],
            EnvironmentVariables = new Dictionary<string, string> { ["NO_PROXY"] = "*", ["HTTPS_PROXY"] = "http://env:1" },
        });
        Assert.Equal(
            ["http://own:1/", null, "http://common:1/", null],
            new[] { "https://own.test", "https://none.test", "https://a.test", "https://localhost" }.Select(url => selector.GetProxy(new Uri(url))?.ToString()));
    }

    private async Task<HttpPeer> ServeTlsAsync()
    {
        _rig.NetworkOptions = new NetworkOptions { CaBundle = _rig.WriteFile(_authority.Pem) };
        return await _rig.ServeAsync(_ => Task.CompletedTask, _rig.Keep(_authority.Issue("upstream.test")));
    }

    private void Use(string proxy) => _rig.NetworkOptions = _rig.NetworkOptions with { Proxy = new ForwardProxy(ForwardProxyKind.Url, new Uri(proxy)) };
}
