using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Server.Tests.Configuration;

/// <summary>Certificates with their keys, as PEM text, made anew in each run.</summary>
internal static class TestPem
{
    /// <summary>A certificate and its key.</summary>
    public static string Pair { get; } = Create();

    /// <summary>An RSA key.</summary>
    public static string RsaKey { get; } = CreateRsaKey();

    /// <summary>Makes another pair.</summary>
    public static string Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        return certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    private static string CreateRsaKey()
    {
        using var key = RSA.Create(2048);
        return key.ExportRSAPrivateKeyPem() + "\n";
    }
}
