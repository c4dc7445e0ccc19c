using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Network;

/// <summary>The configured name servers are silent over UDP and answer over TCP: port 53/udp is blocked on the way.</summary>
internal sealed class UdpBlockedRule : IRule
{
    /// <inheritdoc/>
    public string Id => "udp-53-blocked";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        foreach (var failing in situation.At(Stage.Name).Where(failing => failing.Endpoint.Dns is not null))
        {
            var facts = new NameFacts(failing.Endpoint.Dns!);
            var hasTcp = facts.Tcp.Any(NameFacts.IsReply);
            if (hasTcp && facts.Udp.Count > 0 && facts.Udp.All(query => query.Outcome is DnsOutcome.TimedOut or DnsOutcome.PortClosed or DnsOutcome.Unreachable))
            {
                yield return Claims.Of(failing, FindingCodes.DnsUdpBlocked, Layer.Resolver, facts.Lines(facts.Udp.Where(query => query.Type == "A").Take(3).Concat(facts.Tcp.Take(3))));
            }
        }
    }
}
