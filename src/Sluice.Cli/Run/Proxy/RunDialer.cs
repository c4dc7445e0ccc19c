using System.Net;
using System.Net.Sockets;

namespace Sluice.Cli.Run.Proxy;

/// <summary>
/// Opens connections as Go's net.Dialer does, with its limits, and notes the times: 30 seconds for all of it, addresses of one family in turn, those of the other
/// one 300 milliseconds later beside them (https://pkg.go.dev/net#Dialer).
/// </summary>
internal sealed class RunDialer(Func<string, CancellationToken, Task<IPAddress[]>> resolve, TimeProvider time)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FallbackDelay = TimeSpan.FromMilliseconds(300);

    /// <summary>The <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="GoNetworkException">There is no connection; the message has Go's words.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        context.InitialRequestMessage.Options.TryGetValue(ConnectionClock.Key, out var clock);
        clock?.Open();
        using var limit = new CancellationTokenSource(Limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var host = context.DnsEndPoint.Host;
        try
        {
            var addresses = await ResolveAsync(host, clock, both.Token);
            var socket = await RaceAsync(addresses, context.DnsEndPoint.Port, clock, both.Token);
            clock?.Connected(socket.RemoteEndPoint?.ToString() ?? "");
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            throw new GoNetworkException($"dial tcp {clock?.Address ?? host}: i/o timeout");
        }
    }

    private async Task<IPAddress[]> ResolveAsync(string host, ConnectionClock? clock, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var literal))
        {
            return [literal];
        }

        try
        {
            var addresses = await resolve(host, cancellationToken);
            clock?.Resolved();
            return addresses.Length > 0 ? addresses : throw new GoNetworkException($"dial tcp: lookup {host}: no such host");
        }
        catch (SocketException exception)
        {
            var isUnknown = exception.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData;
            throw new GoNetworkException($"dial tcp: lookup {host}: {(isUnknown ? "no such host" : "server misbehaving")}", exception);
        }
    }

    private async Task<Socket> RaceAsync(IPAddress[] addresses, int port, ConnectionClock? clock, CancellationToken cancellationToken)
    {
        var first = addresses.Where(address => address.AddressFamily == addresses[0].AddressFamily).ToArray();
        var others = addresses.Except(first).ToArray();
        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var main = InTurnAsync(first, port, clock, race.Token);
        if (others.Length == 0)
        {
            return await main;
        }

        var delay = Task.Delay(FallbackDelay, time, race.Token);
        if (await Task.WhenAny(main, delay) == main && main.IsCompletedSuccessfully)
        {
            await race.CancelAsync();
            return await main;
        }

        var fallback = InTurnAsync(others, port, clock, race.Token);
        var winner = await Task.WhenAny(main, fallback);
        winner = winner.IsCompletedSuccessfully ? winner : winner == main ? fallback : main;
        try
        {
            return await winner;
        }
        finally
        {
            await race.CancelAsync();
            _ = DiscardAsync(winner == main ? fallback : main);
        }
    }

    private static async Task<Socket> InTurnAsync(IPAddress[] addresses, int port, ConnectionClock? clock, CancellationToken cancellationToken)
    {
        for (var i = 0; ; i++)
        {
            var endPoint = new IPEndPoint(addresses[i], port);
            var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            clock?.Trying(endPoint.ToString());
            try
            {
                await socket.ConnectAsync(endPoint, cancellationToken);
                return socket;
            }
            catch (SocketException exception)
            {
                socket.Dispose();
                if (i == addresses.Length - 1)
                {
                    throw new GoNetworkException($"dial tcp {endPoint}: connect: {GoErrorText.OfSocket(exception.SocketErrorCode)}", exception);
                }
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private static async Task DiscardAsync(Task<Socket> loser)
    {
        try
        {
            (await loser).Dispose();
        }
        catch (Exception exception) when (exception is GoNetworkException or SocketException or OperationCanceledException)
        {
            // It lost the race by failing; the winner is in use.
        }
    }
}
