using Sluice.Fetch.Http;

namespace Sluice.Server.Configuration;

/// <summary>Reads <c>network.hosts</c>.</summary>
internal static class HostReader
{
    public static IReadOnlyList<HostNetworkOptions> Read(ListReader list)
    {
        var hosts = new List<HostNetworkOptions>();
        var seen = new Dictionary<string, SettingOrigin>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in list.Entries("network.hosts"))
        {
            var named = TryReadHost(entry, list, seen, out var host);
            entry.TryParse("proxy", CommonSettings.NetworkProxy, out var proxy);
            entry.TryParse("caBundle", CommonSettings.NetworkCaBundle, out var caBundle);
            if (named)
            {
                hosts.Add(new HostNetworkOptions(host) { Proxy = proxy, CaBundle = caBundle });
            }
        }

        return hosts;
    }

    private static bool TryReadHost(EntryReader entry, ListReader list, Dictionary<string, SettingOrigin> seen, out string host)
    {
        host = "";
        if (!entry.TryText("host", "a host name", out var text, out var origin))
        {
            return false;
        }

        var key = $"{entry.Key}.host";
        if (Uri.CheckHostName(text) == UriHostNameType.Unknown)
        {
            list.Problems.Error(origin, key, $"{ShownText.Quote(text)} is no host name", "write the name alone, without scheme, port and path: git.corp.example");
            return false;
        }

        if (!seen.TryAdd(text, origin))
        {
            list.Problems.Error(origin, key, $"the entry in line {seen[text].Line} is for {text} too", "put both into one entry");
            return false;
        }

        list.Show(key, text, origin);
        host = text;
        return true;
    }
}
