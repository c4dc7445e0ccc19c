using System.Net;
using System.Net.Sockets;
using Sluice.EndToEnd.Tests.Parts;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Lifecycle;

public sealed class StopTests : IDisposable
{
    /// <summary>More than the sockets of both sides take in.</summary>
    private const int ZipBytes = 12 * Fixtures.MiB;

    private readonly TempDirectory _scratch = new();
    private readonly ModuleFixture _fixture = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_gateway_at_rest_stops_at_once_with_exit_code_0()
    {
        await using var upstream = await FakeUpstream.StartAsync(_fixture);
        await using var gateway = await SluiceProcess.StartAsync(new SluiceOptions(_scratch["data"], upstream.Url));

        Assert.Equal(0, await gateway.StopAsync());
        await gateway.WaitForEventAsync("stopping");
    }

    [Fact]
    public async Task A_stopping_gateway_takes_no_new_connection_and_finishes_running_transfers()
    {
        var module = _fixture.AddSized("example.com/drain", "v1.0.0", ZipBytes);
        await using var upstream = await FakeUpstream.StartAsync(_fixture);
        await using var gateway = await SluiceProcess.StartAsync(new SluiceOptions(_scratch["data"], upstream.Url));
        using var transfer = await RawClient.SendAsync(gateway.Url, module.PathOf("zip"), receiveBufferBytes: 16 * 1024);
        await transfer.ReadHeadAsync();

        gateway.Terminate();
        await gateway.WaitForEventAsync("stopping");
        await AssertRefusesConnectionsAsync(new Uri(gateway.Url).Port);
        await transfer.ReadAllAsync(module.Zip);

        Assert.Equal(0, await gateway.WaitForExitAsync());
    }

    [Fact]
    public async Task A_stopping_gateway_finishes_the_fetch_that_a_client_waits_for()
    {
        var module = _fixture.AddSized("example.com/wait", "v1.0.0", 2 * Fixtures.MiB);
        await using var upstream = await FakeUpstream.StartAsync(_fixture);
        var gate = new Gate();
        upstream.On(module.PathOf("zip"), Behaviours.Held(gate));
        await using var gateway = await SluiceProcess.StartAsync(new SluiceOptions(_scratch["data"], upstream.Url));
        using var waiting = await RawClient.SendAsync(gateway.Url, module.PathOf("zip"));
        await gate.WaitForArrivalsAsync();

        gateway.Terminate();
        await gateway.WaitForEventAsync("stopping");
        gate.Open();
        await waiting.ReadAllAsync(module.Zip);

        Assert.Equal(0, await gateway.WaitForExitAsync());
        Assert.Contains(module.PathOf("zip"), StoreFiles.AssertWhole(_scratch["data"], _fixture.Files()));
    }

    [Fact]
    public async Task A_transfer_that_does_not_move_is_cut_when_the_time_to_stop_is_over()
    {
        var module = _fixture.AddSized("example.com/stuck", "v1.0.0", ZipBytes);
        await using var upstream = await FakeUpstream.StartAsync(_fixture);
        await using var gateway = await SluiceProcess.StartAsync(new SluiceOptions(_scratch["data"], upstream.Url).WithLimits("shutdownTimeout: 1s"));
        using var stuck = await RawClient.SendAsync(gateway.Url, module.PathOf("zip"), receiveBufferBytes: 16 * 1024);
        await stuck.ReadHeadAsync();

        Assert.Equal(0, await gateway.StopAsync());
    }

    [Fact]
    public async Task A_second_signal_ends_it_at_once()
    {
        var module = _fixture.AddSized("example.com/impatient", "v1.0.0", ZipBytes);
        await using var upstream = await FakeUpstream.StartAsync(_fixture);
        await using var gateway = await SluiceProcess.StartAsync(new SluiceOptions(_scratch["data"], upstream.Url).WithLimits("shutdownTimeout: 1h"));
        using var stuck = await RawClient.SendAsync(gateway.Url, module.PathOf("zip"), receiveBufferBytes: 16 * 1024);
        await stuck.ReadHeadAsync();

        gateway.Terminate();
        await gateway.WaitForEventAsync("stopping");
        gateway.Terminate();

        Assert.NotEqual(0, await gateway.WaitForExitAsync());
    }

    private static async Task AssertRefusesConnectionsAsync(int port)
    {
        // The log tells of the stop a moment before the socket closes; a connection that came before that is closed, not answered.
        using var limit = new CancellationTokenSource(Patience.Long);
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, limit.Token);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionRefused)
            {
                return;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.ConnectionReset)
            {
                // It stood in the line of the socket that closed just now.
            }
        }
    }
}
