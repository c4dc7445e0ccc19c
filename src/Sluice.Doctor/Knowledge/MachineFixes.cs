using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Knowledge;

/// <summary>Reads the kinds of fixes that change this machine beyond settings.</summary>
internal static class MachineFixes
{
    /// <summary>Keys, as messages name them.</summary>
    public const string Keys = "git-config-unset, hosts, hosts-remove, name-servers, flush-dns, cache-remove, trust, no-proxy, mode";

    /// <summary>How long an entry of the hosts file stays: two hours.</summary>
    private const int HostsMinutes = 120;

    /// <summary>One place for each kind; null where its key is not there.</summary>
    public static IEnumerable<Fix?> Read(NodeReader reader, BilingualText why) =>
    [
        reader.Text("git-config-unset") is { } key ? new Fix.UnsetGitConfig(key, why) : null,
        Pair(reader, "hosts", '=', (host, address) => new Fix.SetHostsEntry(host, address, HostsMinutes, why)),
        reader.Text("hosts-remove") is { } name ? new Fix.RemoveHostsEntries(name, why) : null,
        reader.Text("name-servers") is { } servers ? new Fix.SetNameServers(servers, why) : null,
        reader.Flag("flush-dns") ? new Fix.FlushDns(why) : null,
        Pair(reader, "cache-remove", '@', (module, version) => new Fix.RemoveFromCache(module, version, why)),
        reader.Text("trust") is { } file ? new Fix.TrustAuthority(file, why) : null,
        reader.Text("no-proxy") is { } hosts ? new Fix.ExemptFromProxy(hosts, why) : null,
        Pair(reader, "mode", '=', (path, mode) => new Fix.SetFileMode(path, mode, why)),
    ];

    private static Fix? Pair(NodeReader reader, string key, char mark, Func<string, string, Fix> make)
    {
        if (reader.Text(key) is not { } text)
        {
            return null;
        }

        var place = text.LastIndexOf(mark);
        if (place > 0)
        {
            return make(text[..place], text[(place + 1)..]);
        }

        reader.Complain(key, $"`{key}` is two parts with {mark} between, not \"{text}\"");
        return null;
    }
}
