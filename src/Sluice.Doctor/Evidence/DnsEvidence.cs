namespace Sluice.Doctor.Evidence;

/// <summary>What resolvers say of a name, side by side.</summary>
/// <param name="Name">The name, without a dot at its end.</param>
/// <param name="WhyItMatters">What needs the name: <c>GOPROXY entry 1</c>, <c>checksum database</c>.</param>
/// <param name="HostsFile">What the hosts file gives it; empty if nothing.</param>
/// <param name="System">What this machine's own resolution says, the hosts file and all.</param>
/// <param name="Queries">Every query, by resolver, then type.</param>
/// <param name="SuffixQueries">
/// The name with each suffix of the search list, asked of the first configured server, where ndots makes programs try these first; an answer there takes the name's place.
/// </param>
public sealed record DnsEvidence(string Name, string WhyItMatters, IReadOnlyList<HostsEntry> HostsFile, SystemLookup System, IReadOnlyList<DnsQuery> Queries, IReadOnlyList<DnsQuery> SuffixQueries);

/// <summary>What the operating system's resolution says.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="Addresses">The addresses, in the order given.</param>
/// <param name="Error">What it said instead; null when there are addresses.</param>
/// <param name="TookMs">How long it took.</param>
public sealed record SystemLookup(DnsOutcome Outcome, IReadOnlyList<string> Addresses, string? Error, double TookMs);

/// <summary>Where a resolver comes from.</summary>
public enum ResolverKind
{
    /// <summary>This machine is configured to use it.</summary>
    Configured,

    /// <summary>One of the well-known public ones.</summary>
    Public,

    /// <summary>A public one over HTTPS.</summary>
    Https,

    /// <summary>An authoritative server, met on the walk from the root.</summary>
    Authoritative,
}

/// <summary>How a query travelled.</summary>
public enum DnsTransport
{
    /// <summary>UDP; TCP took over where the answer was cut.</summary>
    Udp,

    /// <summary>TCP from the start.</summary>
    Tcp,

    /// <summary>RFC 8484.</summary>
    Https,
}

/// <summary>How a query ended.</summary>
public enum DnsOutcome
{
    /// <summary>An answer with at least one record of the type asked for.</summary>
    Answered,

    /// <summary>The name exists and has no such record.</summary>
    NoData,

    /// <summary>There is no such name.</summary>
    NameError,

    /// <summary>The server could not find out (SERVFAIL).</summary>
    ServerFailure,

    /// <summary>The server does not want to answer (REFUSED).</summary>
    Refused,

    /// <summary>Another response code.</summary>
    OtherCode,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>Nobody listens there: the port was refused.</summary>
    PortClosed,

    /// <summary>No route.</summary>
    Unreachable,

    /// <summary>The connection was cut.</summary>
    ConnectionLost,

    /// <summary>What came is no answer to the question.</summary>
    Malformed,

    /// <summary>The HTTPS side failed; the problem says how.</summary>
    HttpsFailed,
}

/// <summary>One question to one resolver.</summary>
/// <param name="Resolver">Its address, or the URL for HTTPS.</param>
/// <param name="ResolverName">A known name: <c>Cloudflare</c>; empty for a configured one.</param>
/// <param name="Kind">Where the resolver comes from.</param>
/// <param name="Transport">How the query travelled.</param>
/// <param name="Name">The name asked for.</param>
/// <param name="Type"><c>A</c>, <c>AAAA</c>, <c>NS</c>.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Rcode">The response code's name: <c>NOERROR</c>, <c>NXDOMAIN</c>; null without an answer.</param>
/// <param name="Records">The answer section.</param>
/// <param name="WasTruncated">UDP was cut short, and TCP was asked.</param>
/// <param name="IsAuthoritative">The server says that it is the authority (AA).</param>
/// <param name="OffersRecursion">The server resolves for others (RA).</param>
/// <param name="Sent">Datagrams sent: more than one after a silence.</param>
/// <param name="Strays">Datagrams that did not fit the question: another id, another name. More than none may be somebody else answering.</param>
/// <param name="Problem">What went wrong, in one line; null when nothing did.</param>
/// <param name="TookMs">From the first datagram to the answer.</param>
public sealed record DnsQuery(
    string Resolver,
    string ResolverName,
    ResolverKind Kind,
    DnsTransport Transport,
    string Name,
    string Type,
    DnsOutcome Outcome,
    string? Rcode,
    IReadOnlyList<DnsRecordFact> Records,
    bool WasTruncated,
    bool IsAuthoritative,
    bool OffersRecursion,
    int Sent,
    int Strays,
    string? Problem,
    double TookMs);

/// <summary>A record of an answer.</summary>
/// <param name="Name">Whose.</param>
/// <param name="Type"><c>A</c>, <c>AAAA</c>, <c>CNAME</c>, <c>NS</c>, <c>SOA</c>, <c>TXT</c>, or <c>TYPE65</c>.</param>
/// <param name="TtlSeconds">How long it may be kept.</param>
/// <param name="Data">An address, a name, a text; hexadecimal for types unknown to us.</param>
public sealed record DnsRecordFact(string Name, string Type, long TtlSeconds, string Data);

/// <summary>The way from the root to a name's own servers.</summary>
/// <param name="Name">The name.</param>
/// <param name="Steps">Each server asked, in order.</param>
/// <param name="Addresses">What the authoritative servers gave in the end; empty when the walk did not get there.</param>
/// <param name="Problem">Why the walk ended early; null when it got to an answer.</param>
public sealed record DelegationEvidence(string Name, IReadOnlyList<DelegationStep> Steps, IReadOnlyList<string> Addresses, string? Problem);

/// <summary>One server on the way.</summary>
/// <param name="Zone">The zone that it was asked as a server of: <c>.</c>, <c>org</c>.</param>
/// <param name="Server">The server's name.</param>
/// <param name="Query">The question and its answer.</param>
/// <param name="ReferredTo">The zone that it referred to; null when it did not.</param>
/// <param name="NameServers">The servers of that zone.</param>
public sealed record DelegationStep(string Zone, string Server, DnsQuery Query, string? ReferredTo, IReadOnlyList<string> NameServers);
