using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Sluice.Server.Configuration;

namespace Sluice.Server.Hosting;

/// <summary>The gateway's certificate with its key, and what stands between it and its root: clients know the root only.</summary>
internal sealed class ServerCertificate
{
    private readonly X509Certificate2 _leaf;
    private readonly X509Certificate2Collection _chain;

    private ServerCertificate(X509Certificate2 leaf, X509Certificate2Collection chain)
    {
        _leaf = leaf;
        _chain = chain;
    }

    /// <summary>Reads the PEM files; the first certificate is the gateway's own, those after it are sent with it.</summary>
    /// <exception cref="CryptographicException">One of the files cannot be read, or the key is another's.</exception>
    public static ServerCertificate Load(TlsSettings tls)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(tls.CertificateFile);
        return new ServerCertificate(X509Certificate2.CreateFromPemFile(tls.CertificateFile, tls.KeyFile), chain);
    }

    /// <summary>For <c>UseHttps</c>.</summary>
    public void UseBy(HttpsConnectionAdapterOptions options)
    {
        options.ServerCertificate = _leaf;
        options.ServerCertificateChain = _chain;
    }
}
