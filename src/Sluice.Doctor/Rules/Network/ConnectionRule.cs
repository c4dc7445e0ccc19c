using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Network;

/// <summary>No connection to a host that is asked directly: refused, cut, forbidden here, or unreachable: by silence, for want of a route, or of the family of addresses.</summary>
internal sealed class ConnectionRule : IRule
{
    /// <inheritdoc/>
    public string Id => "connection";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation) => situation.At(Stage.Connect).Select(failing => Judge(failing));

    private static Claim Judge(FailingEndpoint failing)
    {
        var attempts = failing.Endpoint.Attempts;
        var lines = attempts.Take(6).Select(attempt => Show.Attempt(attempt, failing.Endpoint.Port));
        // IPv4 tells more: IPv6 is missing in many networks, and nobody minds.
        var telling = attempts.Where(attempt => attempt.Family == "IPv4").DefaultIfEmpty(attempts.Count > 0 ? attempts[0] : null).OfType<TcpAttempt>().Select(attempt => attempt.Outcome).ToHashSet();
        var code =
            telling.Contains(ConnectOutcome.Refused) ? FindingCodes.TcpRefused
            : telling.Contains(ConnectOutcome.Reset) ? FindingCodes.TcpReset
            : telling.Contains(ConnectOutcome.Forbidden) ? FindingCodes.TcpLocalFirewall
            : FindingCodes.TcpTimeout;
        return Claims.Of(failing, code, Layer.Connection, attempts.Count > 0 ? lines : [failing.Endpoint.Hop?.Problem ?? failing.Endpoint.Name]);
    }
}
