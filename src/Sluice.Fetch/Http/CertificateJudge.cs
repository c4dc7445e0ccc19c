using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Sluice.Core.Faults;

namespace Sluice.Fetch.Http;

/// <summary>
/// Accepts or refuses servers' certificates. In order:
/// <list type="number">
/// <item>What the system accepts is accepted.</item>
/// <item>Where only the issuer is unknown, the bundles of the host and of all hosts may vouch for it, and all else is judged on that chain.</item>
/// <item>An unknown issuer, another name, another time: refused, each with its code.</item>
/// <item>Everything else: refused.</item>
/// </list>
/// </summary>
internal sealed class CertificateJudge(CaBundle? common, IReadOnlyDictionary<string, CaBundle> byHost)
{
    private const X509ChainStatusFlags Unrooted = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    /// <summary>The <see cref="SslClientAuthenticationOptions.RemoteCertificateValidationCallback"/>.</summary>
    /// <exception cref="FaultException">The certificate is refused; the fault says why.</exception>
    public bool Accept(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        if (certificate is not X509Certificate2 leaf)
        {
            throw new FaultException(FaultCodes.HandshakeFailed.At(detail: "no certificate"));
        }

        var host = (sender as SslStream)?.TargetHostName.Trim('[', ']') ?? "";
        var status = errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? StatusOf(chain) : X509ChainStatusFlags.NoError;
        if ((status & Unrooted) != 0)
        {
            status = JudgeByBundles(host, leaf, chain) ?? status;
        }

        var fault = Refusal(leaf, host, status, errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch));
        return fault is null ? true : throw new FaultException(fault);
    }

    private static Fault? Refusal(X509Certificate2 leaf, string host, X509ChainStatusFlags status, bool nameMismatch)
    {
        if ((status & Unrooted) != 0)
        {
            return FaultCodes.UnknownAuthority.At(detail: $"issued by {OneLine.Clean(leaf.Issuer) ?? "nobody"}");
        }

        if (nameMismatch)
        {
            return FaultCodes.CertificateName.At(detail: $"for {OneLine.Clean(Names(leaf)) ?? "no name"}, not for {host}");
        }

        if ((status & X509ChainStatusFlags.NotTimeValid) != 0)
        {
            return FaultCodes.CertificateExpired.At(detail: string.Create(
                CultureInfo.InvariantCulture, $"valid from {leaf.NotBefore.ToUniversalTime():u} to {leaf.NotAfter.ToUniversalTime():u}"));
        }

        return status == X509ChainStatusFlags.NoError ? null : FaultCodes.HandshakeFailed.At(detail: $"certificate: {status}");
    }

    private static string Names(X509Certificate2 leaf) => leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault() is { } names
        ? string.Join(", ", names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString())))
        : leaf.GetNameInfo(X509NameType.SimpleName, forIssuer: false);

    private static X509ChainStatusFlags StatusOf(X509Chain? chain) =>
        chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status) ?? X509ChainStatusFlags.PartialChain;

    private X509ChainStatusFlags? JudgeByBundles(string host, X509Certificate2 leaf, X509Chain? presented)
    {
        X509ChainStatusFlags? best = null;
        foreach (var bundle in new[] { byHost.GetValueOrDefault(host), common })
        {
            if (bundle is null)
            {
                continue;
            }

            using var chain = bundle.BuildChain(leaf, presented);
            var status = StatusOf(chain);
            if ((status & Unrooted) == 0)
            {
                return status;
            }

            best ??= status;
        }

        return best;
    }
}
