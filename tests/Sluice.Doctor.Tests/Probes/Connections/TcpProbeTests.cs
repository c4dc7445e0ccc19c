using System.Net;
using System.Net.Sockets;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Connections;

namespace Sluice.Doctor.Tests.Probes.Connections;

public sealed class TcpProbeTests
{
    [Fact]
    public async Task Every_address_has_its_own_outcome()
    {
        await using var server = LoopbackServer.Start((_, _) => Task.CompletedTask);
        using var host = new TestHost();

        var tcp = await new TcpProbe(host.Build()).CollectAsync("a.example", server.Port, "test", ["127.0.0.1", "127.0.0.9", "127.0.0.1"], TestContext.Current.CancellationToken);

        Assert.Equal([("127.0.0.1", ConnectOutcome.Connected), ("127.0.0.9", ConnectOutcome.Refused)], tcp.Value!.Attempts.Select(attempt => (attempt.Address, attempt.Outcome)));
        Assert.Equal("ConnectionRefused", tcp.Value.Attempts[1].SocketError);
    }

    [Fact]
    public async Task Without_an_address_it_is_not_checked()
    {
        using var host = new TestHost();

        var tcp = await new TcpProbe(host.Build()).CollectAsync("a.example", 443, "test", [], TestContext.Current.CancellationToken);

        Assert.Equal(new NotChecked(NotCheckedReason.Blocked, "no address is known for a.example"), tcp.NotChecked);
    }

    [Fact]
    public async Task Silence_is_a_time_out()
    {
        // A queue of connections that nobody accepts: once it is full, SYNs are not answered any more.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        var held = new List<Socket>();
        try
        {
            for (var i = 0; i < 20; i++)
            {
                var (attempt, socket) = await new TcpConnector(TimeProvider.System)
                    .ConnectAsync(IPAddress.Loopback, port, TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
                if (socket is null)
                {
                    Assert.Equal((ConnectOutcome.TimedOut, null), (attempt.Outcome, attempt.SocketError));
                    return;
                }

                held.Add(socket);
            }

            Assert.Fail("the queue did not fill up");
        }
        finally
        {
            held.ForEach(socket => socket.Dispose());
        }
    }
}
