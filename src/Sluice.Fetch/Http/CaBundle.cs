using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Fetch.Http;

/// <summary>Certificates of a PEM file, trusted besides the system's.</summary>
public sealed class CaBundle
{
    /// <summary>Largest file, in bytes. Mozilla's whole bundle has 0.25 MB.</summary>
    public const long MaxFileBytes = 16 * 1024 * 1024;

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private CaBundle(X509Certificate2Collection certificates) => Certificates = certificates;

    internal X509Certificate2Collection Certificates { get; }

    /// <summary>Reads a PEM file. On failure <paramref name="error"/> says why, without the file's path.</summary>
    public static bool TryLoad(string file, [NotNullWhen(true)] out CaBundle? bundle, [NotNullWhen(false)] out string? error)
    {
        ArgumentNullException.ThrowIfNull(file);
        bundle = null;
        try
        {
            var length = new FileInfo(file).Length;
            if (length > MaxFileBytes)
            {
                error = $"larger than {MaxFileBytes} bytes";
                return false;
            }

            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(File.ReadAllText(file));
            error = certificates.Count == 0 ? "holds no PEM certificate" : null;
            bundle = error is null ? new CaBundle(certificates) : null;
        }
        catch (FileNotFoundException)
        {
            error = "does not exist";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error = "cannot be read";
        }
        catch (CryptographicException)
        {
            error = "holds a malformed certificate";
        }

        return bundle is not null;
    }

    /// <summary>Builds the chain of a server's certificate with these as the only roots. The caller disposes it.</summary>
    internal X509Chain BuildChain(X509Certificate2 certificate, X509Chain? presented)
    {
        var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(Certificates);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        if (presented is not null)
        {
            chain.ChainPolicy.ExtraStore.AddRange(presented.ChainPolicy.ExtraStore);
        }

        chain.Build(certificate);
        return chain;
    }
}
