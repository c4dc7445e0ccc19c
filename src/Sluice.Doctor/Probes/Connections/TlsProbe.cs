using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Connections;

/// <summary>Shakes hands with a host by the way that the go command would take, once more to see whether sessions resume, and with its other addresses.</summary>
internal sealed class TlsProbe(DoctorHost host, Dialer dialer, TrustStore trust)
{
    /// <summary>How long to wait for session tickets, which TLS 1.3 sends behind the handshake.</summary>
    private static readonly TimeSpan TicketWait = TimeSpan.FromMilliseconds(150);

    /// <summary>A name that no filter of Go's hosts knows (RFC 2606).</summary>
    private const string OtherName = "www.example.com";

    /// <summary>What every host can take (RFC 879).</summary>
    private const int SmallSegmentBytes = 536;

    private const int MaxOtherAddresses = 3;
    private readonly TlsHandshaker _handshaker = new(trust, host.Time);

    /// <summary>What connection and handshake may take each; what is tried besides gets half. So a stall everywhere stays within one probe's budget. Default 4.5 s.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(4.5);

    private TimeSpan OtherLimit => Limit / 2;

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
            return await ContrastAsync(
                new TlsEvidence(name, port, why, dialled.Address, via, handshake, null, Tri.NotChecked, []), dialled, cancellationToken);
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

    /// <summary>One thing changed at a time tells what a failed handshake failed at.</summary>
    private async Task<TlsEvidence> ContrastAsync(TlsEvidence failed, Dialled dialled, CancellationToken cancellationToken)
    {
        var others = TryOthersAsync(dialled, failed.Host, failed.Port, cancellationToken);
        var outcome = failed.Handshake.Outcome;
        var canContrast = dialled.Proxy is null && dialled.Address is not null;
        var renamed = canContrast && outcome is TlsOutcome.Stalled or TlsOutcome.Reset or TlsOutcome.Closed
            ? TryOtherAsync(dialled.Address!, OtherName, failed.Port, null, cancellationToken)
            : null;
        var small = canContrast && outcome == TlsOutcome.Stalled && OperatingSystem.IsLinux()
            ? TryOtherAsync(dialled.Address!, failed.Host, failed.Port, SmallSegmentBytes, cancellationToken)
            : null;
        return failed with
        {
            OtherAddresses = await others,
            WithOtherName = renamed is null ? null : await renamed,
            WithSmallSegments = small is null ? null : await small,
        };
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
        return await Task.WhenAll(others.Select(address => TryOtherAsync(address, name, port, null, cancellationToken)));
    }

    private async Task<TlsHandshake> TryOtherAsync(string address, string name, int port, int? segmentBytes, CancellationToken cancellationToken)
    {
        var (attempts, socket) = await new TcpConnector(host.Time) { MaxSegmentBytes = segmentBytes }.ConnectToAnyAsync([address], port, OtherLimit, cancellationToken);
        if (socket is null)
        {
            return Empty(address, attempts is [var attempt] ? attempt.Outcome.ToString() : "no connection");
        }

        await using var connection = new System.Net.Sockets.NetworkStream(socket, ownsSocket: true);
        var (handshake, stream, _) = await _handshaker.ShakeAsync(connection, name, address, OtherLimit, cancellationToken);
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
