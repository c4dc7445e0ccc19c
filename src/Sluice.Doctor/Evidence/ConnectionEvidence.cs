namespace Sluice.Doctor.Evidence;

/// <summary>How a connection attempt ended.</summary>
public enum ConnectOutcome
{
    /// <summary>It is there.</summary>
    Connected,

    /// <summary>The other side, or a firewall in its name, said no at once.</summary>
    Refused,

    /// <summary>No answer: packets are dropped, or the host is gone.</summary>
    TimedOut,

    /// <summary>Cut while it was made.</summary>
    Reset,

    /// <summary>No route to the host or the network.</summary>
    Unreachable,

    /// <summary>This machine itself forbids it: a local firewall, a missing right.</summary>
    Forbidden,

    /// <summary>This machine has no address of that family.</summary>
    NoAddress,

    /// <summary>Something else; the error says what.</summary>
    OtherError,
}

/// <summary>Connections to a host, one for each address.</summary>
/// <param name="Host">The name, or a literal address.</param>
/// <param name="Port">The port.</param>
/// <param name="WhyItMatters">What needs it.</param>
/// <param name="Attempts">One for each address, in the order of the addresses.</param>
public sealed record TcpEvidence(string Host, int Port, string WhyItMatters, IReadOnlyList<TcpAttempt> Attempts);

/// <summary>One connection attempt.</summary>
/// <param name="Address">The address.</param>
/// <param name="Family"><c>IPv4</c> or <c>IPv6</c>.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="SocketError">The system's word for it: <c>ConnectionRefused</c>; null when connected or timed out.</param>
/// <param name="LocalAddress">Our end; null when there was none.</param>
/// <param name="TookMs">How long it took.</param>
public sealed record TcpAttempt(string Address, string Family, ConnectOutcome Outcome, string? SocketError, string? LocalAddress, double TookMs);

/// <summary>A forward proxy and what it lets through.</summary>
/// <param name="Url">The proxy without credentials: <c>http://proxy.corp.example:3128</c>.</param>
/// <param name="Origins">The settings that name it.</param>
/// <param name="HasCredentials">Whether the setting holds a user name.</param>
/// <param name="Lookup">Its addresses.</param>
/// <param name="Connections">Connections to it.</param>
/// <param name="Tunnels">What CONNECT said, for each host that would go through it.</param>
/// <param name="IsObeyedByGo">Whether it is in the variables that the go command obeys; else git, npm, yarn or pip alone name it, and a few hosts are tried for comparison.</param>
/// <param name="Exempt">Hosts of the chain that NO_PROXY keeps away from it.</param>
public sealed record ForwardProxyEvidence(
    string Url,
    IReadOnlyList<SettingValue> Origins,
    bool HasCredentials,
    SystemLookup Lookup,
    IReadOnlyList<TcpAttempt> Connections,
    IReadOnlyList<ProxyTunnel> Tunnels,
    bool IsObeyedByGo,
    IReadOnlyList<string> Exempt);

/// <summary>How CONNECT ended.</summary>
public enum TunnelOutcome
{
    /// <summary>2xx: the way is open.</summary>
    Open,

    /// <summary>407.</summary>
    AuthenticationRequired,

    /// <summary>Another status; a block page often comes with it.</summary>
    Rejected,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>Cut before an answer.</summary>
    ConnectionLost,

    /// <summary>What came is no HTTP.</summary>
    NotHttp,

    /// <summary>TLS to the proxy itself failed.</summary>
    TlsFailed,
}

/// <summary>One CONNECT.</summary>
/// <param name="Target"><c>host:port</c>.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Status">The status; null without one.</param>
/// <param name="Reason">The reason phrase.</param>
/// <param name="AuthenticationSchemes">The schemes of Proxy-Authenticate: <c>Basic</c>, <c>Negotiate</c>, <c>NTLM</c>.</param>
/// <param name="Headers">Server, Via, Proxy-Agent and what else names the product: <c>Server: squid</c>.</param>
/// <param name="BodyStart">The first 1,024 characters of a body.</param>
/// <param name="Problem">What went wrong, in one line.</param>
/// <param name="TookMs">From the request to the end of the head.</param>
public sealed record ProxyTunnel(
    string Target,
    TunnelOutcome Outcome,
    int? Status,
    string? Reason,
    IReadOnlyList<string> AuthenticationSchemes,
    IReadOnlyList<string> Headers,
    string BodyStart,
    string? Problem,
    double TookMs);
