using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Http;
using Sluice.Doctor.Tests.Probes.Connections;
using Sluice.Testing;

namespace Sluice.Doctor.Tests.Probes.Http;

public sealed class HttpProberTests : IDisposable
{
    private readonly TestHost _host = new();
    private readonly TestAuthority _authority = new();

    public HttpProberTests() => _host.WriteSystem("/etc/hosts", "127.0.0.1 a.example b.example\n").Set("SSL_CERT_FILE", _host.WriteHome("ca.pem", _authority.Pem));

    public void Dispose()
    {
        _host.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task Every_phase_has_its_time_and_telling_headers_are_kept()
    {
        using var certificate = _authority.Issue("a.example");
        await using var server = LoopbackServer.StartHttp(
            _ => LoopbackServer.Response(200, "v1.0.0\n", "Server: nginx\r\nX-Secret: 1\r\nDate: Sat, 01 Jun 2024 12:00:00 GMT\r\n"), certificate);

        var result = await new Net(_host).GetAsync($"https://user:pw@a.example:{server.Port}/m/@v/list");

        var hop = Assert.Single(result.Exchange.Hops);
        Assert.Equal((HttpOutcome.Answered, 200, "127.0.0.1"), (result.Exchange.Outcome, hop.Status, hop.Address));
        Assert.All([hop.Phases.DnsMs, hop.Phases.ConnectMs, hop.Phases.TlsMs, hop.Phases.FirstByteMs, hop.Phases.TransferMs], phase => Assert.NotNull(phase));
        Assert.Null(hop.Phases.ProxyMs);
        Assert.Equal(("nginx", null), (hop.Header("server"), hop.Header("X-Secret")));
        Assert.Equal(new DateTimeOffset(2024, 6, 1, 12, 0, 0, TimeSpan.Zero), hop.ServerDate);
        Assert.Equal((ContentKind.Text, 7L, true, "v1.0.0\n"), (hop.Content!.Kind, hop.Content.ReadBytes, hop.Content.IsWhole, hop.Content.Start));
        Assert.Equal("url", hop.SentCredentials);
        Assert.DoesNotContain("pw", hop.Url, StringComparison.Ordinal);
        var head = Assert.Single(server.Requests);
        Assert.StartsWith("GET /m/@v/list HTTP/1.1\r\n", head, StringComparison.Ordinal);
        Assert.Contains($"\r\nHost: a.example:{server.Port}\r\n", head, StringComparison.Ordinal);
        Assert.Contains("\r\nAuthorization: Basic dXNlcjpwdw==\r\n", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirects_are_followed_hop_by_hop_and_credentials_stay_with_their_host()
    {
        using var certificate = _authority.Issue("a.example", "b.example");
        await using var second = LoopbackServer.StartHttp(_ => LoopbackServer.Response(403, "<!DOCTYPE html><title> Denied &amp; logged </title>", type: "text/html"), certificate);
        await using var first = LoopbackServer.StartHttp(_ => LoopbackServer.Response(302, "", $"Location: https://b.example:{second.Port}/storage\r\n"), certificate);
        _host.WriteHome(".netrc", "machine a.example login bob password pw\n");

        var result = await new Net(_host).GetAsync($"https://a.example:{first.Port}/m/@v/v1.0.0.zip");

        Assert.Equal([(302, "netrc"), (403, null)], result.Exchange.Hops.Select(hop => (hop.Status!.Value, hop.SentCredentials)));
        Assert.Equal((ContentKind.Html, "Denied & logged"), (result.Exchange.Last.Content!.Kind, result.Exchange.Last.Content.Title));
        Assert.DoesNotContain("Authorization", Assert.Single(second.Requests), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirects_that_the_go_command_refuses_end_the_exchange()
    {
        using var certificate = _authority.Issue("a.example");
        await using var down = LoopbackServer.StartHttp(_ => LoopbackServer.Response(301, "", "Location: http://a.example/\r\n"), certificate);
        await using var bad = LoopbackServer.StartHttp(_ => LoopbackServer.Response(301, ""), certificate);
        LoopbackServer? loop = null;
        loop = LoopbackServer.StartHttp(_ => LoopbackServer.Response(302, "", $"Location: https://a.example:{loop!.Port}/again\r\n"), certificate);
        await using var owned = loop;
        var net = new Net(_host);

        Assert.Equal(HttpOutcome.InsecureRedirect, (await net.GetAsync($"https://a.example:{down.Port}/")).Exchange.Outcome);
        Assert.Equal(HttpOutcome.BadRedirect, (await net.GetAsync($"https://a.example:{bad.Port}/")).Exchange.Outcome);
        var endless = (await net.GetAsync(new HttpProbeRequest(new Uri($"https://a.example:{loop.Port}/")) { Limit = Patience.Long })).Exchange;
        Assert.Equal((HttpOutcome.TooManyRedirects, 11), (endless.Outcome, endless.Hops.Count));
    }

    [Fact]
    public async Task Nothing_is_sent_to_who_is_not_trusted()
    {
        using var other = new TestAuthority();
        using var certificate = other.Issue("a.example");
        await using var server = LoopbackServer.StartHttp(_ => LoopbackServer.Response(200, "intercepted"), certificate);
        var url = new Uri($"https://a.example:{server.Port}/");

        var careful = await new Net(_host).GetAsync(new HttpProbeRequest(url));
        Assert.Equal(HttpOutcome.TlsNotTrusted, careful.Exchange.Outcome);
        Assert.Empty(server.Requests);
        Assert.Equal("CN=Sluice test authority", careful.Exchange.Last.Tls!.Chain[0].Issuer);

        var insecure = await new Net(_host).GetAsync(new HttpProbeRequest(url) { AllowsUntrusted = true });
        Assert.Equal(200, insecure.Exchange.Status);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc", HttpOutcome.CutShort)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc", HttpOutcome.CutShort)]
    [InlineData("", HttpOutcome.ConnectionLost)]
    [InlineData("SSH-2.0-OpenSSH_9\r\n\r\n", HttpOutcome.NotHttp)]
    public async Task Broken_answers_have_a_name_each(string answer, HttpOutcome outcome)
    {
        await using var server = LoopbackServer.StartHttp(_ => answer);

        Assert.Equal(outcome, (await new Net(_host).GetAsync($"http://a.example:{server.Port}/")).Exchange.Outcome);
    }

    [Fact]
    public async Task Silence_before_and_within_the_body_is_told_apart()
    {
        await using var silent = LoopbackServer.Start(async (_, stop) => await Task.Delay(Timeout.Infinite, stop));
        await using var stalled = LoopbackServer.Start(async (stream, stop) =>
        {
            await LoopbackServer.ReadRequestAsync(stream, stop);
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"u8.ToArray(), stop);
            await Task.Delay(Timeout.Infinite, stop);
        });
        var net = new Net(_host);

        var before = await net.GetAsync(new HttpProbeRequest(new Uri($"http://a.example:{silent.Port}/")) { Limit = TimeSpan.FromMilliseconds(300) });
        var within = await net.GetAsync(new HttpProbeRequest(new Uri($"http://a.example:{stalled.Port}/")) { Limit = TimeSpan.FromSeconds(1) });

        Assert.Equal((HttpOutcome.TimedOut, HttpOutcome.BodyStalled), (before.Exchange.Outcome, within.Exchange.Outcome));
        Assert.Equal(3, within.Exchange.Last.Content!.ReadBytes);
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(11, true)]
    public async Task A_body_is_read_up_to_its_limit(int limit, bool isWhole)
    {
        await using var server = LoopbackServer.StartHttp(_ => LoopbackServer.Response(200, "0123456789"));

        var result = await new Net(_host).GetAsync(new HttpProbeRequest(new Uri($"http://a.example:{server.Port}/")) { MaxBodyBytes = limit });

        Assert.Equal((Math.Min(limit, 10), isWhole), (result.Body.Length, result.IsWhole));
    }

    [Fact]
    public async Task The_way_through_a_forward_proxy_is_measured()
    {
        using var certificate = _authority.Issue("inside.example");
        await using var server = LoopbackServer.StartHttp(_ => LoopbackServer.Response(200, "{}"), certificate);
        await using var proxy = ConnectProxy.Start(request => request.Head.StartsWith("GET http://plain.example/", StringComparison.Ordinal) ? LoopbackServer.Response(200, "plain") : null);
        _host.Set("HTTPS_PROXY", $"http://127.0.0.1:{proxy.Port}").Set("HTTP_PROXY", $"http://127.0.0.1:{proxy.Port}");
        var net = new Net(_host);

        var secure = await net.GetAsync($"https://inside.example:{server.Port}/");
        var plain = await net.GetAsync("http://plain.example/x");

        Assert.Equal((200, $"http://127.0.0.1:{proxy.Port}", TunnelOutcome.Open), (secure.Exchange.Status, secure.Exchange.Last.Via, secure.Exchange.Last.Tunnel!.Outcome));
        Assert.NotNull(secure.Exchange.Last.Phases.ProxyMs);
        Assert.Equal("plain", plain.Exchange.Last.Content!.Start);
    }

    [Fact]
    public async Task A_proxy_that_does_not_let_through_is_the_reason()
    {
        await using var proxy = ConnectProxy.Start(_ => "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: NTLM\r\n\r\n");
        _host.Set("HTTPS_PROXY", $"http://127.0.0.1:{proxy.Port}");

        var result = await new Net(_host).GetAsync("https://inside.example/");

        Assert.Equal((HttpOutcome.ProxyFailed, 407), (result.Exchange.Outcome, result.Exchange.Last.Tunnel!.Status));
    }

    [Fact]
    public async Task A_name_without_address_and_a_closed_port_are_told_apart()
    {
        await using var server = LoopbackServer.StartHttp(_ => "");
        _host.WriteSystem("/etc/hosts", "127.0.0.9 a.example\n");
        var net = new Net(_host);

        Assert.Equal(HttpOutcome.NameFailed, (await net.GetAsync("http://unknown.example/")).Exchange.Outcome);
        Assert.Equal(HttpOutcome.ConnectFailed, (await net.GetAsync($"http://a.example:{server.Port}/")).Exchange.Outcome);
    }

    [Theory]
    [InlineData("<html>", ContentKind.Html)]
    [InlineData("\n <!DOCTYPE HTML PUBLIC>", ContentKind.Html)]
    [InlineData("<Error><Code>AccessDenied</Code></Error>", ContentKind.Text)]
    [InlineData("{\"Version\":1}", ContentKind.Json)]
    [InlineData("PK\u0003\u0004rest", ContentKind.Zip)]
    [InlineData("a\0b", ContentKind.Binary)]
    [InlineData("v1.0.0 é", ContentKind.Text)]
    [InlineData("", ContentKind.Empty)]
    public void Bodies_are_known_by_their_first_bytes(string body, ContentKind kind) =>
        Assert.Equal(kind, Bodies.Describe(System.Text.Encoding.UTF8.GetBytes(body), null, true).Kind);
}
