using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Network;

/// <summary>The handshake did not come to an end: silence, a cut, no version in common, or no TLS at all.</summary>
internal sealed class HandshakeRule : IRule
{
    private const int HttpsPort = 443;

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
        if (SpeaksHttp(failing, handshake))
        {
            var entry = failing.Needs[0].Proxy?.Entry ?? failing.Needs[0].Name;
            return Claims.Of(failing, FindingCodes.GoProxyMisconfigured, Layer.Tls, $"GOPROXY: {entry}", Show.Handshake(failing.Endpoint.Host, handshake));
        }

        var claim = Claims.Of(failing, code, Layer.Tls, [.. connected, Show.Handshake(failing.Endpoint.Host, handshake)]);
        return handshake.Outcome == TlsOutcome.Failed ? claim with { Confidence = Confidence.Likely } : claim;
    }

    /// <summary>An entry of GOPROXY says https, and behind its own port somebody speaks HTTP without encryption: the scheme is wrong. On 443 it is somebody else who speaks.</summary>
    private static bool SpeaksHttp(FailingEndpoint failing, TlsHandshake handshake) =>
        handshake is { Outcome: TlsOutcome.NotTls, Error: { } error } && error.Contains("HTTP/", StringComparison.Ordinal) && failing.Endpoint.Port != HttpsPort && failing.Needs[0].Kind == NeedKind.ModuleProxy;
}
