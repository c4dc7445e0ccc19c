using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Network;

/// <summary>
/// A name resolves to an address that is not its own, and fails there. In this order: the search list made another name of it; a cache alone holds the wrong address; a name
/// server lies. An inside address that works, and one that others confirm, is none of these.
/// </summary>
internal sealed class WrongAddressRule : IRule
{
    /// <summary>A caching resolver counts the time to live down; what is made up on the spot usually has a round one.</summary>
    private const int RoundSeconds = 60;

    /// <inheritdoc/>
    public string Id => "wrong-address";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        foreach (var failing in situation.Failing.Where(failing => failing.Endpoint is { Via: null, Dns.HostsFile.Count: 0, Stage: Stage.Connect or Stage.Tls or Stage.Http }))
        {
            var facts = new NameFacts(failing.Endpoint.Dns!);
            if (failing.Endpoint.Addresses.Count > 0 && !HasRightCertificate(failing.Endpoint) && !IsAnswerOfHost(failing) && Judge(situation, failing, facts) is { } claim)
            {
                yield return claim;
            }
        }
    }

    private static Claim? Judge(Situation situation, FailingEndpoint failing, NameFacts facts)
    {
        var addresses = failing.Endpoint.Addresses;
        var configured = facts.Udp.Concat(facts.Tcp).Where(NameFacts.IsReply).ToList();
        var given = NameFacts.AddressesOf(configured).ToList();
        var lines = SystemLine(failing).Concat(facts.Lines(configured.Where(query => query.Type == "A" || query.Outcome == DnsOutcome.Answered).Take(4)));
        var suffixed = facts.Evidence.SuffixQueries.Where(query => query.Outcome == DnsOutcome.Answered).ToList();
        var isReplaced = suffixed.Count > 0 && Addresses.Overlap(addresses, NameFacts.AddressesOf(suffixed));
        if (!Addresses.Overlap(addresses, given) && situation.Resolvers is { Search.Count: > 0 } resolvers && (isReplaced || (configured.Count > 0 && given.Count == 0)))
        {
            var search = FormattableString.Invariant($"search {string.Join(' ', resolvers.Search)}; ndots:{resolvers.Ndots}");
            return Claims.Of(failing, FindingCodes.DnsSearchDomain, Layer.ResolverSettings, [.. lines, .. facts.Lines(suffixed.Take(3)), search]) with { Confidence = isReplaced ? Confidence.Proven : Confidence.Likely };
        }

        var truth = Truth(failing.Endpoint, facts);
        if (truth.Count == 0)
        {
            return addresses.All(Addresses.IsNowhere) ? Claims.Of(failing, FindingCodes.DnsHijack, Layer.Name, lines) : null;
        }

        if (Addresses.Overlap(addresses, truth) || !IsTelling(failing.Endpoint, addresses, facts))
        {
            return null;
        }

        var evidence = lines.Concat(facts.Lines(facts.Others.Where(query => query.Outcome == DnsOutcome.Answered && query.Type == "A").Take(4))).Concat(WalkLine(failing.Endpoint));
        return IsCache(situation, facts, addresses, truth)
            ? Claims.Of(failing, FindingCodes.DnsPoisonedCache, Layer.Name, evidence) with { Confidence = Confidence.Likely }
            : Claims.Of(failing, FindingCodes.DnsHijack, Layer.Name, evidence);
    }

    /// <summary>What everybody else says: authoritative servers, then public resolvers.</summary>
    private static IReadOnlyList<string> Truth(Endpoint endpoint, NameFacts facts)
    {
        if (endpoint.Delegation is { Addresses.Count: > 0 } walk)
        {
            return walk.Addresses;
        }

        // Plain DNS can be answered by anybody on the way, and a public resolver that is the configured one confirms only itself.
        var others = facts.Others.Where(query => query.Outcome == DnsOutcome.Answered && facts.Udp.All(own => own.Resolver != query.Resolver)).ToList();
        var sealedOnes = others.Where(query => query.Transport == DnsTransport.Https).ToList();
        return [.. NameFacts.AddressesOf(sealedOnes.Count > 0 ? sealedOnes : others)];
    }

    /// <summary>Big hosts have other addresses in other places; without a wrong certificate only an inside address, the authority's own word, or all others' agreement tells.</summary>
    private static bool IsTelling(Endpoint endpoint, IReadOnlyList<string> addresses, NameFacts facts) =>
        endpoint.Tls is { PolicyErrors.Count: > 0 }
        || endpoint.Delegation is { Addresses.Count: > 0 }
        || addresses.All(Addresses.IsNowhere)
        || addresses.All(Addresses.IsPrivate)
        || AgreeElsewhere(facts);

    /// <summary>At least two others were asked at the same time, and all of them say the same: a host with other addresses in other places would give each of them its own.</summary>
    private static bool AgreeElsewhere(NameFacts facts)
    {
        var others = facts.Others.Where(query => query is { Outcome: DnsOutcome.Answered, Type: "A" } && facts.Udp.All(own => own.Resolver != query.Resolver)).ToList();
        return others.DistinctBy(query => query.ResolverName).Count() > 1 && others.TrueForAll(query => Addresses.Overlap(NameFacts.AddressesOf([query]), NameFacts.AddressesOf([others[0]])));
    }

    private static bool IsCache(Situation situation, NameFacts facts, IReadOnlyList<string> addresses, IReadOnlyList<string> truth)
    {
        if (addresses.All(Addresses.IsNowhere))
        {
            return false;
        }

        var lying = facts.Udp.Where(query => query.Outcome == DnsOutcome.Answered && Addresses.Overlap(NameFacts.AddressesOf([query]), addresses)).ToList();
        var honest = facts.Udp.Where(query => query.Outcome == DnsOutcome.Answered && Addresses.Overlap(NameFacts.AddressesOf([query]), truth)).ToList();
        var isLocal = lying.Count > 0 && lying.TrueForAll(query => Addresses.IsNowhere(query.Resolver)) && situation.Resolvers?.LocalServices.Any(service => service.IsRunning == Tri.Yes) == true;
        var isCounted = lying.Count > 0 && lying.TrueForAll(query => !query.IsAuthoritative && query.OffersRecursion && query.Records.All(record => record.TtlSeconds > 0 && record.TtlSeconds % RoundSeconds != 0));
        return honest.Count > 0 || isLocal || isCounted || (lying.Count == 0 && NameFacts.AddressesOf(facts.Udp).Any());
    }

    private static bool HasRightCertificate(Endpoint endpoint) => endpoint is { Stage: not Stage.Connect, Tls: { Chain.Count: > 0 } tls } && !tls.PolicyErrors.Contains("NameMismatch") && !tls.ChainStatus.Any(status => status is "UntrustedRoot" or "PartialChain");

    /// <summary>Plain HTTP that answers in the protocol is the host itself; a page of somebody else's is not.</summary>
    private static bool IsAnswerOfHost(FailingEndpoint failing) => failing.Endpoint.Stage == Stage.Http && failing.Endpoint.Hop?.Content is not { Kind: ContentKind.Html };

    private static IEnumerable<string> SystemLine(FailingEndpoint failing) => [$"{failing.Endpoint.Host} = {string.Join(", ", failing.Endpoint.Addresses.Take(6))}"];

    private static IEnumerable<string> WalkLine(Endpoint endpoint) => endpoint.Delegation is { Addresses.Count: > 0 } walk ? [$"authoritative: {string.Join(", ", walk.Addresses.Take(6))}"] : [];
}
