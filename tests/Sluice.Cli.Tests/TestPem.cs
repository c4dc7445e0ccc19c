using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Cli.Tests;

/// <summary>Certificates with their keys, as PEM text, made anew in each run.</summary>
internal static class TestPem
{
    /// <summary>A certificate and its key.</summary>
    public static string Pair { get; } = Create();

    /// <summary>Makes another pair.</summary>
    public static string Create()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n";
    }
}
