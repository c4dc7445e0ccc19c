using System.Net;
using System.Net.Sockets;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Connections;

/// <summary>Makes TCP connections, one address at a time, and says how each attempt ended.</summary>
internal sealed class TcpConnector(TimeProvider time)
{
    /// <summary>net.Dialer.FallbackDelay.</summary>
    private static readonly TimeSpan FallbackDelay = TimeSpan.FromMilliseconds(300);

    /// <summary>Linux, netinet/tcp.h.</summary>
    private const int TcpMaxSegment = 2;

    /// <summary>Largest segment that the other side may send; null for what the path seems to take. Linux only, elsewhere it does nothing.</summary>
    public int? MaxSegmentBytes { get; init; }

    /// <summary>Connects to one address.</summary>
    /// <param name="address">The address.</param>
    /// <param name="port">The port.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How it went, and the socket, which the caller disposes; null unless connected.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<(TcpAttempt Attempt, Socket? Socket)> ConnectAsync(IPAddress address, int port, TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        Socket? socket = null;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            if (MaxSegmentBytes is { } bytes && OperatingSystem.IsLinux())
            {
                socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, TcpMaxSegment, BitConverter.GetBytes(bytes));
            }

            await socket.ConnectAsync(new IPEndPoint(address, port), either.Token);
            return (Result(ConnectOutcome.Connected, null, (socket.LocalEndPoint as IPEndPoint)?.Address.ToString()), socket);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            socket?.Dispose();
            cancellationToken.ThrowIfCancellationRequested();
            var error = exception is SocketException known ? known.SocketErrorCode : (SocketError?)null;
            var outcome = error is null ? ConnectOutcome.TimedOut : Classify(error.Value);
            return (Result(outcome, outcome == ConnectOutcome.TimedOut ? null : error?.ToString(), null), null);
        }

        TcpAttempt Result(ConnectOutcome outcome, string? error, string? local) => new(
            address.ToString(),
            address.AddressFamily == AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4",
            outcome,
            error,
            local,
            time.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>
    /// Connects to the first of several addresses that lets us, as Go's dialer does (RFC 6555): the addresses of the first one's family in turn, and 300 ms later those of the
    /// other family beside them. Each gets its share of the limit.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<(IReadOnlyList<TcpAttempt> Attempts, Socket? Socket)> ConnectToAnyAsync(
        IReadOnlyList<string> addresses, int port, TimeSpan limit, CancellationToken cancellationToken)
    {
        var isSix = addresses.Count > 0 && addresses[0].Contains(':', StringComparison.Ordinal);
        List<string> fallbacks = [.. addresses.Where(address => address.Contains(':', StringComparison.Ordinal) != isSix)];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var first = ConnectInTurnAsync([.. addresses.Except(fallbacks)], port, limit, stop.Token);
        if (fallbacks.Count == 0)
        {
            return await first;
        }

        await Task.WhenAny(first, Task.Delay(FallbackDelay, time, stop.Token));
        if (first.IsCompleted && (await first).Socket is not null)
        {
            return await first;
        }

        var second = ConnectInTurnAsync(fallbacks, port, limit, stop.Token);
        var winner = await Task.WhenAny(first, second);
        var loser = winner == first ? second : first;
        var (attempts, socket) = await winner;
        if (socket is null)
        {
            var (others, found) = await loser;
            return ([.. attempts, .. others], found);
        }

        await stop.CancelAsync();
        await DropAsync(loser);
        return (attempts, socket);
    }

    /// <summary>Waits for a race that is lost, so that no connection of it stays open.</summary>
    private static async Task DropAsync(Task<(IReadOnlyList<TcpAttempt> Attempts, Socket? Socket)> loser)
    {
        try
        {
            (await loser).Socket?.Dispose();
        }
        catch (OperationCanceledException)
        {
            // That was the point.
        }
    }

    private async Task<(IReadOnlyList<TcpAttempt> Attempts, Socket? Socket)> ConnectInTurnAsync(
        IReadOnlyList<string> addresses, int port, TimeSpan limit, CancellationToken cancellationToken)
    {
        var attempts = new List<TcpAttempt>();
        var started = time.GetTimestamp();
        for (var i = 0; i < addresses.Count; i++)
        {
            var left = limit - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || !IPAddress.TryParse(addresses[i], out var address))
            {
                continue;
            }

            var (attempt, socket) = await ConnectAsync(address, port, left / (addresses.Count - i), cancellationToken);
            attempts.Add(attempt);
            if (socket is not null)
            {
                return (attempts, socket);
            }
        }

        return (attempts, null);
    }

    private static ConnectOutcome Classify(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => ConnectOutcome.Refused,
        SocketError.TimedOut => ConnectOutcome.TimedOut,
        SocketError.ConnectionReset or SocketError.ConnectionAborted => ConnectOutcome.Reset,
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown => ConnectOutcome.Unreachable,
        SocketError.AccessDenied => ConnectOutcome.Forbidden,
        SocketError.AddressFamilyNotSupported or SocketError.AddressNotAvailable => ConnectOutcome.NoAddress,
        _ => ConnectOutcome.OtherError,
    };
}
