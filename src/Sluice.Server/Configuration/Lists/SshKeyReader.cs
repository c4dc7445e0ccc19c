using Sluice.Fetch.Http;

namespace Sluice.Server.Configuration;

/// <summary>Reads <c>sshKeys</c>.</summary>
internal static class SshKeyReader
{
    public const string KeyShape = "a readable file with a private key, without a pass phrase";
    public const string KnownHostsShape = "a readable known_hosts file";

    public static IReadOnlyList<SshIdentity> Read(ListReader list)
    {
        var identities = new List<SshIdentity>();
        var seen = new Dictionary<string, SettingOrigin>(StringComparer.Ordinal);
        foreach (var entry in list.Entries("sshKeys"))
        {
            var hasHost = TryReadHost(entry, list, seen, out var host, out var path);
            var key = ReadFile(entry, list, "key", KeyShape, static text => text.Contains("PRIVATE KEY-----", StringComparison.Ordinal) ? null : "holds no private key");
            var knownHosts = ReadFile(entry, list, "knownHosts", KnownHostsShape, static _ => null);
            if (hasHost)
            {
                identities.Add(new SshIdentity(host, path) { KeyFile = key, KnownHostsFile = knownHosts });
            }
        }

        return identities;
    }

    private static bool TryReadHost(EntryReader entry, ListReader list, Dictionary<string, SettingOrigin> seen, out string host, out string path)
    {
        host = path = "";
        if (!entry.TryText("host", "a host", out var text, out var origin))
        {
            return false;
        }

        var key = $"{entry.Key}.host";
        var slash = text.IndexOf('/');
        host = (slash < 0 ? text : text[..slash]).ToLowerInvariant();
        path = slash < 0 ? "" : text[slash..].Trim('/');
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown || path.AsSpan().ContainsAny("?#@ "))
        {
            list.Problems.Error(origin, key, $"{ShownText.Quote(text)} is no host", "write host or host/path, without user and port: git.corp.example/team");
            return false;
        }

        if (!seen.TryAdd($"{host}/{path}", origin))
        {
            list.Problems.Error(origin, key, $"the key in line {seen[$"{host}/{path}"].Line} is for {text} too", "keep one of the two");
            return false;
        }

        list.Show(key, text, origin);
        return true;
    }

    private static string? ReadFile(EntryReader entry, ListReader list, string name, string shape, Func<string, string?> check)
    {
        if (!entry.TryText(name, shape, out var text, out var origin))
        {
            return null;
        }

        if (!PathParsers.TryResolve(text, list.Context, out var path, out var error) || !SmallFile.TryRead(path, out var content, out error))
        {
            list.Problems.Error(origin, $"{entry.Key}.{name}", error, $"write {shape}");
            return null;
        }

        if (check(content) is { } problem)
        {
            list.Problems.Error(origin, $"{entry.Key}.{name}", $"{ShownText.Quote(text)} {problem}", $"write {shape}");
            return null;
        }

        list.Show($"{entry.Key}.{name}", path, origin);
        return path;
    }
}
