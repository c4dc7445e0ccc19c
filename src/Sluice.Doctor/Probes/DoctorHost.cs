using Sluice.Modules.SumDb;

namespace Sluice.Doctor.Probes;

/// <summary>The operating systems whose places and formats are known.</summary>
public enum HostSystem
{
    /// <summary>Linux.</summary>
    Linux,

    /// <summary>macOS.</summary>
    MacOS,

    /// <summary>Windows.</summary>
    Windows,
}

/// <summary>
/// The machine as probes see it: everything that they take from outside. A test gives a folder instead of the file system's root, loopback servers as resolvers and a
/// port of its own for DNS.
/// </summary>
public sealed record DoctorHost
{
    /// <summary>The environment of the process.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The operating system.</summary>
    public required HostSystem System { get; init; }

    /// <summary>The folder that the command runs in.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>A random number from 0 to below the limit given; safe to call concurrently. For ids of DNS queries: it should not be foreseeable.</summary>
    public required Func<int, int> Random { get; init; }

    /// <summary>What stands for <c>/</c> before <c>/etc</c>, <c>/proc</c>, <c>/run</c>, <c>/usr</c>. Paths from variables, like HOME, are taken as they are.</summary>
    public string Root { get; init; } = "/";

    /// <summary>Root or an administrator; null when not known.</summary>
    public bool? IsElevated { get; init; }

    /// <summary>Resolvers to compare the configured ones with.</summary>
    public IReadOnlyList<KnownResolver> PublicResolvers { get; init; } = KnownResolvers.Public;

    /// <summary>Resolvers over HTTPS.</summary>
    public IReadOnlyList<KnownResolver> HttpsResolvers { get; init; } = KnownResolvers.Https;

    /// <summary>Addresses of root servers with their names, where walks start.</summary>
    public IReadOnlyList<KnownResolver> RootServers { get; init; } = KnownResolvers.Roots;

    /// <summary>The port of every name server.</summary>
    public int DnsPort { get; init; } = 53;

    /// <summary>Makes what checks signatures of a checksum database's key; null leaves them unchecked.</summary>
    public Func<NoteVerifierKey, INoteVerifier>? VerifierOf { get; init; }

    /// <summary>A variable; null when it is not set or empty, which is the same to Go.</summary>
    public string? Variable(string name) => Environment.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    /// <summary>The account's home folder; null when no variable tells.</summary>
    public string? Home => System == HostSystem.Windows ? Variable("USERPROFILE") : Variable("HOME");

    /// <summary>A file of the system, below <see cref="Root"/>.</summary>
    /// <param name="path">With a leading slash.</param>
    public string SystemPath(string path) => Root is "" or "/" ? path : Path.Combine(Root, path.TrimStart('/'));
}

/// <summary>A resolver that is known by name.</summary>
/// <param name="Name">Whose it is: <c>Cloudflare</c>.</param>
/// <param name="Address">An IP address, or for HTTPS the URL.</param>
public sealed record KnownResolver(string Name, string Address);

/// <summary>Resolvers that are known by name.</summary>
public static class KnownResolvers
{
    /// <summary>Public resolvers, each with the addresses that its owner documents.</summary>
    public static IReadOnlyList<KnownResolver> Public { get; } =
    [
        new("Google", "8.8.8.8"),
        new("Google", "8.8.4.4"),
        new("Cloudflare", "1.1.1.1"),
        new("Cloudflare", "1.0.0.1"),
        new("AliDNS", "223.5.5.5"),
        new("AliDNS", "223.6.6.6"),
        new("114DNS", "114.114.114.114"),
        new("Baidu", "180.76.76.76"),
    ];

    /// <summary>Public resolvers over HTTPS (RFC 8484). By address, so that no name has to be resolved to ask them.</summary>
    public static IReadOnlyList<KnownResolver> Https { get; } =
    [
        new("Cloudflare", "https://1.1.1.1/dns-query"),
        new("Google", "https://8.8.8.8/dns-query"),
        new("AliDNS", "https://223.5.5.5/dns-query"),
    ];

    /// <summary>Root servers: https://www.iana.org/domains/root/servers.</summary>
    public static IReadOnlyList<KnownResolver> Roots { get; } =
    [
        new("a.root-servers.net", "198.41.0.4"),
        new("k.root-servers.net", "193.0.14.129"),
        new("m.root-servers.net", "202.12.27.33"),
        new("f.root-servers.net", "192.5.5.241"),
    ];
}
