using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Network;

/// <summary>
/// A name has no address: because no name server gives a usable answer (<c>dns.timeout</c>), or because one says that there is none (<c>dns.nxdomain</c>). What public
/// resolvers say is only compared: that they cannot be reached is usual in companies.
/// </summary>
internal sealed class NameServersRule : IRule
{
    /// <inheritdoc/>
    public string Id => "name-servers";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        foreach (var failing in situation.At(Stage.Name))
        {
            yield return failing.Endpoint.Dns is { } dns && dns.Queries.Any(query => query.Kind == ResolverKind.Configured) ? ByQueries(failing, new NameFacts(dns)) : BySystem(failing);
        }
    }

    private static Claim ByQueries(FailingEndpoint failing, NameFacts facts)
    {
        var replies = facts.Udp.Concat(facts.Tcp).Where(NameFacts.IsReply).ToList();
        var others = facts.Others.Where(query => query.Outcome == DnsOutcome.Answered && query.Type == "A").Take(3).ToList();
        if (replies.Count == 0)
        {
            var silent = facts.Udp.Where(query => query.Type == "A").Concat(facts.Tcp).ToList();
            return Claims.Of(failing, FindingCodes.DnsTimeout, Layer.Resolver, [.. facts.Lines(silent), NameFailure.Line(failing), .. facts.Lines(others)]);
        }

        var says = facts.Udp.Where(query => NameFacts.IsReply(query) && query.Type == "A").Concat(replies).Distinct().Take(4);
        var hasAddress = replies.Exists(query => query.Outcome == DnsOutcome.Answered);
        var isDenied = failing.Endpoint.Dns!.System.Outcome is DnsOutcome.NameError or DnsOutcome.NoData;
        var claim = hasAddress && !isDenied
            ? Claims.Of(failing, FindingCodes.DnsTimeout, Layer.Resolver, [NameFailure.Line(failing), .. facts.Lines(says)]) with { Confidence = Confidence.Likely }
            : Claims.Of(failing, FindingCodes.DnsNxdomain, Layer.Name, [.. facts.Lines(says), NameFailure.Line(failing), .. facts.Lines(others)]) with { IsPerSubject = true };

        // Somebody else knows the name: it exists, and whoever runs the configured resolver hides it. Otherwise it may well be misspelt.
        return others.Count > 0 ? claim with { Actor = Actor.NetworkTeam } : claim;
    }

    private static Claim BySystem(FailingEndpoint failing)
    {
        var outcome = failing.Endpoint.Dns?.System.Outcome;
        var isDenied = outcome is DnsOutcome.NameError or DnsOutcome.NoData || (outcome is null && failing.Endpoint.Hop?.Problem?.StartsWith("HostNotFound", StringComparison.Ordinal) == true);
        return isDenied
            ? Claims.Of(failing, FindingCodes.DnsNxdomain, Layer.Name, NameFailure.Line(failing)) with { Confidence = Confidence.Likely, IsPerSubject = true }
            : Claims.Of(failing, FindingCodes.DnsTimeout, Layer.Resolver, NameFailure.Line(failing)) with { Confidence = Confidence.Likely };
    }
}
