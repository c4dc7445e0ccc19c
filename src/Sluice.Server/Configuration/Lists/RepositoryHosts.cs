namespace Sluice.Server.Configuration;

/// <summary>Reads the <c>host</c> of entries that are each for one host of repositories, or for a part of it.</summary>
/// <param name="list">The list that is read.</param>
/// <param name="noun">What an entry is, for messages.</param>
internal sealed class RepositoryHosts(ListReader list, string noun)
{
    private readonly Dictionary<string, SettingOrigin> _seen = new(StringComparer.Ordinal);

    /// <summary>Reads one. False when it is not there, and, reported, when it is none or taken.</summary>
    public bool TryRead(EntryReader entry, out string host, out string path)
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

        if (!_seen.TryAdd($"{host}/{path}", origin))
        {
            list.Problems.Error(origin, key, $"the {noun} in line {_seen[$"{host}/{path}"].Line} is for {text} too", "keep one of the two");
            return false;
        }

        list.Show(key, text, origin);
        return true;
    }
}
