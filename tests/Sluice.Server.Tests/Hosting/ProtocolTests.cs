using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sluice.Server.Configuration;
using Sluice.Server.Tests.SendFile;
using Sluice.Testing;

namespace Sluice.Server.Tests.Hosting;

public sealed class ProtocolTests
{
    public static TheoryData<bool, string> Ways => new() { { false, "1.1" }, { false, "2.0" }, { true, "1.1" }, { true, "2.0" } };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Every_protocol_gives_the_same_bytes(bool tls, string version)
    {
        using var authority = new TestAuthority();
        await using var rig = await StartAsync(tls, authority);
        using var client = GatewayRig.MakeClient(rig.Url + "/", Version.Parse(version), tls ? authority : null);
        foreach (var size in BigModules.Sizes)
        {
            using var answer = await client.GetAsync(BigModules.PathOf(size).TrimStart('/'), TestContext.Current.CancellationToken);
            Assert.Equal((HttpStatusCode.OK, Version.Parse(version), (long?)size), (answer.StatusCode, answer.Version, answer.Content.Headers.ContentLength));
            BigModules.AssertSame(size, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        }

        Assert.Equal("v1.0.0\nv1.1.0\n", await client.GetStringAsync("example.com/m/@v/list", TestContext.Current.CancellationToken));
        using var part = new HttpRequestMessage(HttpMethod.Get, BigModules.PathOf(BigModules.BigBytes).TrimStart('/'));
        part.Headers.Range = new System.Net.Http.Headers.RangeHeaderValue(1_000_000, 1_500_000);
        using var partial = await client.SendAsync(part, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.PartialContent, partial.StatusCode);
        BigModules.AssertSame(BigModules.BigBytes, await partial.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), 1_000_000, 500_001);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_page_names_the_scheme_under_which_it_was_asked_for(bool tls, string version)
    {
        using var authority = new TestAuthority();
        await using var rig = await StartAsync(tls, authority);
        using var client = GatewayRig.MakeClient(rig.Url + "/", Version.Parse(version), tls ? authority : null);

        Assert.Contains($"GOPROXY={rig.Url}<", await client.GetStringAsync("", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_streams_of_one_connection_run_side_by_side()
    {
        await using var rig = await GatewayRig.StartAsync(prepare: BigModules.Write);
        using var client = GatewayRig.MakeClient(rig.Url + "/", HttpVersion.Version20);

        var bodies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.GetByteArrayAsync(BigModules.PathOf(1_048_577).TrimStart('/'), TestContext.Current.CancellationToken))).OrFail();

        Assert.All(bodies, body => BigModules.AssertSame(1_048_577, body));
    }

    [Theory]
    [InlineData("PRI")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n")]
    [InlineData("P")]
    [InlineData("\0\0\0\0")]
    public async Task What_only_begins_like_HTTP_2_does_no_harm(string start)
    {
        await using var rig = await GatewayRig.StartAsync();
        using (var odd = new TcpClient())
        {
            await odd.ConnectAsync(IPAddress.Loopback, rig.Port, TestContext.Current.CancellationToken);
            await using var stream = odd.GetStream();
            await stream.WriteAsync(System.Text.Encoding.Latin1.GetBytes(start), TestContext.Current.CancellationToken);
            odd.Client.Shutdown(SocketShutdown.Send);
            var rest = new byte[4096];
            while (await stream.ReadAsync(rest, TestContext.Current.CancellationToken).AsTask().OrFail() > 0)
            {
                // Whatever it says, it comes to an end.
            }
        }

        using var alive = await rig.GetAsync("/healthz");
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    [Fact]
    public async Task Certificates_between_ours_and_the_root_are_sent_along()
    {
        using var chain = new IntermediateChain();
        await using var rig = await GatewayRig.StartAsync(
            change: (settings, _) => settings with { Tls = chain.Write(Path.GetDirectoryName(settings.DataDirectory)!) });
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, rig.Port, TestContext.Current.CancellationToken);
        var isTrusted = false;
        await using var stream = new SslStream(tcp.GetStream(), false, (_, certificate, built, _) =>
        {
            var sent = new X509Certificate2Collection();
            sent.AddRange(built!.ChainPolicy.ExtraStore);
            foreach (var element in built.ChainElements)
            {
                sent.Add(element.Certificate);
            }

            isTrusted = certificate is not null && Trust.IsIssuedBy(certificate, chain.RootPem, sent);
            return true;
        });

        await stream.AuthenticateAsClientAsync("localhost").OrFail();

        Assert.True(isTrusted);
    }

    private static Task<GatewayRig> StartAsync(bool tls, TestAuthority authority) => GatewayRig.StartAsync(
        prepare: BigModules.Write,
        change: (settings, _) => tls ? settings with { Tls = WriteCertificate(authority, Path.GetDirectoryName(settings.DataDirectory)!) } : settings);

    private static TlsSettings WriteCertificate(TestAuthority authority, string directory)
    {
        using var certificate = authority.Issue();
        using var key = certificate.GetECDsaPrivateKey();
        var files = new TlsSettings(Path.Combine(directory, "certificate.pem"), Path.Combine(directory, "key.pem"));
        File.WriteAllText(files.CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(files.KeyFile, key!.ExportPkcs8PrivateKeyPem());
        return files;
    }
}
