using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Connections;

/// <summary>Shakes hands with a host by the way that the go command would take, once more to see whether sessions resume, and with its other addresses.</summary>
internal sealed class TlsProbe(DoctorHost host, Dialer dialer, TrustStore trust)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait for session tickets, which TLS 1.3 sends behind the handshake.</summary>
    private static readonly TimeSpan TicketWait = TimeSpan.FromMilliseconds(150);

    private const int MaxOtherAddresses = 3;
    private readonly TlsHandshaker _handshaker = new(trust, host.Time);

    /// <summary>Collects it.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<TlsEvidence> CollectAsync(string name, int port, string why, CancellationToken cancellationToken)
    {
        var url = new Uri($"https://{Endpoints.Show(name, port)}/");
        await using var dialled = await dialer.DialAsync(url, usesProxy: true, Limit, cancellationToken);
        var via = dialled.Proxy?.Name;
        if (dialled.Stream is null)
        {
            return new TlsEvidence(name, port, why, dialled.Address, via, NotConnected(dialled), null, Tri.NotChecked, []);
        }

        var (handshake, stream, received) = await _handshaker.ShakeAsync(dialled.Stream, name, dialled.Address, Limit, cancellationToken);
        if (stream is null)
        {
            return new TlsEvidence(name, port, why, dialled.Address, via, handshake, null, Tri.NotChecked, await TryOthersAsync(dialled, name, port, cancellationToken));
        }

        await using (stream)
        {
            await WaitForTicketsAsync(stream, cancellationToken);
        }

        var others = TryOthersAsync(dialled, name, port, cancellationToken);
        var (again, againReceived) = await AgainAsync(url, name, cancellationToken);

        // Without certificates the server's part of a handshake is a few hundred bytes.
        var isResumed = again is null ? Tri.NotChecked : againReceived * 2 < received ? Tri.Yes : Tri.No;
        return new TlsEvidence(name, port, why, dialled.Address, via, handshake, again, isResumed, await others);
    }

    private async Task<(double? TookMs, long Received)> AgainAsync(Uri url, string name, CancellationToken cancellationToken)
    {
        await using var dialled = await dialer.DialAsync(url, usesProxy: true, Limit, cancellationToken);
        if (dialled.Stream is null)
        {
            return (null, 0);
        }

        var (handshake, stream, received) = await _handshaker.ShakeAsync(dialled.Stream, name, dialled.Address, Limit, cancellationToken);
        await (stream?.DisposeAsync() ?? ValueTask.CompletedTask);
        return (stream is null ? null : handshake.TookMs, received);
    }

    private async Task WaitForTicketsAsync(Stream stream, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(TicketWait, host.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, either.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The server has nothing to say before we ask: that is the usual end.
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private async Task<IReadOnlyList<TlsHandshake>> TryOthersAsync(Dialled dialled, string name, int port, CancellationToken cancellationToken)
    {
        if (dialled.Proxy is not null)
        {
            return [];
        }

        var others = dialled.Lookup.Addresses.Where(address => address != dialled.Address).Take(MaxOtherAddresses);
        return await Task.WhenAll(others.Select(address => TryOtherAsync(address, name, port, cancellationToken)));
    }

    private async Task<TlsHandshake> TryOtherAsync(string address, string name, int port, CancellationToken cancellationToken)
    {
        var (attempts, socket) = await new TcpConnector(host.Time).ConnectToAnyAsync([address], port, Limit, cancellationToken);
        if (socket is null)
        {
            return Empty(address, attempts is [var attempt] ? attempt.Outcome.ToString() : "no connection");
        }

        await using var connection = new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        var (handshake, stream, _) = await _handshaker.ShakeAsync(connection, name, address, Limit, cancellationToken);
        await (stream?.DisposeAsync() ?? ValueTask.CompletedTask);
        return handshake;
    }

    private TlsHandshake NotConnected(Dialled dialled)
    {
        var why = dialled.Tunnel is { } tunnel
            ? $"the forward proxy: {tunnel.Status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? tunnel.Outcome.ToString()}"
            : dialled.Lookup.Addresses.Count == 0 ? $"the name: {dialled.Lookup.Outcome}" : $"the connection: {dialled.Attempts.LastOrDefault()?.Outcome}";
        return Empty(dialled.Address, why);
    }

    private TlsHandshake Empty(string? address, string why) => new(address, TlsOutcome.NotConnected, null, null, [], [], [], [], trust.Name, why, 0);
}
