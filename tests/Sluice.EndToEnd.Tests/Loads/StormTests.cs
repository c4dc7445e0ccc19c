using Sluice.EndToEnd.Tests.Parts;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Loads;

public sealed class StormTests : IDisposable
{
    private const int Clients = 200;
    private const int ZipBytes = 30 * Fixtures.MiB;
    private const long MaxGrowthBytes = 150L * Fixtures.MiB;

    private readonly TempDirectory _scratch = new();
    private readonly ModuleFixture _fixture = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task Two_hundred_clients_cause_one_upstream_request_and_memory_stays_flat()
    {
        var module = _fixture.AddSized("example.com/storm", "v1.0.0", ZipBytes);
        var other = _fixture.AddSized("example.com/other", "v1.0.0", 1000);
        await using var upstream = await FakeUpstream.StartAsync(_fixture);
        await using var gateway = await SluiceProcess.StartAsync(new SluiceOptions(_scratch["data"], upstream.Url));
        using (var client = new GatewayClient(gateway.Url))
        {
            (await client.GetAsync(other.PathOf("zip"))).AssertIs(other.Zip);
        }

        var idle = gateway.Memory.ResidentBytes;
        var gate = new Gate();
        upstream.On(module.PathOf("zip"), Behaviours.Held(gate));

        var cold = await StormAsync(gateway, module, gate);
        Assert.Equal(1, upstream.CountOf(module.PathOf("zip")));
        AssertFlat(idle, cold);

        var warm = await StormAsync(gateway, module, gate);
        Assert.Equal(1, upstream.CountOf(module.PathOf("zip")));
        AssertFlat(idle, warm);
    }

    /// <summary>All ask at once, all get the very bytes; returns the most memory meanwhile.</summary>
    private static async Task<long> StormAsync(SluiceProcess gateway, FixtureModule module, Gate gate)
    {
        gateway.Memory.ResetPeak();
        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => RawClient.SendAsync(gateway.Url, module.PathOf("zip"))));
        try
        {
            gate.Open();
            await Task.WhenAll(clients.Select(client => Task.Run(() => client.ReadAllAsync(module.Zip)))).WaitAsync(Patience.Command);
            return gateway.Memory.PeakBytes;
        }
        finally
        {
            Array.ForEach(clients, client => client.Dispose());
        }
    }

    private static void AssertFlat(long idle, long peak) =>
        Assert.True(peak - idle < MaxGrowthBytes, $"{(peak - idle) / Fixtures.MiB} MiB above the {idle / Fixtures.MiB} MiB at rest");
}
