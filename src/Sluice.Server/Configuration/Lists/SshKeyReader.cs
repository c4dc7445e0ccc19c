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
        var hosts = new RepositoryHosts(list, "key");
        foreach (var entry in list.Entries("sshKeys"))
        {
            var hasHost = hosts.TryRead(entry, out var host, out var path);
            var key = ReadFile(entry, list, "key", KeyShape, static text => text.Contains("PRIVATE KEY-----", StringComparison.Ordinal) ? null : "holds no private key");
            var knownHosts = ReadFile(entry, list, "knownHosts", KnownHostsShape, static _ => null);
            if (hasHost)
            {
                identities.Add(new SshIdentity(host, path) { KeyFile = key, KnownHostsFile = knownHosts });
            }
        }

        return identities;
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
