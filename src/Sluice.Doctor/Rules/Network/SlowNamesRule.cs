using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Network;

/// <summary>
/// Names resolve, and slowly: the search list asks for names that do not exist first, or a name server is slow or dead before another one answers. Only names that are resolved
/// here count; behind a forward proxy nobody waits for them.
/// </summary>
internal sealed class SlowNamesRule : IRule
{
    /// <summary>A lookup that takes this long is felt: a build resolves several names.</summary>
    private const double SlowMs = 1000;

    /// <summary>A resolver that answers in this time is not what the lookup waited for.</summary>
    private const double QuickMs = 300;

    /// <inheritdoc/>
    public string Id => "slow-names";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        var direct = situation.Bundle.Tls.Select(probed => probed.Value).Where(value => value is not null).ToDictionary(value => value!.Host, value => value!.Via is null, StringComparer.OrdinalIgnoreCase);
        foreach (var dns in situation.Bundle.Dns.Select(probed => probed.Value).OfType<DnsEvidence>())
        {
            if (dns.System is not { Outcome: DnsOutcome.Answered, TookMs: >= SlowMs } || dns.HostsFile.Count > 0 || !direct.GetValueOrDefault(dns.Name, true))
            {
                continue;
            }

            var facts = new NameFacts(dns);
            string[] lines = [$"lookup {dns.Name}: {Show.Time(dns.System.TookMs)}", .. facts.Lines(facts.Udp.Where(query => query.Type == "A").Take(4))];
            var areQuick = facts.Udp.Count > 0 && facts.Udp.All(query => query.TookMs < QuickMs && NameFacts.IsReply(query));
            var claim = areQuick && situation.Resolvers is { Search.Count: > 0 } resolvers && resolvers.Ndots > dns.Name.Count(c => c == '.')
                ? Claims.Of($"dns {dns.Name}", FindingCodes.ResolvSearchList, Layer.ResolverSettings, Severity.Warning, [.. lines, FormattableString.Invariant($"search {string.Join(' ', resolvers.Search)}; ndots:{resolvers.Ndots}")])
                : Claims.Of($"dns {dns.Name}", FindingCodes.DnsSlow, Layer.Resolver, Severity.Warning, lines);
            yield return claim with { Subject = new Subject { Host = dns.Name } };
        }
    }
}
