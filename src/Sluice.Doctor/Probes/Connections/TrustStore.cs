using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Doctor.Probes.Connections;

/// <summary>
/// The authorities that the go command would trust: the system's, or on Linux those of SSL_CERT_FILE and SSL_CERT_DIR, which replace them (crypto/x509, <c>root_unix.go</c>).
/// Nothing is downloaded while a chain is built.
/// </summary>
internal sealed class TrustStore
{
    private readonly X509Certificate2Collection? _roots;
    private readonly TimeProvider _time;

    private TrustStore(X509Certificate2Collection? roots, string name, TimeProvider time)
    {
        _roots = roots;
        _time = time;
        Name = name;
    }

    /// <summary>What evidence calls it: <c>system</c>, or the files.</summary>
    public string Name { get; }

    /// <summary>Reads the store. Files that cannot be read add nothing, as in Go.</summary>
    public static TrustStore Of(DoctorHost host)
    {
        var (file, folders) = (host.Variable("SSL_CERT_FILE"), host.Variable("SSL_CERT_DIR"));
        if (host.System != HostSystem.Linux || (file is null && folders is null))
        {
            return new TrustStore(null, "system", host.Time);
        }

        var roots = new X509Certificate2Collection();
        Add(roots, file);
        foreach (var folder in folders?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [])
        {
            foreach (var entry in Directory.Exists(folder) ? Directory.GetFiles(folder) : [])
            {
                Add(roots, entry);
            }
        }

        return new TrustStore(roots, string.Join(", ", ((string?[])[file, folders]).OfType<string>()), host.Time);
    }

    /// <summary>How to build a chain. Each handshake takes its own.</summary>
    public X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTimeIgnored = false,
            VerificationTime = _time.GetUtcNow().LocalDateTime,
        };
        if (_roots is not null)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(_roots);
        }

        return policy;
    }

    private static void Add(X509Certificate2Collection roots, string? file)
    {
        if (file is null || HostFiles.ReadText(file) is not { } text || !text.Contains("-----BEGIN", StringComparison.Ordinal))
        {
            return;
        }

        try
        {
            roots.ImportFromPem(text);
        }
        catch (CryptographicException)
        {
            // Go passes over what it cannot read.
        }
    }
}
