using System.Net.Sockets;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Dns;

namespace Sluice.Doctor.Probes.Connections;

/// <summary>A way to a host: found or not.</summary>
internal sealed record Dialled : IAsyncDisposable
{
    /// <summary>The connection, through the tunnel if there is one; null when there is none.</summary>
    public Stream? Stream { get; init; }

    /// <summary>The forward proxy; null for the direct way.</summary>
    public ForwardProxy? Proxy { get; init; }

    /// <summary>The name's addresses, or the proxy's.</summary>
    public required SystemLookup Lookup { get; init; }

    /// <summary>The connection attempts.</summary>
    public IReadOnlyList<TcpAttempt> Attempts { get; init; } = [];

    /// <summary>What the proxy said to CONNECT; null when it was not asked.</summary>
    public ProxyTunnel? Tunnel { get; init; }

    /// <summary>The address connected to.</summary>
    public string? Address => Attempts.LastOrDefault(attempt => attempt.Outcome == ConnectOutcome.Connected)?.Address;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Stream?.DisposeAsync() ?? ValueTask.CompletedTask;
}

/// <summary>Makes connections to hosts: name, address, forward proxy, each timed for itself.</summary>
internal sealed class Dialer(DoctorHost host, ForwardProxies proxies, TrustStore trust, HostsEvidence? hosts)
{
    private readonly TcpConnector _connector = new(host.Time);

    /// <summary>The way to the host of a URL. The caller disposes it.</summary>
    /// <param name="url">The URL; only scheme, host and port count.</param>
    /// <param name="usesProxy">Whether the settings' forward proxy is taken.</param>
    /// <param name="limit">How long all of it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task<Dialled> DialAsync(Uri url, bool usesProxy, TimeSpan limit, CancellationToken cancellationToken) =>
        DialThroughAsync(url, usesProxy ? proxies.For(url) : null, limit, cancellationToken);

    /// <summary>The way through a given proxy, whatever the settings say; the direct way for null.</summary>
    /// <inheritdoc cref="DialAsync"/>
    public async Task<Dialled> DialThroughAsync(Uri url, ForwardProxy? proxy, TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = host.Time.GetTimestamp();
        var target = proxy?.Url ?? url;
        var lookup = await SystemResolver.LookUpAsync(host, target.IdnHost, hosts, limit, cancellationToken);
        var dialled = new Dialled { Lookup = lookup, Proxy = proxy };
        if (lookup.Addresses.Count == 0)
        {
            return dialled;
        }

        var (attempts, socket) = await _connector.ConnectToAnyAsync(lookup.Addresses, target.Port, Left(), cancellationToken);
        dialled = dialled with { Attempts = attempts, Stream = socket is null ? null : new NetworkStream(socket, ownsSocket: true) };
        return socket is null || proxy is null ? dialled : await EnterAsync(dialled, proxy, url, Left(), cancellationToken);

        TimeSpan Left() => limit - host.Time.GetElapsedTime(started) is var left && left > TimeSpan.Zero ? left : TimeSpan.FromMilliseconds(1);
    }

    private async Task<Dialled> EnterAsync(Dialled dialled, ForwardProxy proxy, Uri url, TimeSpan limit, CancellationToken cancellationToken)
    {
        var target = Endpoints.Show(url.IdnHost, url.Port);
        if (proxy.Url.Scheme.StartsWith("socks", StringComparison.Ordinal))
        {
            await dialled.DisposeAsync();
            return dialled with { Stream = null, Tunnel = Tunneler.Fail(target, TunnelOutcome.NotHttp, "a SOCKS proxy: only its port was tried", 0) };
        }

        var stream = dialled.Stream!;
        if (proxy.Url.Scheme == Uri.UriSchemeHttps)
        {
            var (handshake, secured, _) = await new TlsHandshaker(trust, host.Time).ShakeAsync(stream, proxy.Url.IdnHost, dialled.Address, limit, cancellationToken);
            if (secured is null || handshake.PolicyErrors.Count > 0)
            {
                await (secured?.DisposeAsync() ?? ValueTask.CompletedTask);
                var why = handshake.Error ?? (handshake.PolicyErrors.Count > 0 ? string.Join(", ", handshake.PolicyErrors) : handshake.Outcome.ToString());
                return dialled with { Stream = null, Tunnel = Tunneler.Fail(target, TunnelOutcome.TlsFailed, $"TLS to the proxy: {why}", handshake.TookMs) };
            }

            stream = secured;
        }

        if (url.Scheme != Uri.UriSchemeHttps)
        {
            return dialled with { Stream = stream };
        }

        var tunnel = await new Tunneler(host.Time).OpenAsync(stream, target, proxy.Authorization, limit, cancellationToken);
        if (tunnel.Outcome == TunnelOutcome.Open)
        {
            return dialled with { Stream = stream, Tunnel = tunnel };
        }

        await stream.DisposeAsync();
        return dialled with { Stream = null, Tunnel = tunnel };
    }
}
