using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Rules.Facts;

/// <summary>Finds all that a bundle knows about a host.</summary>
internal static class EndpointFacts
{
    private const double SlowNameMs = 1000;

    /// <summary>Where an exchange failed; null when it did not fail on the way to a host.</summary>
    public static Endpoint? Of(EvidenceBundle bundle, HttpExchange? exchange)
    {
        if (exchange is null || !Uri.TryCreate(exchange.Last.Url, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            return null;
        }

        var hop = exchange.Last;
        var stage = exchange.Outcome switch
        {
            HttpOutcome.NameFailed => Stage.Name,
            HttpOutcome.ConnectFailed => Stage.Connect,
            HttpOutcome.ProxyFailed => Stage.Proxy,
            HttpOutcome.TlsFailed or HttpOutcome.TlsNotTrusted => Stage.Tls,
            _ => Stage.Http,
        };
        var known = Known(bundle, url.Host, url.Port, hop.Via, stage);
        return known with
        {
            Hop = hop,
            Attempts = hop.Attempts.Count > 0 ? hop.Attempts : known.Attempts,
            Tls = hop.Tls ?? known.Tls,
            Tunnel = hop.Tunnel ?? known.Tunnel,
        };
    }

    /// <summary>Whether a request failed for nothing but our own impatience: the name resolves, and slowly. The go command waits longer.</summary>
    public static bool IsOnlySlow(EvidenceBundle bundle, HttpExchange? exchange) =>
        Of(bundle, exchange) is { Dns.System: { Addresses.Count: > 0, TookMs: >= SlowNameMs } } slow
        && (slow.Stage == Stage.Name || (exchange!.Outcome == HttpOutcome.TimedOut && slow.Hop?.Phases.DnsMs >= SlowNameMs));

    /// <summary>How far single probes got with a host of which no exchange is known; its stage is none when they got through, or did not run.</summary>
    public static Endpoint OfProbes(EvidenceBundle bundle, Uri url)
    {
        var tls = Find(bundle.Tls, Show.HostAndPort(url.Host, url.Port));
        var known = Known(bundle, url.Host, url.Port, tls?.Via, Stage.None);
        return known with { Stage = StageOf(known) };
    }

    private static Stage StageOf(Endpoint known)
    {
        if (known.Via is null && known.Dns is { System: { Addresses.Count: 0 } })
        {
            return Stage.Name;
        }

        if (known.Attempts.Count > 0 && known.Attempts.All(attempt => attempt.Outcome != ConnectOutcome.Connected))
        {
            return known.Via is null ? Stage.Connect : Stage.Proxy;
        }

        if (known.Tunnel is { Outcome: not TunnelOutcome.Open })
        {
            return Stage.Proxy;
        }

        return known.Tls is { Outcome: not (TlsOutcome.Completed or TlsOutcome.NotConnected) } or { PolicyErrors.Count: > 0 } ? Stage.Tls : Stage.None;
    }

    private static Endpoint Known(EvidenceBundle bundle, string host, int port, string? via, Stage stage)
    {
        var name = Show.HostAndPort(host, port);
        var proxy = via is null ? null : Find(bundle.ForwardProxies, via) ?? bundle.ForwardProxies.Select(probed => probed.Value).FirstOrDefault(value => value?.Url == via);
        return new Endpoint(host.Trim('[', ']'), port, via, stage)
        {
            Dns = bundle.Dns.Select(probed => probed.Value).FirstOrDefault(value => string.Equals(value?.Name, host, StringComparison.OrdinalIgnoreCase)),
            Delegation = bundle.Delegations.Select(probed => probed.Value).FirstOrDefault(value => string.Equals(value?.Name, host, StringComparison.OrdinalIgnoreCase)),
            Attempts = via is null ? Find(bundle.Tcp, name)?.Attempts ?? [] : proxy?.Connections ?? [],
            ForwardProxy = proxy,
            Tunnel = proxy?.Tunnels.FirstOrDefault(tunnel => tunnel.Target == name),
            Tls = Find(bundle.Tls, name)?.Handshake,
        };
    }

    private static T? Find<T>(IReadOnlyList<Probed<T>> list, string subject)
        where T : class => list.FirstOrDefault(probed => probed.Subject == subject)?.Value;
}
