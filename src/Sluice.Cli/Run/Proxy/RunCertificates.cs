using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Cli.Run.Proxy;

/// <summary>Judges servers' certificates as the system does (SSL_CERT_FILE and SSL_CERT_DIR included), and says why not in Go's words.</summary>
internal sealed class RunCertificates(TimeProvider time)
{
    /// <summary>The <see cref="SslClientAuthenticationOptions.RemoteCertificateValidationCallback"/>.</summary>
    /// <exception cref="GoNetworkException">The certificate is refused.</exception>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        var host = (sender as SslStream)?.TargetHostName ?? "";
        throw new GoNetworkException(certificate is X509Certificate2 leaf ? Reason(leaf, host, errors) : "tls: server did not send a certificate");
    }

    private string Reason(X509Certificate2 leaf, string host, SslPolicyErrors errors)
    {
        var now = time.GetUtcNow();
        if (now < leaf.NotBefore || now > leaf.NotAfter)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"x509: certificate has expired or is not yet valid: current time {now:yyyy-MM-dd'T'HH:mm:ss'Z'} is {(now < leaf.NotBefore ? "before" : "after")} {(now < leaf.NotBefore ? leaf.NotBefore : leaf.NotAfter).ToUniversalTime():yyyy-MM-dd'T'HH:mm:ss'Z'}");
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault()?.EnumerateDnsNames() ?? [];
            return $"x509: certificate is valid for {string.Join(", ", names)}, not {host}";
        }

        return "x509: certificate signed by unknown authority";
    }
}
