using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Connections;
using Sluice.Testing;

namespace Sluice.Doctor.Tests.Probes.Connections;

public sealed class TlsProbeTests : IDisposable
{
    private readonly TestHost _host = new();
    private readonly TestAuthority _authority = new();

    public TlsProbeTests() => _host.WriteSystem("/etc/hosts", "127.0.0.1 proxy.example\n").Set("SSL_CERT_FILE", _host.WriteHome("ca.pem", _authority.Pem));

    public void Dispose()
    {
        _host.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public async Task A_good_handshake_shows_the_whole_chain()
    {
        var tls = await ShakeAsync(_authority.Issue("proxy.example", "10.0.0.1"));

        Assert.Equal(TlsOutcome.Completed, tls.Handshake.Outcome);
        Assert.Empty(tls.Handshake.PolicyErrors);
        Assert.Equal(["CN=Sluice test server", "CN=Sluice test authority"], tls.Handshake.Chain.Select(certificate => certificate.Subject));
        Assert.Equal(["proxy.example", "10.0.0.1"], tls.Handshake.Chain[0].Names);
        Assert.Equal([false, true], tls.Handshake.Chain.Select(certificate => certificate.IsTrustAnchor));
        Assert.StartsWith("Tls1", tls.Handshake.Protocol, StringComparison.Ordinal);
        Assert.NotNull(tls.ResumedHandshakeMs);
        Assert.Equal("127.0.0.1", tls.Address);
    }

    [Fact]
    public async Task An_unknown_authority_is_named()
    {
        using var other = new TestAuthority();

        var tls = await ShakeAsync(other.Issue("proxy.example"));

        Assert.Equal(TlsOutcome.Completed, tls.Handshake.Outcome);
        Assert.Equal(["ChainErrors"], tls.Handshake.PolicyErrors);
        Assert.Equal("CN=Sluice test authority", tls.Handshake.Chain[0].Issuer);
        Assert.Contains(tls.Handshake.ChainStatus, status => status is "PartialChain" or "UntrustedRoot" or "NotSignatureValid");
        Assert.DoesNotContain(tls.Handshake.Chain, certificate => certificate.IsTrustAnchor);
    }

    [Fact]
    public async Task A_wrong_name_and_an_old_certificate_are_told_apart()
    {
        var wrong = await ShakeAsync(_authority.Issue("other.example"));
        var old = await ShakeAsync(_authority.IssueExpired("proxy.example"));

        Assert.Equal(["NameMismatch"], wrong.Handshake.PolicyErrors);
        Assert.Equal(["ChainErrors"], old.Handshake.PolicyErrors);
        Assert.Contains("NotTimeValid", old.Handshake.ChainStatus);
        Assert.True(old.Handshake.Chain[0].NotAfter < TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task The_hosts_clock_decides_what_is_valid()
    {
        _host.Time = new ManualTimeProvider(TimeProvider.System.GetUtcNow().AddYears(1));

        // Its timers never fire: nothing here may need one.
        var net = new Net(_host);
        await using var server = Server(_authority.Issue("proxy.example"));
        var (attempt, socket) = await new TcpConnector(TimeProvider.System).ConnectAsync(System.Net.IPAddress.Loopback, server.Port, Patience.Long, TestContext.Current.CancellationToken);
        await using var stream = new NetworkStream(socket!, ownsSocket: true);
        var (handshake, ssl, _) = await new TlsHandshaker(net.Trust, TimeProvider.System).ShakeAsync(stream, "proxy.example", attempt.Address, Patience.Long, TestContext.Current.CancellationToken);
        await ssl!.DisposeAsync();

        Assert.Contains("NotTimeValid", handshake.ChainStatus);
    }

    [Fact]
    public async Task What_is_no_TLS_is_quoted()
    {
        var tls = await ShakeAsync(LoopbackServer.Start(async (stream, stop) =>
        {
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), stop);
            await stream.ReadAtLeastAsync(new byte[4096], 4096, throwOnEndOfStream: false, stop);
        }));

        Assert.Equal((TlsOutcome.NotTls, "the first bytes are \"HTTP/1.1 400 Bad\""), (tls.Handshake.Outcome, tls.Handshake.Error));
    }

    [Fact]
    public async Task Close_and_reset_are_told_apart()
    {
        var closed = await ShakeAsync(LoopbackServer.Start(async (stream, stop) => await stream.ReadExactlyAsync(new byte[5], stop)));
        var reset = await ShakeAsync(LoopbackServer.StartRaw(async (socket, stream, stop) =>
        {
            await stream.ReadExactlyAsync(new byte[5], stop);
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
        }));

        Assert.Contains(closed.Handshake.Outcome, (TlsOutcome[])[TlsOutcome.Closed, TlsOutcome.Reset]);
        Assert.Equal(TlsOutcome.Reset, reset.Handshake.Outcome);
    }

    [Fact]
    public async Task An_alert_is_named()
    {
        var tls = await ShakeAsync(LoopbackServer.Start(async (stream, stop) =>
        {
            await stream.ReadExactlyAsync(new byte[5], stop);
            await stream.WriteAsync(new byte[] { 21, 3, 3, 0, 2, 2, 70 }, stop);
            await stream.ReadAtLeastAsync(new byte[4096], 4096, throwOnEndOfStream: false, stop);
        }));

        Assert.Equal((TlsOutcome.Alert, "alert protocol_version"), (tls.Handshake.Outcome, tls.Handshake.Error));
    }

    [Fact]
    public async Task A_stall_is_no_refusal()
    {
        await using var server = LoopbackServer.Start(async (_, stop) => await Task.Delay(Timeout.Infinite, stop));
        var net = new Net(_host);
        await using var dialled = await net.Dialer.DialAsync(new Uri($"https://proxy.example:{server.Port}"), false, Patience.Long, TestContext.Current.CancellationToken);

        var (handshake, _, _) = await new TlsHandshaker(net.Trust, TimeProvider.System)
            .ShakeAsync(dialled.Stream!, "proxy.example", null, TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);

        Assert.Equal((TlsOutcome.Stalled, "not a byte came"), (handshake.Outcome, handshake.Error));
    }

    [Fact]
    public async Task A_filter_that_looks_at_names_is_shown_by_another_name()
    {
        using var certificate = _authority.Issue("proxy.example");
        var tls = await ShakeAsync(LoopbackServer.StartRaw(async (socket, stream, stop) =>
        {
            await using var ssl = new SslStream(stream);
            await ssl.AuthenticateAsServerAsync(
                (_, hello, _, _) =>
                {
                    if (hello.ServerName == "proxy.example")
                    {
                        socket.LingerState = new LingerOption(true, 0);
                        socket.Close();
                    }

                    return ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificate = certificate });
                },
                null,
                stop);
        }));

