using System.Net;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Dns;

/// <summary>A question to one resolver.</summary>
/// <param name="Server">Where it listens; null for HTTPS.</param>
/// <param name="Resolver">What evidence calls it: its address, or the URL.</param>
/// <param name="ResolverName">A known name; empty for a configured one.</param>
/// <param name="Kind">Where it comes from.</param>
/// <param name="Transport">How to ask it.</param>
/// <param name="Name">The name.</param>
/// <param name="Type">The type.</param>
internal sealed record DnsQuestion(IPEndPoint? Server, string Resolver, string ResolverName, ResolverKind Kind, DnsTransport Transport, string Name, DnsType Type)
{
    /// <summary>Whether the server should resolve for us; not asked of authoritative ones.</summary>
    public bool WantsRecursion => Kind != ResolverKind.Authoritative;

    /// <summary>The evidence for an answer.</summary>
    public DnsQuery Answer(DnsMessage message, DnsTally tally, double tookMs)
    {
        var records = message.Answers.Select(record => new DnsRecordFact(record.Name, DnsMessage.NameOfType(record.Type), record.Ttl, record.Data)).ToList();
        var outcome = message.Rcode switch
        {
            0 => message.Answers.Any(record => record.Type == Type) ? DnsOutcome.Answered : DnsOutcome.NoData,
            2 => DnsOutcome.ServerFailure,
            3 => DnsOutcome.NameError,
            5 => DnsOutcome.Refused,
            _ => DnsOutcome.OtherCode,
        };
        return Make(outcome, tally, null, tookMs) with
        {
            Rcode = DnsMessage.NameOfRcode(message.Rcode),
            Records = records,
            IsAuthoritative = message.IsAuthoritative,
            OffersRecursion = message.OffersRecursion,
        };
    }

    /// <summary>The evidence where there is no answer.</summary>
    public DnsQuery Fail(DnsOutcome outcome, DnsTally tally, string problem, double tookMs) => Make(outcome, tally, problem, tookMs);

    private DnsQuery Make(DnsOutcome outcome, DnsTally tally, string? problem, double tookMs) => new(
        Resolver,
        ResolverName,
        Kind,
        Transport,
        Name,
        DnsMessage.NameOfType(Type),
        outcome,
        Rcode: null,
        Records: [],
        tally.WasTruncated,
        IsAuthoritative: false,
        OffersRecursion: false,
        tally.Sent,
        tally.Strays,
        problem,
        tookMs);
}

/// <summary>What happened besides on the way of one question.</summary>
internal sealed class DnsTally
{
    /// <summary>Datagrams sent.</summary>
    public int Sent { get; set; }

    /// <summary>Datagrams that did not fit.</summary>
    public int Strays { get; set; }

    /// <summary>Whether TC was set.</summary>
    public bool WasTruncated { get; set; }
}
