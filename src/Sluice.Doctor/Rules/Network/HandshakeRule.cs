using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Network;

/// <summary>The handshake did not come to an end: silence, a cut, no version in common, or no TLS at all.</summary>
internal sealed class HandshakeRule : IRule
{
    /// <inheritdoc/>
    public string Id => "handshake";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation) =>
        situation.At(Stage.Tls).Where(failing => failing.Endpoint.Tls is { Outcome: not (TlsOutcome.Completed or TlsOutcome.NotConnected) }).Select(failing => Judge(failing, failing.Endpoint.Tls!));

    private static Claim Judge(FailingEndpoint failing, TlsHandshake handshake)
    {
        var code = handshake.Outcome switch
        {
            TlsOutcome.Stalled => FindingCodes.TlsHandshakeTimeout,
            TlsOutcome.Reset or TlsOutcome.Closed => FindingCodes.TcpReset,
            TlsOutcome.NotTls => FindingCodes.TlsNotTls,
            TlsOutcome.Alert when handshake.Error?.Contains("unrecognized_name", StringComparison.Ordinal) == true => FindingCodes.TlsNameMismatch,
            _ => FindingCodes.TlsOldVersion,
        };
        var connected = failing.Endpoint.Attempts.Where(attempt => attempt.Outcome == ConnectOutcome.Connected).Take(1).Select(attempt => Show.Attempt(attempt, failing.Endpoint.Port));
        var claim = Claims.Of(failing, code, Layer.Tls, [.. connected, Show.Handshake(failing.Endpoint.Host, handshake)]);
        return handshake.Outcome == TlsOutcome.Failed ? claim with { Confidence = Confidence.Likely } : claim;
    }
}