        Assert.Equal((TlsOutcome.Reset, TlsOutcome.Completed), (tls.Handshake.Outcome, tls.WithOtherName!.Outcome));
        Assert.Null(tls.WithSmallSegments);
    }

    [Fact]
    public async Task After_a_stall_small_segments_are_tried_as_well()
    {
        await using var server = LoopbackServer.Start(async (_, stop) => await Task.Delay(Timeout.Infinite, stop));

        var tls = await CollectAsync(server.Port, TimeSpan.FromMilliseconds(400));

        Assert.Equal(TlsOutcome.Stalled, tls.Handshake.Outcome);
        Assert.Equal(TlsOutcome.Stalled, tls.WithOtherName!.Outcome);
        Assert.Equal(OperatingSystem.IsLinux() ? TlsOutcome.Stalled : null, tls.WithSmallSegments?.Outcome);
    }

    [Fact]
    public async Task Without_a_connection_it_says_what_is_missing()
    {
        _host.WriteSystem("/etc/hosts", "127.0.0.9 proxy.example\n");
        await using var server = LoopbackServer.Start((_, _) => Task.CompletedTask);

        var tls = await CollectAsync(server.Port);

        Assert.Equal((TlsOutcome.NotConnected, "the connection: Refused"), (tls.Handshake.Outcome, tls.Handshake.Error));
    }

    private static LoopbackServer Server(X509Certificate2 certificate) => LoopbackServer.Start(async (stream, stop) =>
    {
        await using var ssl = new SslStream(stream);
        await ssl.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate, EnabledSslProtocols = SslProtocols.None }, stop);
        await ssl.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, stop);
    });

    private async Task<TlsEvidence> ShakeAsync(X509Certificate2 certificate)
    {
        using var owned = certificate;
        await using var server = Server(owned);
        return await CollectAsync(server.Port);
    }

    private async Task<TlsEvidence> ShakeAsync(LoopbackServer server)
    {
        await using var owned = server;
        return await CollectAsync(server.Port);
    }

    private Task<TlsEvidence> CollectAsync(int port, TimeSpan? limit = null)
    {
        var net = new Net(_host);
        return new TlsProbe(net.Host, net.Dialer, net.Trust) { Limit = limit ?? Patience.Long }.CollectAsync("proxy.example", port, "test", TestContext.Current.CancellationToken).OrFail();
    }
}
