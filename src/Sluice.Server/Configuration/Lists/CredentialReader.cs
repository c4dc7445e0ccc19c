using System.Diagnostics.CodeAnalysis;
using Sluice.Fetch.Http;

namespace Sluice.Server.Configuration;

/// <summary>Reads <c>credentials</c>. A password is named by file or by variable; one that stands in the file itself is refused.</summary>
internal static class CredentialReader
{
    private const string PasswordShape = "password: { file: /run/secrets/NAME } or password: { env: VARIABLE }";

    public static IReadOnlyList<HostCredential> Read(ListReader list)
    {
        var credentials = new List<HostCredential>();
        var seen = new Dictionary<string, SettingOrigin>(StringComparer.Ordinal);
        foreach (var entry in list.Entries("credentials"))
        {
            var hasHost = TryReadHost(entry, list, seen, out var host, out var path);
            var username = ReadUsername(entry, list);
            if (TryReadPassword(entry, list, out var password) && hasHost)
            {
                credentials.Add(new HostCredential(host, path, username, password) { Origin = entry.Origin.ToString() });
            }
        }

        return credentials;
    }

    /// <summary>The variables that passwords are taken from: they are no mistyped settings.</summary>
    public static IEnumerable<string> PasswordVariables(BoundFile file)
    {
        if (!file.Entries.TryGetValue("credentials", out var entries))
        {
            return [];
        }

        return entries.SelectMany(entry => entry.Map.Entries)
            .Where(field => field.Key == "password").Select(field => field.Value).OfType<MapNode>()
            .SelectMany(password => password.Entries)
            .Where(source => source.Key == "env").Select(source => source.Value).OfType<ScalarNode>()
            .Select(variable => variable.Text);
    }

    private static bool TryReadHost(EntryReader entry, ListReader list, Dictionary<string, SettingOrigin> seen, out string host, out string path)
    {
        host = path = "";
        if (!entry.TryText("host", "a host", out var text, out var origin))
        {
            return false;
        }

        var key = $"{entry.Key}.host";
        var trimmed = text.TrimEnd('/');
        var slash = trimmed.IndexOf('/');
        host = slash < 0 ? trimmed : trimmed[..slash];
        path = slash < 0 ? "" : trimmed[slash..];
        if (!IsHost(host) || path.Contains("//", StringComparison.Ordinal) || path.AsSpan().ContainsAny("?#@ "))
        {
            list.Problems.Error(
                origin, key, $"{ShownText.Quote(text)} is no host", "write host, host:port or host/path, without scheme and user: git.corp.example/team");
            return false;
        }

        var target = host.ToLowerInvariant() + path;
        if (!seen.TryAdd(target, origin))
        {
            list.Problems.Error(origin, key, $"the credentials in line {seen[target].Line} are for {trimmed} too", "keep one of the two");
            return false;
        }

        list.Show(key, trimmed, origin);
        return true;
    }

    private static bool IsHost(string text)
    {
        var colon = text.LastIndexOf(':');
        var hasPort = colon >= 0 && !text.EndsWith(']');
        var name = hasPort ? text[..colon] : text;
        return Uri.CheckHostName(name) != UriHostNameType.Unknown && (!hasPort || ushort.TryParse(text.AsSpan(colon + 1), out _));
    }

    private static string ReadUsername(EntryReader entry, ListReader list)
    {
        if (!entry.TryText("username", "a user name", out var text, out var origin))
        {
            return "";
        }

        if (text.Contains(':'))
        {
            // RFC 7617, section 2: the first colon ends the name.
            list.Problems.Error(origin, $"{entry.Key}.username", "a user name with a colon cannot be sent", "write the name alone; the password has its own key");
        }

        list.Show($"{entry.Key}.username", text, origin);
        return text;
    }

    private static bool TryReadPassword(EntryReader entry, ListReader list, [NotNullWhen(true)] out Secret? password)
    {
        password = null;
        var field = entry.Find("password");
        if (field is null || field.Value is UnreadNode)
        {
            return false;
        }

        var key = $"{entry.Key}.password";
        var origin = list.Origin(field.Line, field.Column);
        if (field.Value is ScalarNode { IsNull: false })
        {
            list.Problems.Error(
                origin, key, "a password does not belong into the configuration", $"put it into a file or a variable and write {PasswordShape}; change the password if others can read this file");
            return false;
        }

        if (field.Value is not MapNode { Entries: [{ Key: "file" or "env", Value: ScalarNode { IsNull: false } named } source] })
        {
            list.Problems.Error(origin, key, "does not name one file or one variable", $"write {PasswordShape}");
            return false;
        }

        var secret = source.Key == "file" ? ReadFile(named.Text, list, out var error) : ReadVariable(named.Text, list, out error);
        error ??= secret!.Length == 0 ? $"{source.Key} {ShownText.Quote(named.Text)} is empty" : null;
        if (error is not null)
        {
            list.Problems.Error(list.Origin(named.Line, named.Column), $"{key}.{source.Key}", error, "name a file or a variable that holds the password");
            return false;
        }

        list.Show(key, $"*** from {source.Key} {named.Text}", origin);
        password = new Secret(secret!);
        return true;
    }

    private static string? ReadFile(string text, ListReader list, out string? error)
    {
        string? content = null;
        var read = PathParsers.TryResolve(text, list.Context, out var path, out error) && SmallFile.TryRead(path, out content, out error);
        return read ? content!.TrimEnd('\r', '\n') : null;
    }

    private static string? ReadVariable(string name, ListReader list, out string? error)
    {
        var value = list.Context.Input.Variable(name);
        error = value is null ? $"the environment has no variable {ShownText.Quote(name)}" : null;
        return value;
    }
}
