using Sluice.Core.Faults;
using Sluice.Fetch.Http;
using Sluice.Fetch.Tests.Peers;
using Sluice.Fetch.Upstreams;
using Sluice.Fetch.Vcs;

namespace Sluice.Fetch.Tests.Http;

public sealed class TlsTests : IAsyncDisposable
{
    private readonly Rig _rig = new();
    private readonly TestAuthority _authority = new();

    public async ValueTask DisposeAsync()
    {
        _authority.Dispose();
        await _rig.DisposeAsync();
    }

    [Fact]
    public async Task An_unknown_issuer_is_refused()
    {
        var fault = await RefuseAsync("127.0.0.1");
        Assert.Equal((FaultCodes.UnknownAuthority, "issued by CN=Test CA"), (fault.Code, fault.Detail));
    }

    [Fact]
    public async Task The_bundle_is_trusted()
    {
        Trust();
        var peer = await _rig.ServeAsync(_ => Task.CompletedTask, _rig.Keep(_authority.Issue("127.0.0.1")));
        Assert.True((await _rig.GetAsync(peer.Url)).IsFound);
    }

    [Fact]
    public async Task A_hosts_own_bundle_is_trusted_for_that_host_only()
    {
        var file = _rig.WriteFile(_authority.Pem);
        _rig.NetworkOptions = new NetworkOptions { Hosts = [new HostNetworkOptions("127.0.0.1") { CaBundle = file }] };
        var peer = await _rig.ServeAsync(_ => Task.CompletedTask, _rig.Keep(_authority.Issue("127.0.0.1")));
        var byName = await _rig.ServeAsync(_ => Task.CompletedTask, _rig.Keep(_authority.Issue("localhost")));
        Assert.True((await _rig.GetAsync(peer.Url)).IsFound);
        Assert.Equal(FaultCodes.UnknownAuthority, (await _rig.GetAsync(new Uri($"https://localhost:{byName.Port}"))).Fault!.Code);
    }

    [Fact]
    public async Task A_bundle_of_another_authority_does_not_help()
    {
        using var other = new TestAuthority("Other CA");
        _rig.NetworkOptions = new NetworkOptions { CaBundle = _rig.WriteFile(other.Pem) };
        Assert.Equal(FaultCodes.UnknownAuthority, (await RefuseAsync("127.0.0.1")).Code);
    }

    [Fact]
    public async Task An_authority_of_the_same_name_with_another_key_does_not_help()
    {
        using var impostor = new TestAuthority();
        _rig.NetworkOptions = new NetworkOptions { CaBundle = _rig.WriteFile(impostor.Pem) };
        var fault = await RefuseAsync("127.0.0.1");
        Assert.Contains(fault.Code, new[] { FaultCodes.UnknownAuthority, FaultCodes.HandshakeFailed });
    }

    [Fact]
    public async Task Another_name_is_refused_though_the_issuer_is_trusted()
    {
        Trust();
        var fault = await RefuseAsync("proxy.test");
        Assert.Equal((FaultCodes.CertificateName, "for proxy.test, not for 127.0.0.1"), (fault.Code, fault.Detail));
    }

    [Theory]
    [InlineData(-20, -10)]
    [InlineData(10, 20)]
    public async Task Another_time_is_refused_though_the_issuer_is_trusted(int fromDays, int toDays)
    {
        Trust();
        Assert.Equal(FaultCodes.CertificateExpired, (await RefuseAsync("127.0.0.1", fromDays, toDays)).Code);
    }

    [Fact]
    public async Task A_server_without_tls_is_named()
    {
        await using var peer = RawPeer.Saying("HTTP/1.1 400 Bad Request\r\n\r\n");
        Assert.Equal(FaultCodes.HandshakeFailed, (await _rig.GetAsync(new Uri($"https://127.0.0.1:{peer.Port}"))).Fault!.Code);
    }

    [Fact]
    public async Task A_handshake_that_stalls_is_named()
    {
        await using var peer = RawPeer.SayingThenSilent("");
        _rig.Options = new UpstreamOptions { ConnectTimeout = TimeSpan.FromSeconds(1) };
        var fault = (await _rig.GetAsync(new Uri($"https://127.0.0.1:{peer.Port}"))).Fault!;
        Assert.Equal((FaultCodes.HandshakeFailed, "no end within the limit on connecting"), (fault.Code, fault.Detail));
    }

    [Fact]
    public async Task A_reset_handshake_is_a_reset()
    {
        await using var peer = RawPeer.SayingThenReset("");
        Assert.Equal(FaultCodes.Reset, (await _rig.GetAsync(new Uri($"https://127.0.0.1:{peer.Port}"))).Fault!.Code);
    }

    [Theory]
    [InlineData("no certificate here", "holds no PEM certificate")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "holds a malformed certificate")]
    public void A_bundle_without_certificates_is_refused(string text, string expected)
    {
        Assert.False(CaBundle.TryLoad(_rig.WriteFile(text), out _, out var error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void A_missing_bundle_is_refused()
    {
        Assert.False(CaBundle.TryLoad(_rig.WriteFile("") + "-not-there", out _, out var error));
        Assert.Equal("does not exist", error);
        Assert.Throws<InvalidOperationException>(() => new UpstreamRegistry(new(), new NetworkOptions { CaBundle = "/nowhere" }, new OriginOptions("/nowhere"), TimeProvider.System));
    }

    private void Trust() => _rig.NetworkOptions = new NetworkOptions { CaBundle = _rig.WriteFile(_authority.Pem) };

    private async Task<Fault> RefuseAsync(string host, int fromDays = -1, int toDays = 1)
    {
        var peer = await _rig.ServeAsync(_ => Task.CompletedTask, _rig.Keep(_authority.Issue(host, fromDays, toDays)));
        var outcome = await _rig.GetAsync(peer.Url);
        Assert.Empty(peer.Requests);
        return outcome.Fault!;
    }
}
