using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Probes;

namespace Sluice.Doctor.Fixes;

/// <summary>
/// Plans trust in an authority. On Linux programs take files: a bundle of the system's authorities and the new one is written, and SSL_CERT_FILE (go, curl, .NET) and
/// git are pointed to it. macOS and Windows have a store for each account.
/// </summary>
internal sealed class AuthorityPlanner(DoctorHost host, ShellVariablePlanner shell, GitConfigPlanner git)
{
    /// <summary>crypto/x509, <c>root_linux.go</c>, in its order.</summary>
    private static readonly string[] SystemBundles =
    [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/pki/tls/cacert.pem",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem",
    ];

    /// <summary>Plans it.</summary>
    public async Task<FixPlan> PlanAsync(Fix.TrustAuthority fix, CancellationToken cancellationToken)
    {
        var path = fix.File.StartsWith("~/", StringComparison.Ordinal) && host.Home is { } home ? Path.Combine(home, fix.File[2..]) : Path.GetFullPath(fix.File, host.WorkingDirectory);
        var certificates = new X509Certificate2Collection();
        if (Read(path, certificates) is { } problem)
        {
            return FixPlan.ByHand(fix, FixTexts.NotAnAuthority(fix.File, problem));
        }

        var notes = certificates.Select(certificate => FixTexts.Authority(certificate.Subject, certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant())).ToList();
        var plan = host.System switch
        {
            HostSystem.MacOS => FixPlan.Of(fix, Store(
                path,
                ["security", "add-trusted-cert", "-r", "trustRoot", "-k", Path.Combine(host.Home ?? "", "Library", "Keychains", "login.keychain-db"), path],
                ["security", "remove-trusted-cert", path])),
            HostSystem.Windows => FixPlan.Of(fix, Store(
                path, ["certutil", "-user", "-addstore", "Root", path], ["certutil", "-user", "-delstore", "Root", certificates[0].Thumbprint])),
            _ => await PlanLinuxAsync(fix, path, cancellationToken),
        };
        return plan with { Notes = [.. notes, .. plan.Notes], IsHarmless = false };
    }

    private static Change.Setting Store(string path, string[] apply, string[] restore) => new("trusted authorities of this account", "", path, apply, restore);

    private async Task<FixPlan> PlanLinuxAsync(Fix.TrustAuthority fix, string path, CancellationToken cancellationToken)
    {
        if (SluiceFolder.Of(host) is not { } folder)
        {
            return FixPlan.ByHand(fix, FixTexts.NoHome);
        }

        var bundle = TextFile.Open(host, Path.Combine(folder, "ca-bundle.pem"));
        if (bundle.Problem is not null)
        {
            return FixPlan.ByHand(fix, bundle.Problem);
        }

        var added = HostFiles.ReadText(path)!.Trim().ReplaceLineEndings("\n");
        var known = bundle.Text ?? BaseText();
        var text = known.Contains(added, StringComparison.Ordinal) && bundle.Text is not null ? known : $"{known.TrimEnd()}\n{added}\n".TrimStart();
        var variables = await shell.PlanAsync(fix, new Dictionary<string, string?> { ["SSL_CERT_FILE"] = bundle.Path }, cancellationToken);
        var config = await git.PlanAsync(new Fix.SetGitConfig("http.sslCAInfo", bundle.Path, fix.Why), cancellationToken);
        return FixPlan.Of(fix, [.. bundle.ChangeTo(text), .. variables.Changes, .. config.Changes]) with
        {
            Notes = variables.Notes,
            Lines = variables.Lines,
            Variables = variables.Variables,
        };
    }

    /// <summary>What is trusted now, as far as it is one file.</summary>
    private string BaseText()
    {
        var set = host.Variable("SSL_CERT_FILE");
        var files = set is null ? SystemBundles.Select(host.SystemPath) : [set];
        return files.Select(HostFiles.ReadText).FirstOrDefault(text => text is not null)?.ReplaceLineEndings("\n") ?? "";
    }

    private static string? Read(string path, X509Certificate2Collection certificates)
    {
        if (HostFiles.ReadText(path) is not { } text)
        {
            return "cannot be read";
        }

        try
        {
            certificates.ImportFromPem(text);
        }
        catch (CryptographicException)
        {
            return "is no PEM file";
        }

        if (certificates.Count == 0)
        {
            return "has no certificate";
        }

        var leaf = certificates.FirstOrDefault(certificate => !certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraint => constraint.CertificateAuthority));
        return leaf is null ? null : $"{leaf.Subject} is no authority";
    }
}
