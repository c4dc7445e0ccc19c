using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Lab.Worlds;

/// <summary>A certificate authority of the lab. Its leaves are made when they are needed.</summary>
internal sealed class Authority : IDisposable
{
    private static readonly TimeSpan Margin = TimeSpan.FromDays(3 * 365);

    private readonly X509Certificate2 _root;
    private int _serials = RandomNumberGenerator.GetInt32(1 << 24);

    private Authority(X509Certificate2 root) => _root = root;

    /// <summary>Makes an authority, valid from three years ago for six years.</summary>
    public static Authority Create(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        return new Authority(RequestOf(name, key).CreateSelfSigned(now - Margin, now + Margin));
    }

    /// <summary>Makes an authority below this one.</summary>
    public Authority CreateBelow(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var bare = RequestOf(name, key).Create(_root, _root.NotBefore, _root.NotAfter, NextSerial());
        return new Authority(bare.CopyWithPrivateKey(key));
    }

    /// <summary>Loads an authority that <see cref="Save"/> wrote.</summary>
    public static Authority Load(string file) => new(X509Certificate2.CreateFromPemFile(file + ".pem", file + ".key"));

    /// <summary>The certificate, PEM.</summary>
    public string Pem => _root.ExportCertificatePem() + "\n";

    /// <summary>The certificate, DER.</summary>
    public byte[] Der => _root.RawData;

    /// <summary>Writes <c>FILE.pem</c> and <c>FILE.key</c>.</summary>
    public void Save(string file)
    {
        File.WriteAllText(file + ".pem", Pem);
        File.WriteAllText(file + ".key", KeyOf(_root));
    }

    /// <summary>Makes a server certificate with its key, valid from ten days ago for twenty, as seen from <paramref name="at"/>.</summary>
    public X509Certificate2 Issue(DateTimeOffset at, params IEnumerable<string> names) => Issue(at.AddDays(-10), at.AddDays(10), names);

    /// <summary>Makes a server certificate with its key.</summary>
    /// <param name="from">Valid from.</param>
    /// <param name="until">Valid until.</param>
    /// <param name="names">Host names and addresses.</param>
    /// <param name="issuerUrl">Where the issuer's certificate can be had (RFC 5280, 4.2.2.1); null to leave that out.</param>
    public X509Certificate2 Issue(DateTimeOffset from, DateTimeOffset until, IEnumerable<string> names, string? issuerUrl = null)
    {
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
            {
                alternatives.AddIpAddress(address);
            }
            else
            {
                alternatives.AddDnsName(name);
            }
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={names.First()}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_root, includeKeyIdentifier: true, includeIssuerAndSerial: false));
        if (issuerUrl is not null)
        {
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension(ocspUris: null, caIssuersUris: [issuerUrl]));
        }

        using var bare = request.Create(_root, from, until, NextSerial());
        using var withKey = bare.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), password: null, X509KeyStorageFlags.Exportable);
    }

    /// <summary>Issues a certificate into <c>FILE.pem</c> and <c>FILE.key</c>.</summary>
    public void IssueTo(string file, DateTimeOffset at, params IEnumerable<string> names)
    {
        using var leaf = Issue(at, names);
        File.WriteAllText(file + ".pem", leaf.ExportCertificatePem() + "\n");
        File.WriteAllText(file + ".key", KeyOf(leaf));
    }

    /// <inheritdoc/>
    public void Dispose() => _root.Dispose();

    private static CertificateRequest RequestOf(string name, ECDsa key)
    {
        var request = new CertificateRequest(new X500DistinguishedName(name), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request;
    }

    private byte[] NextSerial() => BitConverter.GetBytes(Interlocked.Increment(ref _serials));

    private static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey() ?? throw new LabException("a certificate without its key");
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }
}
