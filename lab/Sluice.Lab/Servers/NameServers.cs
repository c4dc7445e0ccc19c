using System.Globalization;
using System.Text;
using Sluice.Lab.Worlds;

namespace Sluice.Lab.Servers;

/// <summary>
/// Root, top-level and authoritative name servers: one BIND that answers as another server for each of its addresses (a view each), so that a walk from the root
/// passes every delegation. A domain <c>lame-mirror.org</c> is delegated to a server that does not have it.
/// </summary>
internal sealed class NameServers : IAsyncDisposable
{
    private const string Soa = "$TTL 300\n@ IN SOA ns1 hostmaster 1 3600 600 86400 60\n";

    private readonly LabServer _server;

    private NameServers(LabServer server) => _server = server;

    /// <summary>Starts BIND.</summary>
    public static async Task<NameServers> StartAsync(LabWorld world, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(world.At("named")).FullName;
        var views = new StringBuilder();
        var domains = Net.Hosts.Where(host => !host.IsInternal).GroupBy(host => DomainOf(host.Name)).ToList();
        var top = domains.Select(domain => TopOf(domain.Key)).Distinct().ToList();
        Write(folder, "root.zone", RootZone(top));
        AppendView(views, "root", Net.Roots, [(".", "root.zone")]);
        foreach (var name in top)
        {
            Write(folder, $"{name}.zone", TopZone(name, domains.Select(domain => domain.Key)));
        }

        AppendView(views, "top", [Net.TopLevelDns], top.Where(name => name != "cn").Select(name => (name, $"{name}.zone")));
        AppendView(views, "top-cn", [Net.ChineseTopLevelDns], [("cn", "cn.zone")]);
        foreach (var domain in domains)
        {
            Write(folder, $"{domain.Key}.zone", HostZone(domain.Key, domain));
        }

        AppendView(views, "domains", [Net.DomainDns], domains.Where(domain => TopOf(domain.Key) != "cn").Select(domain => (domain.Key, $"{domain.Key}.zone")));
        AppendView(views, "domains-cn", [Net.ChineseDomainDns], domains.Where(domain => TopOf(domain.Key) == "cn").Select(domain => (domain.Key, $"{domain.Key}.zone")));
        AppendView(views, "lame", [Net.LameDns], [("lame.invalid", "empty.zone")]);
        Write(folder, "empty.zone", $"{Soa}@ IN NS ns1\nns1 IN A {Net.LameDns}\n");
        Write(folder, "corp.example.zone", HostZone("corp.example", Net.Hosts.Where(host => host.IsInternal)));
        Write(folder, "corp.test.zone", $"{Soa}@ IN NS ns1\nns1 IN A {Net.CompanyDns}\n* IN A {Net.Find("portal.corp.example")!.Address}\n");
        AppendView(views, "company", [Net.CompanyDns], [("corp.example", "corp.example.zone"), ("corp.test", "corp.test.zone")]);
        Write(folder, "named.conf", Options(folder) + views);

        var server = world.Serve(Places.NameServers, "named", "named", "-c", Path.Combine(folder, "named.conf"), "-n1", "-f");
        return new NameServers(await server.ListeningAsync(53, Net.CompanyDns, isUdp: true, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>The last two labels: what is registered.</summary>
    internal static string DomainOf(string host) => string.Join('.', host.Split('.').TakeLast(2));

    private static string TopOf(string domain) => domain.Split('.')[^1];

    private static string Options(string folder) => $$"""
        options {
          directory "{{folder}}"; pid-file "{{folder}}/named.pid"; session-keyfile "{{folder}}/session.key"; listen-on { any; }; listen-on-v6 { none; };
          recursion no; allow-query { any; }; notify no; dnssec-validation no; querylog no; minimal-responses no; empty-zones-enable no;
        };
        controls { };
        logging { category lame-servers { null; }; };

        """;

    private static void AppendView(StringBuilder views, string name, IEnumerable<string> addresses, IEnumerable<(string Zone, string File)> zones)
    {
        views.Append(CultureInfo.InvariantCulture, $"view \"{name}\" {{ match-destinations {{ {string.Concat(addresses.Select(address => address + "; "))}}};\n");
        foreach (var (zone, file) in zones)
        {
            views.Append(CultureInfo.InvariantCulture, $"  zone \"{zone}\" {{ type master; file \"{file}\"; }};\n");
        }

        views.Append("};\n");
    }

    private static string RootZone(IEnumerable<string> top)
    {
        var zone = new StringBuilder("$TTL 86400\n. IN SOA a.root-servers.net. nstld.verisign-grs.com. 1 1800 900 604800 60\n");
        foreach (var (letter, address) in "akmf".Zip(Net.Roots))
        {
            zone.Append(CultureInfo.InvariantCulture, $". IN NS {letter}.root-servers.net.\n{letter}.root-servers.net. IN A {address}\n");
        }

        foreach (var name in top)
        {
            zone.Append(CultureInfo.InvariantCulture, $"{name}. IN NS ns1.nic.{name}.\nns1.nic.{name}. IN A {(name == "cn" ? Net.ChineseTopLevelDns : Net.TopLevelDns)}\n");
        }

        return zone.ToString();
    }

    private static string TopZone(string top, IEnumerable<string> domains)
    {
        var zone = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{Soa}@ IN NS ns1.nic\nns1.nic IN A {(top == "cn" ? Net.ChineseTopLevelDns : Net.TopLevelDns)}\n"));
        foreach (var domain in domains.Where(domain => TopOf(domain) == top))
        {
            zone.Append(CultureInfo.InvariantCulture, $"{domain}. IN NS ns1.{domain}.\nns1.{domain}. IN A {(top == "cn" ? Net.ChineseDomainDns : Net.DomainDns)}\n");
        }

        return top == "org" ? zone.Append(CultureInfo.InvariantCulture, $"lame-mirror IN NS ns1.lame-mirror\nns1.lame-mirror IN A {Net.LameDns}\n").ToString() : zone.ToString();
    }

    private static string HostZone(string domain, IEnumerable<LabHost> hosts)
    {
        var server = domain == "corp.example" ? Net.CompanyDns : TopOf(domain) == "cn" ? Net.ChineseDomainDns : Net.DomainDns;
        var zone = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{Soa}@ IN NS ns1\nns1 IN A {server}\n"));
        foreach (var host in hosts)
        {
            zone.Append(CultureInfo.InvariantCulture, $"{host.Name}. IN A {host.Address}\n");
            zone.Append(host.Address6 is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{host.Name}. IN AAAA {host.Address6}\n"));
        }

        return zone.ToString();
    }

    private static void Write(string folder, string file, string text) => File.WriteAllText(Path.Combine(folder, file), text);
}
