using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Network;

/// <summary>
/// IPv6 addresses of a host that is asked directly swallow packets, IPv4 works. The go command starts IPv4 after 300 ms (net.Dialer, RFC 6555); git and others may wait longer.
/// A machine that has no IPv6, or is told so at once, is healthy.
/// </summary>
internal sealed class DeadIpv6Rule : IRule
{
    /// <inheritdoc/>
    public string Id => "dead-ipv6";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        var proxied = situation.Bundle.Tls.Select(probed => probed.Value).Where(value => value?.Via is not null).Select(value => Show.HostAndPort(value!.Host, value.Port)).ToHashSet();
        foreach (var probed in situation.Bundle.Tcp.Where(probed => probed.Value is not null && !proxied.Contains(probed.Subject)))
        {
            var attempts = probed.Value!.Attempts;
            var dead = attempts.Where(attempt => attempt is { Family: "IPv6", Outcome: ConnectOutcome.TimedOut }).ToList();
            if (dead.Count > 0 && dead.Count == attempts.Count(attempt => attempt.Family == "IPv6") && attempts.Any(attempt => attempt is { Family: "IPv4", Outcome: ConnectOutcome.Connected }))
            {
                var claim = Claims.Of($"tcp {probed.Subject}", FindingCodes.Ipv6Dead, Layer.Connection, Severity.Warning, attempts.Take(4).Select(attempt => Show.Attempt(attempt, probed.Value.Port)));
                yield return claim with { Subject = new Subject { Host = probed.Value.Host } };
            }
        }
    }
}
