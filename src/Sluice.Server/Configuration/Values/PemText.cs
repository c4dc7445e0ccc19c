using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Server.Configuration;

/// <summary>Looks into PEM files. In a class of its own: a configuration without them does not load the cryptography.</summary>
internal static class PemText
{
    /// <summary>Null when the text holds certificates, else what is wrong: <c>holds no certificate</c>.</summary>
    public static string? CheckCertificates(string content)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(content);
            return certificates.Count > 0 ? null : "holds no certificate";
        }
        catch (CryptographicException exception)
        {
            return $"holds a malformed certificate ({exception.Message})";
        }
        finally
        {
            foreach (var certificate in certificates)
            {
                certificate.Dispose();
            }
        }
    }

    public static bool HasPrivateKey(string content)
    {
        foreach (var line in content.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("-----BEGIN ") && line.Contains("PRIVATE KEY", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Null when the key belongs to the first certificate and can be used without a pass phrase, else what is wrong.</summary>
    public static string? CheckPair(string certificateFile, string keyFile)
    {
        try
        {
            X509Certificate2.CreateFromPemFile(certificateFile, keyFile).Dispose();
            return null;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or IOException)
        {
            return $"does not belong to the certificate, is malformed, or has a pass phrase ({exception.Message})";
        }
    }
}
