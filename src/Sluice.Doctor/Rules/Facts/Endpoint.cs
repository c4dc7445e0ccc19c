using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Rules.Facts;

/// <summary>How far an attempt to talk to a host got.</summary>
internal enum Stage
{
    /// <summary>All the way, or not known.</summary>
    None,

    /// <summary>No address.</summary>
    Name,

    /// <summary>No connection.</summary>
    Connect,

    /// <summary>The forward proxy did not let it through.</summary>
    Proxy,

    /// <summary>No trusted encryption.</summary>
    Tls,

    /// <summary>No sound HTTP.</summary>
    Http,
}

/// <summary>A host that was talked to, how far that got, and everything that probes know about it.</summary>
/// <param name="Host">The name, or a literal address.</param>
/// <param name="Port">The port.</param>
/// <param name="Via">The forward proxy without credentials; null when direct.</param>
/// <param name="Stage">Where it failed.</param>
internal sealed record Endpoint(string Host, int Port, string? Via, Stage Stage)
{
    /// <summary>What resolvers say of the name; null when nobody was asked.</summary>
    public DnsEvidence? Dns { get; init; }

    /// <summary>The walk from the root; null when there was none.</summary>
    public DelegationEvidence? Delegation { get; init; }

    /// <summary>Connections to it; with a forward proxy, to that.</summary>
    public IReadOnlyList<TcpAttempt> Attempts { get; init; } = [];

    /// <summary>The forward proxy's answer to CONNECT; null without.</summary>
    public ProxyTunnel? Tunnel { get; init; }

    /// <summary>The forward proxy; null when direct.</summary>
    public ForwardProxyEvidence? ForwardProxy { get; init; }

    /// <summary>The handshake; null without.</summary>
    public TlsHandshake? Tls { get; init; }

    /// <summary>The request that failed; null when only probes of single layers tell.</summary>
    public HttpHop? Hop { get; init; }

    /// <summary><c>host:port</c>.</summary>
    public string Name => Show.HostAndPort(Host, Port);

    /// <summary>The addresses that the machine's own resolution gives; empty when none, or not known.</summary>
    public IReadOnlyList<string> Addresses => Dns?.System.Addresses is { Count: > 0 } known ? known : [.. Attempts.Where(_ => Via is null).Select(attempt => attempt.Address)];
}
