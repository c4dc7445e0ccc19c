using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Settings;

/// <summary>Collects the settings that govern downloads.</summary>
internal static class SettingsProbe
{
    private static readonly string[] ProxyNames = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"];
    private static readonly string[] CertificateNames = ["SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_SSL_NO_VERIFY", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"];

    /// <summary>Collects them. No content of any file makes it throw.</summary>
    public static SettingsEvidence Collect(DoctorHost host)
    {
        var git = GitSettingsReader.Read(host);
        return new SettingsEvidence(
            GoSettingsReader.Read(host),
            Variables(host, ProxyNames),
            [.. Variables(host, CertificateNames), .. git.Settings.Where(setting => setting.Name.EndsWith(".sslcainfo", StringComparison.Ordinal) || setting.Name.EndsWith(".sslverify", StringComparison.Ordinal))],
            git,
            OtherToolsReader.Read(host),
            NetrcReader.Read(host),
            SurroundingsReader.Read(host));
    }

    private static IReadOnlyList<SettingValue> Variables(DoctorHost host, string[] names)
    {
        // On Windows both spellings are one variable.
        var distinct = host.System == HostSystem.Windows ? names.Distinct(StringComparer.OrdinalIgnoreCase) : names;
        return [.. distinct.Where(name => host.Variable(name) is not null).Select(name => new SettingValue(name, host.Variable(name)!, new ValueOrigin(OriginKind.ProcessEnvironment, Name: name)))];
    }
}
