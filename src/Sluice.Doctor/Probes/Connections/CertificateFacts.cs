using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Connections;

/// <summary>What a handshake showed of certificates: taken down while the platform shows it, judged by nobody.</summary>
internal sealed class CertificateFacts
{
    private const int MaxNames = 100;
    private const int MaxChain = 12;

    /// <summary>The chain, the server's first.</summary>
    public IReadOnlyList<CertificateFact> Chain { get; private set; } = [];

    /// <summary>Subjects of what the server sent along.</summary>
    public IReadOnlyList<string> Sent { get; private set; } = [];

    /// <summary>What the platform's policy objects to.</summary>
    public IReadOnlyList<string> PolicyErrors { get; private set; } = [];

    /// <summary>Why the chain is not trusted.</summary>
    public IReadOnlyList<string> ChainStatus { get; private set; } = [];

    /// <summary>The callback: takes everything down and lets the handshake go on, so that the rest is seen too.</summary>
    public bool Take(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        PolicyErrors =
        [
            .. errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable) ? (string[])["NotAvailable"] : [],
            .. errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? (string[])["NameMismatch"] : [],
            .. errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? (string[])["ChainErrors"] : [],
        ];
        if (chain is null)
        {
            return true;
        }

        ChainStatus = [.. chain.ChainStatus.Select(status => status.Status.ToString()).Distinct()];
        var isAnchored = !chain.ChainStatus.Any(status => status.Status is X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain or X509ChainStatusFlags.NotSignatureValid);
        Chain = [.. chain.ChainElements.Take(MaxChain).Select((element, i) => Describe(element.Certificate, isAnchored && i == chain.ChainElements.Count - 1))];
        Sent = [.. chain.ChainPolicy.ExtraStore.Select(sent => sent.Subject).Take(MaxChain)];
        return true;
    }

    private static CertificateFact Describe(X509Certificate2 certificate, bool isAnchor) => new(
        certificate.Subject,
        certificate.Issuer,
        NamesOf(certificate),
        certificate.NotBefore.ToUniversalTime(),
        certificate.NotAfter.ToUniversalTime(),
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData),
        isAnchor,
        certificate.PublicKey.Oid.FriendlyName ?? certificate.PublicKey.Oid.Value ?? "",
        certificate.SignatureAlgorithm.FriendlyName ?? certificate.SignatureAlgorithm.Value ?? "",
        certificate.SerialNumber,
        Convert.ToHexStringLower(SHA256.HashData(certificate.RawData)));

    private static List<string> NamesOf(X509Certificate2 certificate)
    {
        try
        {
            var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToList();
            return [.. names.SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString()))).Take(MaxNames)];
        }
        catch (CryptographicException)
        {
            return [];
        }
    }
}
