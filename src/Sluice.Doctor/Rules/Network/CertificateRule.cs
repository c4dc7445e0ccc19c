using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Network;

/// <summary>
/// A handshake was done and the certificate is not trusted. In Go's order (crypto/x509, <c>Certificate.Verify</c>): time, name, authority. A private authority that this
/// machine trusts is no finding.
/// </summary>
internal sealed class CertificateRule : IRule
{
    /// <inheritdoc/>
    public string Id => "certificate";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation) =>
        situation.At(Stage.Tls).Where(failing => failing.Endpoint.Tls is { Outcome: TlsOutcome.Completed, PolicyErrors.Count: > 0 }).Select(failing => Judge(situation, failing, failing.Endpoint.Tls!));

    private static Claim Judge(Situation situation, FailingEndpoint failing, TlsHandshake handshake)
    {
        var now = situation.Bundle.CollectedAt;
        var outdated = handshake.Chain.FirstOrDefault(certificate => now < certificate.NotBefore || now > certificate.NotAfter);
        var code =
            handshake.ChainStatus.Contains("NotTimeValid") || outdated is not null ? FindingCodes.TlsExpired
            : handshake.PolicyErrors.Contains("NameMismatch") ? FindingCodes.TlsNameMismatch
            : LacksIntermediate(situation, handshake) ? FindingCodes.TlsIncompleteChain
            : FindingCodes.TlsUnknownCa;
        string[] lines =
        [
            Show.Handshake(failing.Endpoint.Host, handshake),
            .. handshake.Chain.Take(1).Concat(outdated is null ? [] : [outdated]).Distinct().Select(Show.Certificate),
            FormattableString.Invariant($"now {now:yyyy-MM-dd HH:mm:ss}Z; trusted by {handshake.TrustedBy}"),
            Interceptors.NameOf(handshake) is { } product ? $"interception: {product}" : "",
        ];
        var claim = Claims.Of(failing, code, Layer.Tls, lines) with { Actor = ActorOf(code, handshake) };
        return code == FindingCodes.TlsUnknownCa ? claim : claim with { IsPerSubject = true };
    }

    /// <summary>The server sent its own certificate alone, and another host of this run shows, or everybody knows, that its issuer is no root.</summary>
    private static bool LacksIntermediate(Situation situation, TlsHandshake handshake)
    {
        if (handshake.Chain is not [var leaf] || handshake.Sent.Count > 0 || leaf.IsSelfIssued || !handshake.ChainStatus.Contains("PartialChain"))
        {
            return false;
        }

        var elsewhere = situation.Bundle.Tls.Select(probed => probed.Value?.Handshake).OfType<TlsHandshake>().SelectMany(other => other.Chain.Skip(1).Where(certificate => !certificate.IsSelfIssued));
        return elsewhere.Any(certificate => certificate.Subject == leaf.Issuer) || PublicAuthorities.Issues(leaf.Issuer);
    }

    private static Actor? ActorOf(FindingCode code, TlsHandshake handshake) =>
        Interceptors.NameOf(handshake) is not null ? Actor.NetworkTeam : code == FindingCodes.TlsUnknownCa ? null : Actor.HostOwner;
}
