using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Testing;

/// <summary>A certificate authority of the test's own. Nothing trusts it but who is given <see cref="Pem"/>.</summary>
public sealed class TestAuthority : IDisposable
{
    private readonly X509Certificate2 _root;
    private byte _serials;

    /// <summary>Makes the authority.</summary>
    public TestAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Sluice test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        var now = TimeProvider.System.GetUtcNow();
        _root = request.CreateSelfSigned(now.AddDays(-30), now.AddDays(30));
    }

    /// <summary>The authority's certificate, PEM, without its key.</summary>
    public string Pem => _root.ExportCertificatePem() + "\n";

    /// <summary>Makes a server certificate with its key. The caller disposes it.</summary>
    /// <param name="hosts">Host names and addresses; none means 127.0.0.1 and localhost.</param>
    public X509Certificate2 Issue(params string[] hosts)
    {
        var now = TimeProvider.System.GetUtcNow();
        return Issue(now.AddDays(-10), now.AddDays(10), hosts);
    }

    /// <summary>As <see cref="Issue(string[])"/>, expired since yesterday.</summary>
    public X509Certificate2 IssueExpired(params string[] hosts)
    {
        var now = TimeProvider.System.GetUtcNow();
        return Issue(now.AddDays(-10), now.AddDays(-1), hosts);
    }

    /// <inheritdoc/>
    public void Dispose() => _root.Dispose();

    private X509Certificate2 Issue(DateTimeOffset notBefore, DateTimeOffset notAfter, string[] hosts)
    {
        var names = new SubjectAlternativeNameBuilder();
        foreach (var host in hosts.Length == 0 ? ["127.0.0.1", "localhost"] : hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Sluice test server", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        using var bare = request.Create(_root, notBefore, notAfter, [++_serials]);
        using var withKey = bare.CopyWithPrivateKey(key);

        // SslStream on Windows wants a key that went through a PKCS#12 import.
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), password: null);
    }
}
