namespace Sluice.Fetch.Http;

/// <summary>What all upstreams share: credentials, forward proxies, trusted certificates, resolver and clock.</summary>
internal sealed record Network(CredentialBook Credentials, ForwardProxySelector Proxies, CertificateJudge Certificates, TimeProvider Time)
{
    /// <summary>Resolver and judge of addresses.</summary>
    public Addressing Addressing { get; init; } = Addressing.System;

    /// <summary>Reads the files that the options name.</summary>
    /// <exception cref="InvalidOperationException">One cannot be used; the message names the setting. The configuration loader checks them before.</exception>
    public static Network Create(NetworkOptions options, TimeProvider time)
    {
        var common = options.CaBundle is null ? null : LoadBundle(options.CaBundle, "network.caBundle");
        var byHost = options.Hosts.Where(host => host.CaBundle is not null).ToDictionary(
            host => host.Host.Trim('[', ']'), host => LoadBundle(host.CaBundle!, $"network.hosts.{host.Host}.caBundle"), StringComparer.OrdinalIgnoreCase);
        var netrc = options.NetrcFile is null ? null : LoadNetrc(options.NetrcFile);
        return new Network(
            new CredentialBook(options.Credentials, netrc), new ForwardProxySelector(options), new CertificateJudge(common, byHost), time);
    }

    private static CaBundle LoadBundle(string file, string setting) =>
        CaBundle.TryLoad(file, out var bundle, out var error) ? bundle : throw new InvalidOperationException($"{setting}: {file} {error}");

    private static Netrc LoadNetrc(string file) =>
        Netrc.TryLoad(file, out var netrc, out var error) ? netrc : throw new InvalidOperationException($"network.netrc: {file} {error}");
}
