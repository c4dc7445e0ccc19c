using System.Net;
using Sluice.EndToEnd.Tests.Parts;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Transfers;

/// <summary>Clients that are slow, or leave: time limits and disconnects of one must be nobody else's, and nobody's transfer is timed.</summary>
public sealed class TransferTests : IDisposable
{
    /// <summary>More than the sockets of both sides take in, so that a client that does not read keeps the gateway waiting.</summary>
    private const int ZipBytes = 12 * Fixtures.MiB;

    /// <summary>The receive buffer of a slow client.</summary>
    private const int SmallBuffer = 16 * 1024;

    private readonly TempDirectory _scratch = new();
    private readonly ModuleFixture _fixture = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_slow_client_gets_its_whole_zip_though_the_fetch_timeout_passes()
    {
        var module = _fixture.AddSized("example.com/slow", "v1.0.0", ZipBytes);
        await using var upstream = await FakeUpstream.StartAsync(_fixture);
        upstream.On(request => request.Path.StartsWith("example.com/clock", StringComparison.Ordinal), Behaviours.Silence);
        await using var gateway = await SluiceProcess.StartAsync(new SluiceOptions(_scratch["data"], upstream.Url).WithLimits("fetchTimeout: 5s"));
        using var client = new GatewayClient(gateway.Url);
        using var cold = await RawClient.SendAsync(gateway.Url, module.PathOf("zip"), SmallBuffer);
        await cold.ReadHeadAsync();
        Assert.Equal(200, cold.Status);
        using var warm = await RawClient.SendAsync(gateway.Url, module.PathOf("zip"), SmallBuffer);
        await warm.ReadHeadAsync();

        await cold.ReadAsync(100_000, module.Zip);
        await warm.ReadAsync(100_000, module.Zip);

        // What upstream never answers ends when the fetch timeout has passed once more: a clock that both sides share.
        var clock = await client.GetAsync("example.com/clock/@v/v1.0.0.zip");
        clock.AssertFault(HttpStatusCode.ServiceUnavailable, "goproxy.timeout");
        await cold.ReadAsync(100_000, module.Zip);
        await warm.ReadAsync(100_000, module.Zip);

        await cold.ReadAllAsync(module.Zip);
        await warm.ReadAllAsync(module.Zip);
    }

    [Fact]
    public async Task A_client_that_leaves_hurts_no_other_client_of_the_same_fetch()
    {
        var module = _fixture.AddSized("example.com/shared", "v1.0.0", 3 * Fixtures.MiB);
        await using var upstream = await FakeUpstream.StartAsync(_fixture);
        var tap = new Tap();
        upstream.On(module.PathOf("zip"), Behaviours.Drip(tap));
        await using var gateway = await SluiceProcess.StartAsync(new SluiceOptions(_scratch["data"], upstream.Url));
        using var first = await RawClient.SendAsync(gateway.Url, module.PathOf("zip"));
        tap.Release(Fixtures.MiB);
        var others = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => RawClient.SendAsync(gateway.Url, module.PathOf("zip"))));

        first.Reset();
        others[0].Reset();
        tap.ReleaseAll();

        await Task.WhenAll(others[1..].Select(client => client.ReadAllAsync(module.Zip)));
        Array.ForEach(others, client => client.Dispose());
        Assert.Equal(1, upstream.CountOf(module.PathOf("zip")));
    }

    [Fact]
    public async Task A_fetch_that_everybody_left_is_finished_for_the_store()
    {
        var module = _fixture.AddSized("example.com/left", "v1.0.0", 3 * Fixtures.MiB);
        await using var upstream = await FakeUpstream.StartAsync(_fixture);
        var gate = new Gate();
        upstream.On(module.PathOf("zip"), Behaviours.Held(gate));
        await using var gateway = await SluiceProcess.StartAsync(new SluiceOptions(_scratch["data"], upstream.Url));
        using var client = await RawClient.SendAsync(gateway.Url, module.PathOf("zip"));
        await gate.WaitForArrivalsAsync();

        client.Reset();
        await gateway.WaitForEventAsync("request");
        gate.Open();

        using var later = new GatewayClient(gateway.Url);
        (await later.GetAsync(module.PathOf("zip"))).AssertIs(module.Zip);
        Assert.Equal(1, upstream.CountOf(module.PathOf("zip")));
    }

    [Fact]
    public async Task A_client_that_leaves_in_the_middle_of_a_cached_zip_does_no_harm()
    {
        var module = _fixture.AddSized("example.com/cached", "v1.0.0", ZipBytes);
        await using var upstream = await FakeUpstream.StartAsync(_fixture);
        await using var gateway = await SluiceProcess.StartAsync(new SluiceOptions(_scratch["data"], upstream.Url));
        for (var i = 0; i < 20; i++)
        {
            using var leaving = await RawClient.SendAsync(gateway.Url, module.PathOf("zip"), SmallBuffer);
            await leaving.ReadHeadAsync();
            await leaving.ReadAsync(10_000, module.Zip);
            leaving.Reset();
        }

        using var client = new GatewayClient(gateway.Url);
        (await client.GetAsync(module.PathOf("zip"))).AssertIs(module.Zip);
        Assert.DoesNotContain(gateway.Log, line => line.Contains("\"level\":\"error\"", StringComparison.Ordinal));
        Assert.Equal(0, await gateway.StopAsync());
    }
}
