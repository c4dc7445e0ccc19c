using System.Security.Cryptography.X509Certificates;

namespace Sluice.Server.Tests.Hosting;

/// <summary>What a careful TLS client does.</summary>
internal static class Trust
{
    /// <summary>Whether a chain leads to this root, over the certificates that the server sent.</summary>
    public static bool IsIssuedBy(X509Certificate certificate, string rootPem, X509Certificate2Collection? sent = null)
    {
        using var root = X509Certificate2.CreateFromPem(rootPem);
        using var leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ExtraStore.AddRange(sent ?? []);
        return chain.Build(leaf);
    }
}
