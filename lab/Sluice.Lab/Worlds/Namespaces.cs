using System.Globalization;
using System.Text;

namespace Sluice.Lab.Worlds;

/// <summary>
/// The network namespaces of one world: the client, a router, and servers on a bridge of the router. Names start with <c>slab-PID-N-</c>, so that what a killed run
/// left behind can be told from what another run uses.
/// </summary>
internal sealed class Namespaces
{
    private const string Mark = "slab-";

    private readonly string _prefix;

    private Namespaces(string prefix) => _prefix = prefix;

    /// <summary>Makes the namespaces, links, addresses and routes: about half a second.</summary>
    /// <param name="number">Tells the worlds of one run apart.</param>
    /// <param name="cancellationToken">Leaves what was made; <see cref="RemoveAsync"/> takes it away.</param>
    public static async Task<Namespaces> CreateAsync(int number, CancellationToken cancellationToken)
    {
        var made = new Namespaces(string.Create(CultureInfo.InvariantCulture, $"{Mark}{Environment.ProcessId}-{number}-"));
        try
        {
            await Tool.ShellAsync(made.Script(), cancellationToken);
            return made;
        }
        catch
        {
            await made.RemoveAsync();
            throw;
        }
    }

    /// <summary>Removes what runs left behind whose process is gone.</summary>
    public static async Task RemoveLeftoversAsync(CancellationToken cancellationToken)
    {
        var prefixes = (await NamesAsync(cancellationToken)).Select(name => name[..(name.LastIndexOf('-') + 1)]).Distinct();
        foreach (var prefix in prefixes.Where(prefix => !File.Exists($"/proc/{prefix.Split('-')[1]}/stat")))
        {
            var left = new Namespaces(prefix);
            await left.RemoveAsync();
            await Tool.ShellAsync($"awk '$2 ~ \"^{left.Folder}/\" {{print $2}}' /proc/mounts | xargs -r umount -l; rm -rf {left.Folder}", cancellationToken);
        }
    }

    /// <summary>Whether any lab is up on this machine.</summary>
    public static async Task<bool> AnyAsync() => (await NamesAsync(CancellationToken.None)).Count > 0;

    /// <summary>The folder of the world's files.</summary>
    public string Folder => Path.Combine(Path.GetTempPath(), this["world"]);

    /// <summary>The name of a place's namespace.</summary>
    public string this[string place] => _prefix + place;

    /// <summary>The folder whose files stand for those of <c>/etc</c> in a place.</summary>
    public string EtcOf(string place) => Path.Combine("/etc/netns", this[place]);

    /// <summary>Ends whatever still runs in the namespaces and removes them.</summary>
    public async Task RemoveAsync()
    {
        var script = new StringBuilder("set +e\n");
        foreach (var place in AllPlaces())
        {
            script.Append(CultureInfo.InvariantCulture, $"for p in $(ip netns pids {this[place]} 2>/dev/null); do kill -9 $p; done\nip netns del {this[place]} 2>/dev/null\nrm -rf {EtcOf(place)}\n");
        }

        script.Append("rmdir /etc/netns 2>/dev/null\ntrue\n");
        await Tool.ShellAsync(script.ToString(), CancellationToken.None);
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellationToken)
    {
        var listed = await Tool.RunOrFailAsync(new ToolStart("ip", ["netns", "list"]), cancellationToken);
        return [.. listed.Split('\n').Select(line => line.Split(' ')[0]).Where(name => name.StartsWith(Mark, StringComparison.Ordinal))];
    }

    private static IEnumerable<string> AllPlaces() => Places.Servers.Select(server => server.Place).Append(Places.Client).Append(Places.Gateway);

    private string Script()
    {
        var script = new StringBuilder();
        foreach (var place in AllPlaces())
        {
            script.Append(CultureInfo.InvariantCulture, $"ip netns add {this[place]}; ip -n {this[place]} link set lo up; mkdir -p {EtcOf(place)}\n");
        }

        string gateway = this[Places.Gateway], client = this[Places.Client];
        script.Append(CultureInfo.InvariantCulture, $"""
            ip netns exec {gateway} sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1 net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.default.send_redirects=0 net.ipv4.conf.all.rp_filter=0
            ip netns exec {gateway} sysctl -qw net.bridge.bridge-nf-call-iptables=0 net.bridge.bridge-nf-call-ip6tables=0 2>/dev/null || true
            ip -n {gateway} link add br0 type bridge forward_delay 0; ip -n {gateway} link set br0 up
            ip link add c0 netns {gateway} type veth peer name eth0 netns {client}
            ip -n {client} addr add {Net.Client}/24 dev eth0; ip -n {client} link set eth0 up
            ip -n {gateway} link set c0 up
            ip -n {gateway} addr add {Net.Gateway}/24 dev c0; ip -n {gateway} addr add {Net.Gateway6}/64 dev c0 nodad
            ip -n {gateway} addr add {Net.ServerGateway}/24 dev br0; ip -n {gateway} addr add {Net.ServerGateway6}/64 dev br0 nodad
            ip -n {client} route add default via {Net.Gateway}

            """);
        foreach (var (place, number) in Places.Servers)
        {
            AppendServer(script, place, number);
        }

        return script.ToString();
    }

    private void AppendServer(StringBuilder script, string place, int number)
    {
        string gateway = this[Places.Gateway], name = this[place];
        script.Append(CultureInfo.InvariantCulture, $"""
            ip link add v-{place} netns {gateway} type veth peer name eth0 netns {name}
            ip -n {gateway} link set v-{place} master br0 up
            ip -n {name} addr add 10.77.2.{number}/24 dev eth0; ip -n {name} addr add 2408:8000:77:2::{number}/64 dev eth0 nodad
            ip -n {name} link set eth0 up
            ip -n {name} route add default via {Net.ServerGateway}; ip -n {name} route add default via {Net.ServerGateway6}
            echo 'nameserver {Net.Resolver}' >{EtcOf(place)}/resolv.conf
            printf '127.0.0.1 localhost\n' >{EtcOf(place)}/hosts

            """);
        foreach (var address in Places.AddressesIn(place))
        {
            var isSix = address.Contains(':', StringComparison.Ordinal);
            script.Append(CultureInfo.InvariantCulture, $"ip -n {name} addr add {address}/{(isSix ? "128" : "32")} dev eth0{(isSix ? " nodad" : "")}\n");
            script.Append(CultureInfo.InvariantCulture, $"ip -n {gateway} route add {address} dev br0 2>/dev/null || true\n");
        }
    }
}
