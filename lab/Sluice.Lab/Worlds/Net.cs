using System.Net;

namespace Sluice.Lab.Worlds;

/// <summary>
/// The addresses of a lab world. The internet of the lab has the addresses that its servers have in life, so that nothing in it looks like a hijack; what belongs to
/// the company is private. All of it exists inside network namespaces only.
/// </summary>
internal static class Net
{
    /// <summary>The company's networks. The machine itself gets a blackhole route for them, so that nothing leaks out by a mistake.</summary>
    public const string CompanyRange = "10.77.0.0/16";

    /// <summary>The client.</summary>
    public const string Client = "10.77.1.2";

    /// <summary>The client, where a scenario gives it IPv6.</summary>
    public const string Client6 = "2408:8000:77:1::2";

    /// <summary>The router, as the client sees it.</summary>
    public const string Gateway = "10.77.1.1";

    /// <summary>The router by IPv6, as the client sees it.</summary>
    public const string Gateway6 = "2408:8000:77:1::1";

    /// <summary>The router, as servers see it.</summary>
    public const string ServerGateway = "10.77.2.1";

    /// <summary>The router by IPv6, as servers see it.</summary>
    public const string ServerGateway6 = "2408:8000:77:2::1";

    /// <summary>The company's resolver, which the client uses if its scenario does not say otherwise.</summary>
    public const string Resolver = "10.77.2.53";

    /// <summary>The company's resolver by IPv6.</summary>
    public const string Resolver6 = "2408:8000:77:2::53";

    /// <summary>The recursive resolver behind all others.</summary>
    public const string Recursive = "10.77.2.52";

    /// <summary>A resolver with a cache that can be poisoned; runs in scenarios only.</summary>
    public const string CachingResolver = "10.77.2.54";

    /// <summary>The name server of the company's own zones.</summary>
    public const string CompanyDns = "10.77.2.51";

    /// <summary>Root servers.</summary>
    public static readonly string[] Roots = ["198.41.0.4", "193.0.14.129", "202.12.27.33", "192.5.5.241"];

    /// <summary>The name servers of the top-level domains but cn.</summary>
    public const string TopLevelDns = "199.19.56.1";

    /// <summary>The name server of cn.</summary>
    public const string ChineseTopLevelDns = "203.119.25.1";

    /// <summary>The name server of all domains below the former.</summary>
    public const string DomainDns = "216.239.32.10";

    /// <summary>The name server of the domains below cn.</summary>
    public const string ChineseDomainDns = "47.118.199.200";

    /// <summary>A server that answers everything with REFUSED, for lame delegations.</summary>
    public const string LameDns = "216.239.38.10";

    /// <summary>Public resolvers.</summary>
    public static readonly string[] PublicResolvers =
        ["8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "223.5.5.5", "223.6.6.6", "114.114.114.114", "180.76.76.76"];

    /// <summary>Where lies are told: stalled handshakes, portals, interception.</summary>
    public const string Evil = "10.77.2.66";

    /// <summary>The company's forward proxies, one port each; see <c>Servers/ForwardProxies.cs</c>.</summary>
    public const string ForwardProxy = "10.77.3.30";

    /// <summary>The hosts of the lab's internet and of its company.</summary>
    public static readonly IReadOnlyList<LabHost> Hosts =
    [
        new("proxy.golang.org", Places.Web, "142.250.72.17", "2404:6800:4004:810::2011"),
        new("sum.golang.org", Places.Web, "142.250.72.49", "2404:6800:4004:810::2031"),
        new("golang.org", Places.Web, "142.250.72.81", null),
        new("storage.googleapis.com", Places.Web, "142.250.72.27", null),
        new("sum.golang.google.cn", Places.Web, "180.163.151.162", null),
        new("goproxy.cn", Places.Web, "47.93.10.20", "2408:4000:300::20"),
        new("goproxy.io", Places.Web, "47.93.10.21", null),
        new("mirrors.aliyun.com", Places.Web, "47.93.10.22", null),
        new("example.org", Places.Web, "93.184.216.34", null),
        new("go.example.org", Places.Web, "93.184.216.35", null),
        new("rsc.io", Places.Web, "93.184.216.37", null),
        new("slow.example.org", Places.Web, "93.184.216.36", null),
        new("github.com", Places.Git, "140.82.112.3", null),
        new("goproxy.corp.example", Places.Web, "10.77.3.10", null),
        new("portal.corp.example", Places.Web, "10.77.3.80", null),
        new("git.corp.example", Places.Git, "10.77.3.20", null),
        new("proxy.corp.example", Places.Proxy, ForwardProxy, null),
    ];

    /// <summary>A host of the lab by name.</summary>
    public static LabHost? Find(string name) => Hosts.FirstOrDefault(host => host.Name == name);

    /// <summary>The addresses that a scenario means: those of a host by name, or an address itself.</summary>
    /// <exception cref="FormatException">Neither.</exception>
    public static IReadOnlyList<string> AddressesOf(string hostOrAddress) =>
        Find(hostOrAddress)?.Addresses ?? (IPAddress.TryParse(hostOrAddress, out _) ? [hostOrAddress] : throw new FormatException($"the lab has no host {hostOrAddress}"));
}

/// <summary>A host of the lab.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Place">The namespace that it lives in.</param>
/// <param name="Address">Its IPv4 address.</param>
/// <param name="Address6">Its IPv6 address; null without one.</param>
internal sealed record LabHost(string Name, string Place, string Address, string? Address6)
{
    /// <summary>Its addresses.</summary>
    public IReadOnlyList<string> Addresses => Address6 is null ? [Address] : [Address, Address6];

    /// <summary>Whether only the company knows it.</summary>
    public bool IsInternal => Name.EndsWith(".corp.example", StringComparison.Ordinal);
}

/// <summary>The namespaces of a world.</summary>
internal static class Places
{
    /// <summary>The machine that go and the doctor run on.</summary>
    public const string Client = "cli";

    /// <summary>Router and firewall.</summary>
    public const string Gateway = "gw";

    /// <summary>Resolvers.</summary>
    public const string Resolvers = "dns";

    /// <summary>Root, top-level and authoritative name servers.</summary>
    public const string NameServers = "root";

    /// <summary>Web servers: mirrors, checksum databases.</summary>
    public const string Web = "srv";

    /// <summary>Forward proxies.</summary>
    public const string Proxy = "prx";

    /// <summary>git hosts.</summary>
    public const string Git = "git";

    /// <summary>Liars.</summary>
    public const string Evil = "evil";

    /// <summary>All that sit behind the router, with the last part of their own address.</summary>
    public static readonly IReadOnlyList<(string Place, int Number)> Servers =
        [(Resolvers, 5), (NameServers, 6), (Web, 7), (Proxy, 8), (Git, 9), (Evil, 66)];

    /// <summary>The further addresses of a place.</summary>
    public static IEnumerable<string> AddressesIn(string place) => Net.Hosts.Where(host => host.Place == place).SelectMany(host => host.Addresses).Concat(place switch
    {
        Resolvers => [Net.Resolver, Net.Resolver6, Net.Recursive, Net.CachingResolver, .. Net.PublicResolvers],
        NameServers => [.. Net.Roots, Net.TopLevelDns, Net.ChineseTopLevelDns, Net.DomainDns, Net.ChineseDomainDns, Net.LameDns, Net.CompanyDns],
        _ => (IEnumerable<string>)[],
    });
}
