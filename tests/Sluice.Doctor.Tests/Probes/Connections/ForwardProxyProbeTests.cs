using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Connections;
using Sluice.Testing;

namespace Sluice.Doctor.Tests.Probes.Connections;

public sealed class ForwardProxyProbeTests : IDisposable
{
    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task What_the_proxy_says_to_each_host_is_kept()
    {
        await using var target = LoopbackServer.Start((_, _) => Task.CompletedTask);
        await using var proxy = ConnectProxy.Start(request => request.Target.Split(':')[0] switch
        {
            "open.example" => null,
            "blocked.example" => "HTTP/1.1 403 Forbidden\r\nServer: squid\r\nX-Other: no\r\nContent-Length: 13\r\n\r\n<html>blocked",
            "auth.example" => "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: Basic realm=\"x\"\r\n\r\n",
            "broken.example" => "SSH-2.0-OpenSSH\r\n\r\n",
            _ => "",
        });
        _host.Set("HTTPS_PROXY", $"http://bob:s3cret@127.0.0.1:{proxy.Port}").Set("NO_PROXY", "direct.example");
        string[] names = ["open", "blocked", "auth", "broken", "silent", "direct"];
        var net = new Net(_host);

        var evidence = await new ForwardProxyProbe(net.Host, net.Dialer, net.Hosts).CollectAsync(
            net.Proxies.All[0],
            [net.Proxies.All[0].Setting],
            [.. names.Select(name => new Uri($"https://{name}.example:{target.Port}"))],
            net.Proxies,
            TestContext.Current.CancellationToken).OrFail();

        Assert.Equal(
            [TunnelOutcome.Open, TunnelOutcome.Rejected, TunnelOutcome.AuthenticationRequired, TunnelOutcome.NotHttp, TunnelOutcome.ConnectionLost],
            evidence.Tunnels.Select(tunnel => tunnel.Outcome));
        Assert.Equal((403, "Forbidden", "<html>blocked"), (evidence.Tunnels[1].Status, evidence.Tunnels[1].Reason, evidence.Tunnels[1].BodyStart));
        Assert.Equal(["Server: squid"], evidence.Tunnels[1].Headers);
        Assert.Equal(["Negotiate", "Basic"], evidence.Tunnels[2].AuthenticationSchemes);
        Assert.Equal(["direct.example"], evidence.Exempt);
        Assert.True(evidence is { HasCredentials: true, IsObeyedByGo: true });
        Assert.DoesNotContain("s3cret", evidence.Url, StringComparison.Ordinal);
        Assert.All(proxy.Requests, head => Assert.Contains("Proxy-Authorization: Basic Ym9iOnMzY3JldA==", head, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_proxy_of_another_tool_is_compared_with_the_direct_way()
    {
        await using var target = LoopbackServer.Start((_, _) => Task.CompletedTask);
        await using var proxy = ConnectProxy.Start(_ => null);
        var net = new Net(_host);
        var foreign = ForwardProxies.Parse(new SettingValue("http.proxy", $"127.0.0.1:{proxy.Port}", new ValueOrigin(OriginKind.File, "/x", 1)))!;

        var evidence = await new ForwardProxyProbe(net.Host, net.Dialer, net.Hosts).CollectAsync(
            foreign, [foreign.Setting], [new Uri($"https://a.example:{target.Port}")], net.Proxies, TestContext.Current.CancellationToken).OrFail();

        Assert.False(evidence.IsObeyedByGo);
        Assert.Equal(TunnelOutcome.Open, Assert.Single(evidence.Tunnels).Outcome);
    }

    [Fact]
    public async Task A_dead_proxy_is_asked_for_no_tunnel()
    {
        await using var proxy = ConnectProxy.Start(_ => null);
        _host.Set("HTTPS_PROXY", $"http://127.0.0.9:{proxy.Port}");
        var net = new Net(_host);

        var evidence = await new ForwardProxyProbe(net.Host, net.Dialer, net.Hosts).CollectAsync(
            net.Proxies.All[0], [], [new Uri("https://a.example")], net.Proxies, TestContext.Current.CancellationToken).OrFail();

        Assert.Equal(ConnectOutcome.Refused, Assert.Single(evidence.Connections).Outcome);
        Assert.Empty(evidence.Tunnels);
    }
}
