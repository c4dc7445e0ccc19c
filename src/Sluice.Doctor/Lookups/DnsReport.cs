using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Lookups;

/// <summary>What the answer of a resolver is worth.</summary>
public enum DnsVerdict
{
    /// <summary>A public address, or a name without such a record.</summary>
    Fine,

    /// <summary>The same, and late.</summary>
    Slow,

    /// <summary>An address that no public host can have, while others give public ones.</summary>
    PointsInside,

    /// <summary>No such name, while others have one.</summary>
    Denies,

    /// <summary>No such name, as everybody says.</summary>
    NoSuchName,

    /// <summary>The name exists and has no address of that family.</summary>
    NoAddress,

    /// <summary>No answer in time.</summary>
    Silent,

    /// <summary>Nobody listens there, or there is no way.</summary>
    Unreachable,

    /// <summary>It does not want to, or could not find out.</summary>
    Refuses,

    /// <summary>What came is no answer.</summary>
    Broken,
}

/// <summary>A question to a resolver, with what its answer is worth.</summary>
/// <param name="Resolver">Its address, or the URL for HTTPS.</param>
/// <param name="Owner">A known name; empty for a configured one.</param>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Transport">How it was asked.</param>
/// <param name="Type"><c>A</c> or <c>AAAA</c>.</param>
/// <param name="Addresses">What it said.</param>
/// <param name="TtlSeconds">How long that may be kept; null without an answer.</param>
/// <param name="TookMs">How long it took.</param>
/// <param name="Sent">Datagrams sent: more than one after a silence.</param>
/// <param name="Verdict">What it is worth.</param>
/// <param name="Problem">What went wrong, in one line; null when nothing did.</param>
public sealed record DnsRow(
    string Resolver,
    string Owner,
    ResolverKind Kind,
    DnsTransport Transport,
    string Type,
    IReadOnlyList<string> Addresses,
    long? TtlSeconds,
    double TookMs,
    int Sent,
    DnsVerdict Verdict,
    string? Problem);

/// <summary>What resolvers say of a name.</summary>
/// <param name="Name">The name.</param>
/// <param name="System">What this machine's own resolution says.</param>
/// <param name="HostsFile">What the hosts file gives it.</param>
/// <param name="Rows">Every question.</param>
/// <param name="Delegation">The walk from the root; null when it was not asked for.</param>
/// <param name="Severity">How bad it is: benign when the name resolves and all configured resolvers answer.</param>
/// <param name="Conclusions">What follows.</param>
/// <param name="Fixes">What helps.</param>
public sealed record DnsReport(
    string Name,
    SystemLookup System,
    IReadOnlyList<HostsEntry> HostsFile,
    IReadOnlyList<DnsRow> Rows,
    DelegationEvidence? Delegation,
    Severity Severity,
    IReadOnlyList<BilingualText> Conclusions,
    IReadOnlyList<string> Fixes)
{
    /// <summary>What document this is.</summary>
    public string Schema { get; init; } = "sluice.dns/1";
}
