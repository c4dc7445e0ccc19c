using System.Net;
using System.Net.Sockets;
using Sluice.Core.Faults;

namespace Sluice.Fetch.Http;

/// <summary>
/// Makes the TCP connections of one upstream: resolves the name, holds <see cref="RedirectRules"/> against the addresses, and tries them one after
/// another with a head start of <see cref="HeadStart"/> each, so that a dead IPv6 route does not cost the whole time limit (RFC 8305).
/// </summary>
internal sealed class Dialer(RedirectRules rules, ForwardProxySelector proxies, Addressing addressing, TimeProvider time)
{
    /// <summary>RFC 8305, section 8: recommended connection attempt delay.</summary>
    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    /// <summary>The <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    /// <exception cref="FaultException">There is no connection; the fault says why.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var request = context.InitialRequestMessage;
        if (request.Method == HttpMethod.Connect || proxies.GetProxy(request.RequestUri!) is not null)
        {
            return await ConnectToProxyAsync(context.DnsEndPoint, cancellationToken);
        }

        var addresses = await ResolveAsync(context.DnsEndPoint.Host, cancellationToken);
        var isOrigin = rules.IsOrigin(context.DnsEndPoint);
        var allowed = isOrigin ? addresses : [.. addresses.Where(rules.Allows)];
        if (allowed.Length == 0)
        {
            throw RedirectRules.Refused($"to an inside address ({context.DnsEndPoint.Host} is {addresses[0]})");
        }

        var socket = await ConnectToAnyAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
        if (isOrigin && socket.RemoteEndPoint is IPEndPoint reached)
        {
            rules.NoteOrigin(reached.Address);
        }

        return new NetworkStream(socket, ownsSocket: true);
    }

    private async Task<Stream> ConnectToProxyAsync(DnsEndPoint proxy, CancellationToken cancellationToken)
    {
        try
        {
            var addresses = await ResolveAsync(proxy.Host, cancellationToken);
            return new NetworkStream(await ConnectToAnyAsync(addresses, proxy.Port, cancellationToken), ownsSocket: true);
        }
        catch (FaultException exception)
        {
            var why = $"{proxy.Host}:{proxy.Port}: {exception.Fault.Code.Id}";
            throw new FaultException(FaultCodes.ForwardProxyRefused.At(detail: why), exception);
        }
    }

    private async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var literal))
        {
            return [literal];
        }

        try
        {
            var addresses = await addressing.Resolve(host, cancellationToken);
            return addresses.Length > 0 ? addresses : throw new FaultException(FaultCodes.NameUnknown.At(detail: $"{host} has no address"));
        }
        catch (SocketException exception)
        {
            var unknown = exception.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData;
            throw new FaultException((unknown ? FaultCodes.NameUnknown : FaultCodes.NameTimeout).At(detail: host), exception);
        }
        catch (OperationCanceledException exception)
        {
            // The limit on connecting: a request that goes away leaves its connection attempt to the next.
            throw new FaultException(FaultCodes.NameTimeout.At(detail: host), exception);
        }
    }

    private async Task<Socket> ConnectToAnyAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<Task<Socket>>();
        SocketException? refusal = null;
        try
        {
            for (var next = 0; next < addresses.Length || running.Count > 0;)
            {
                if (next < addresses.Length)
                {
                    running.Add(ConnectToOneAsync(new IPEndPoint(addresses[next++], port), race.Token));
                }

                var done = await FirstAsync(running, next < addresses.Length ? HeadStart : Timeout.InfiniteTimeSpan, race.Token);
                if (done is null)
                {
                    continue;
                }

                running.Remove(done);
                try
                {
                    return await done;
                }
                catch (SocketException exception)
                {
                    refusal = refusal?.SocketErrorCode == SocketError.ConnectionRefused ? refusal : exception;
                }
            }
        }
        catch (OperationCanceledException exception)
        {
            throw new FaultException(FaultCodes.ConnectTimeout.At(detail: $"no answer from {addresses[^1]} port {port}"), exception);
        }
        finally
        {
            await race.CancelAsync();
            running.ForEach(loser => _ = DiscardAsync(loser));
        }

        throw new FaultException(TransportFaults.OfSocket(refusal!.SocketErrorCode).At(detail: $"{addresses[^1]} port {port}"), refusal);
    }

    private async Task<Task<Socket>?> FirstAsync(List<Task<Socket>> running, TimeSpan limit, CancellationToken cancellationToken)
    {
        var any = Task.WhenAny(running);
        if (limit == Timeout.InfiniteTimeSpan)
        {
            return await any;
        }

        using var wait = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = await Task.WhenAny(any, Task.Delay(limit, time, wait.Token));
        await wait.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return first == any ? await any : null;
    }

    private static async Task<Socket> ConnectToOneAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(endPoint, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task DiscardAsync(Task<Socket> loser)
    {
        try
        {
            (await loser).Dispose();
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            // It lost the race by failing; the winner is in use.
        }
    }
}
