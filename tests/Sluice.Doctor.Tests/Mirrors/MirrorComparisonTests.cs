using Sluice.Doctor.Mirrors;
using Sluice.Doctor.Tests.Probes;

namespace Sluice.Doctor.Tests.Mirrors;

public sealed class MirrorComparisonTests : IDisposable
{
    private const string Zip = "PK\u0003\u0004";
    private readonly TestHost _test = new();

    [Fact]
    public async Task Each_proxy_is_asked_each_round_and_failures_stay_failures()
    {
        await using var good = LoopbackServer.StartHttp(request => request.Target.EndsWith(".info", StringComparison.Ordinal)
            ? LoopbackServer.Response(200, """{"Version":"v1.0.0"}""", type: "application/json")
            : LoopbackServer.Response(200, Zip + new string('x', 300_000), type: "application/zip"));
        var turn = 0;
        await using var shaky = LoopbackServer.StartHttp(_ => Interlocked.Increment(ref turn) == 1 ? LoopbackServer.Response(502, "bad gateway") : LoopbackServer.Response(200, "<html><title>Login</title></html>"));

        var report = await RunAsync(3, good, shaky);

        var (first, second) = (report.Mirrors[0], report.Mirrors[1]);
        Assert.Equal($"http://127.0.0.1:{good.Port}", first.Url);
        Assert.Equal((100.0, 6, 0), (first.SuccessPercent, first.Requests.Count, first.ExtraConnections));
        Assert.True(first.BytesPerSecond > 0);
        Assert.All(first.Requests, request => Assert.NotNull(request.FirstByteMs));
        Assert.Equal((0.0, 3), (second.SuccessPercent, second.Requests.Count));
        Assert.Equal(["status 502 Reason", "2 × a web page, status 200: Login"], second.Problems);
        Assert.Equal((6, 3), (good.Accepted, shaky.Accepted));
        Assert.Equal($"http://127.0.0.1:{good.Port},direct", report.Advice?.GoProxy);
    }

    [Fact]
    public async Task Where_a_zip_really_comes_from_is_told()
    {
        await using var storage = LoopbackServer.StartHttp(_ => LoopbackServer.Response(200, Zip, type: "application/zip"), certificate: null);
        await using var proxy = LoopbackServer.StartHttp(request => request.Target.EndsWith(".info", StringComparison.Ordinal)
            ? LoopbackServer.Response(200, """{"Version":"v1.0.0"}""", type: "application/json")
            : LoopbackServer.Response(302, "", $"Location: http://localhost:{storage.Port}/zip\r\n"));

        var report = await RunAsync(1, proxy);

        Assert.Equal("localhost", report.Mirrors[0].Requests[1].RedirectedTo);
        Assert.Equal(2, report.Mirrors[0].Requests[1].Hops);
    }

    [Theory]
    [InlineData("ftp://mirror", "example.com/m@v1.0.0")]
    [InlineData("http://mirror", "example.com/m")]
    public async Task What_cannot_be_measured_is_refused(string url, string module) => await Assert.ThrowsAsync<FormatException>(() =>
        new MirrorComparison(_test.Build()).RunAsync(new MirrorsRequest([url], 1, module, IsOnly: true), null, TestContext.Current.CancellationToken));

    public void Dispose() => _test.Dispose();

    private Task<MirrorsReport> RunAsync(int rounds, params LoopbackServer[] servers) => new MirrorComparison(_test.Build()).RunAsync(
        new MirrorsRequest([.. servers.Select(server => $"http://127.0.0.1:{server.Port}")], rounds, "example.com/m@v1.0.0", IsOnly: true), null, TestContext.Current.CancellationToken);
}
