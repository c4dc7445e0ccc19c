using System.Security.Cryptography;
using System.Text;
using Sluice.Core.Faults;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>
/// Makes the PEM files that git trusts where bundles are configured: git takes one file instead of the system's, so the system's certificates are
/// copied in front.
/// </summary>
internal sealed class CaFiles(GitOptions options, NetworkOptions network)
{
    /// <summary>Where systems keep their certificates (as Go's crypto/x509 looks for them).</summary>
    private static readonly string[] SystemFiles =
    [
        "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem",
    ];

    /// <summary>The file for a host; null where nothing is configured.</summary>
    public string? For(string host)
    {
        var own = network.Hosts.FirstOrDefault(entry => entry.Host.Trim('[', ']').Equals(host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase))?.CaBundle;
        string[] configured = [.. new[] { own, network.CaBundle }.OfType<string>().Distinct(StringComparer.Ordinal)];
        return configured.Length == 0 ? null : Merge([.. SystemFile() is { } system ? new[] { system } : [], .. configured]);
    }

    private string? SystemFile()
    {
        foreach (var name in (string[])["GIT_SSL_CAINFO", "SSL_CERT_FILE"])
        {
            if (options.EnvironmentVariables.GetValueOrDefault(name) is { Length: > 0 } file)
            {
                return file;
            }
        }

        return SystemFiles.FirstOrDefault(File.Exists);
    }

    /// <summary>Named by its content, so that changed bundles make another file.</summary>
    private string Merge(string[] files)
    {
        try
        {
            return Write(string.Join('\n', files.Select(File.ReadAllText)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(FaultCodes.VcsFailed.At(detail: "a file of `network.caBundle` cannot be read, or not be copied into the cache"), exception);
        }
    }

    private string Write(string text)
    {
        var folder = Path.Join(Path.GetFullPath(options.CacheDirectory), "git");
        var name = $"ca-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8))}.pem";
        var file = Path.Join(folder, name);
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(folder);
            var draft = $"{file}.{Guid.NewGuid():N}";
            File.WriteAllText(draft, text);
            File.Move(draft, file, overwrite: true);
        }

        return file;
    }
}
