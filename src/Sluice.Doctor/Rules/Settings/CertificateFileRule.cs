using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Settings;

/// <summary>
/// SSL_CERT_FILE and SSL_CERT_DIR replace the system's authorities. Where they are set, nothing at all is trusted, and public authorities are among what is refused, they are
/// the cause.
/// </summary>
internal sealed class CertificateFileRule : IRule
{
    /// <inheritdoc/>
    public string Id => "certificate-file";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        var variables = situation.Settings?.Certificates.Where(setting => setting.Name is "SSL_CERT_FILE" or "SSL_CERT_DIR").ToList() ?? [];
        var all = situation.Bundle.Tls.Select(probed => probed.Value?.Handshake).OfType<TlsHandshake>().Where(handshake => handshake.Outcome == TlsOutcome.Completed).ToList();
        if (variables.Count == 0 || all.Count == 0 || all.Exists(handshake => handshake.PolicyErrors.Count == 0))
        {
            yield break;
        }

        foreach (var failing in situation.At(Stage.Tls).Where(failing => failing.Endpoint.Tls is { Outcome: TlsOutcome.Completed } tls && tls.TrustedBy != "system" && IsUnknown(tls) && tls.Chain.Any(IsPublic)))
        {
            yield return Claims.Of(failing, FindingCodes.EnvCertFile, Layer.Settings, [.. variables.Select(SettingLines.Of), Show.Handshake(failing.Endpoint.Host, failing.Endpoint.Tls!), .. failing.Endpoint.Tls!.Chain.Take(1).Select(Show.Certificate)]);
        }
    }

    private static bool IsUnknown(TlsHandshake handshake) => handshake.ChainStatus.Any(status => status is "UntrustedRoot" or "PartialChain");

    private static bool IsPublic(CertificateFact certificate) => Network.PublicAuthorities.Issues(certificate.Issuer);
}
