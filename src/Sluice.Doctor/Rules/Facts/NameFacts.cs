using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Rules.Facts;

/// <summary>What resolvers say of a name, sorted by who says it.</summary>
/// <param name="Evidence">All of it.</param>
internal sealed record NameFacts(DnsEvidence Evidence)
{
    /// <summary>Answers of the configured resolvers over UDP.</summary>
    public IReadOnlyList<DnsQuery> Udp { get; } = [.. Evidence.Queries.Where(query => query is { Kind: ResolverKind.Configured, Transport: DnsTransport.Udp })];

    /// <summary>Answers of the configured resolvers over TCP.</summary>
    public IReadOnlyList<DnsQuery> Tcp { get; } = [.. Evidence.Queries.Where(query => query is { Kind: ResolverKind.Configured, Transport: DnsTransport.Tcp })];

    /// <summary>Answers of everybody else.</summary>
    public IReadOnlyList<DnsQuery> Others { get; } = [.. Evidence.Queries.Where(query => query.Kind != ResolverKind.Configured)];

    /// <summary>Whether a resolver answered at all, be it with no.</summary>
    public static bool IsReply(DnsQuery query) => query.Outcome is DnsOutcome.Answered or DnsOutcome.NoData or DnsOutcome.NameError;


    /// <summary>Addresses in answers.</summary>
    public static IEnumerable<string> AddressesOf(IEnumerable<DnsQuery> queries) => queries.SelectMany(query => query.Records).Where(record => record.Type is "A" or "AAAA").Select(record => record.Data).Distinct();

    /// <summary>Lines for evidence.</summary>
    public IEnumerable<string> Lines(params IEnumerable<DnsQuery> queries) => queries.Select(query => Show.Query(Evidence.Name, query));
}
