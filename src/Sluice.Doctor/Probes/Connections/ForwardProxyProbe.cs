using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Dns;

namespace Sluice.Doctor.Probes.Connections;

/// <summary>Tries a forward proxy: its name, its port, and CONNECT to every host that would go through it.</summary>
internal sealed class ForwardProxyProbe(DoctorHost host, Dialer dialer, HostsEvidence? hosts)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);
    private const int MaxTargets = 12;

    /// <summary>Through a proxy that only other tools obey: enough to see whether it would do for Go.</summary>
    private const int MaxForeignTargets = 3;

    /// <summary>Collects it.</summary>
    /// <param name="proxy">The proxy.</param>
    /// <param name="origins">All settings that name it.</param>
    /// <param name="targets">The hosts of the chain as URLs.</param>
    /// <param name="proxies">What goes through which proxy.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<ForwardProxyEvidence> CollectAsync(
        ForwardProxy proxy, IReadOnlyList<SettingValue> origins, IReadOnlyList<Uri> targets, ForwardProxies proxies, CancellationToken cancellationToken)
    {
        var lookup = await SystemResolver.LookUpAsync(host, proxy.Url.IdnHost, hosts, Limit, cancellationToken);
        var tcp = await new TcpProbe(host).CollectAsync(proxy.Url.IdnHost, proxy.Url.Port, "", lookup.Addresses, cancellationToken);
        var connections = tcp.Value?.Attempts ?? [];
        var isObeyed = proxies.All.Any(obeyed => obeyed.Name == proxy.Name);
        var through = targets.Where(url => url.Scheme == Uri.UriSchemeHttps && (!isObeyed || proxies.For(url)?.Name == proxy.Name)).Take(isObeyed ? MaxTargets : MaxForeignTargets).ToList();
        var isReachable = connections.Any(attempt => attempt.Outcome == ConnectOutcome.Connected);
        var tunnels = await Task.WhenAll((isReachable ? through : []).Select(url => TryAsync(proxy, url, cancellationToken)));
        return new ForwardProxyEvidence(
            proxy.Name,
            origins,
            proxy.Authorization is not null,
            lookup,
            connections,
            [.. tunnels.OfType<ProxyTunnel>()],
            isObeyed,
            [.. targets.Where(url => isObeyed && proxies.IsExempt(url)).Select(url => url.Host).Distinct()]);
    }

    private async Task<ProxyTunnel?> TryAsync(ForwardProxy proxy, Uri url, CancellationToken cancellationToken)
    {
        await using var dialled = await dialer.DialThroughAsync(url, proxy, Limit, cancellationToken);
        return dialled.Tunnel;
    }
}
