using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sluice.Server.Configuration;

namespace Sluice.Server.Tests.Hosting;

/// <summary>Root, intermediate and server certificate, as a company's authority hands them out.</summary>
internal sealed class IntermediateChain : IDisposable
{
    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly string _certificates;

    public IntermediateChain()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var root = AuthorityRequest("CN=Sluice test root", _rootKey).CreateSelfSigned(now.AddDays(-30), now.AddDays(30));
        using var middle = AuthorityRequest("CN=Sluice test intermediate", _middleKey).Create(root, now.AddDays(-20), now.AddDays(20), [1]).CopyWithPrivateKey(_middleKey);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        var request = new CertificateRequest("CN=Sluice test server", _serverKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(names.Build());
        using var server = request.Create(middle, now.AddDays(-10), now.AddDays(10), [2]);
        RootPem = root.ExportCertificatePem();
        _certificates = server.ExportCertificatePem() + "\n" + middle.ExportCertificatePem() + "\n";
    }

    public string RootPem { get; }

    /// <summary>Writes the server's certificate, the intermediate's after it, and the key.</summary>
    public TlsSettings Write(string directory)
    {
        var files = new TlsSettings(Path.Combine(directory, "chain.pem"), Path.Combine(directory, "chain-key.pem"));
        File.WriteAllText(files.CertificateFile, _certificates);
        File.WriteAllText(files.KeyFile, _serverKey.ExportPkcs8PrivateKeyPem());
        return files;
    }

    public void Dispose()
    {
        _rootKey.Dispose();
        _middleKey.Dispose();
        _serverKey.Dispose();
    }

    private static CertificateRequest AuthorityRequest(string name, ECDsa key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request;
    }
}
