namespace Sluice.Server.Configuration;

/// <summary>Reads <c>routes</c>.</summary>
internal static class RouteReader
{
    private const int MaxNameLength = 64;

    public static IReadOnlyList<RouteSettings> Read(ListReader list)
    {
        var routes = new List<RouteSettings>();
        var names = new Dictionary<string, SettingOrigin>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in list.Entries("routes"))
        {
            var named = TryReadName(entry, list, names, out var name);
            var matched = entry.TryParse("match", CommonSettings.Private, out var match);
            if (match is { Text: var text } && text.AsSpan().Trim(", ").IsEmpty)
            {
                list.Problems.Error(entry.Origin, $"{entry.Key}.match", "matches nothing", $"write {CommonSettings.Private.Expected}, for example github.com/acme/*");
                matched = false;
            }

            var enabled = ReadEnabled(entry, list);
            if (entry.TryParse("upstreams", CommonSettings.Upstreams, out var upstreams) && named && matched)
            {
                routes.Add(new RouteSettings(name, match!, upstreams) { Enabled = enabled });
            }
        }

        return routes;
    }

    private static bool TryReadName(EntryReader entry, ListReader list, Dictionary<string, SettingOrigin> names, out string name)
    {
        name = "";
        if (!entry.TryText("name", "a name", out var text, out var origin))
        {
            return false;
        }

        var key = $"{entry.Key}.name";
        if (text.Length is 0 or > MaxNameLength || text.Any(char.IsControl))
        {
            list.Problems.Error(origin, key, $"{ShownText.Quote(text)} is no name", $"write 1 to {MaxNameLength} printable characters");
            return false;
        }

        if (!names.TryAdd(text, origin))
        {
            list.Problems.Error(origin, key, $"the route in line {names[text].Line} is called {ShownText.Quote(text)} too", "give each route its own name");
            return false;
        }

        list.Show(key, text, origin);
        name = text;
        return true;
    }

    private static bool ReadEnabled(EntryReader entry, ListReader list)
    {
        if (!entry.TryText("enabled", "true or false", out var text, out var origin))
        {
            return true;
        }

        if (text is not ("true" or "false"))
        {
            list.Problems.Error(origin, $"{entry.Key}.enabled", $"{ShownText.Quote(text)} is neither true nor false", "write true or false");
        }

        list.Show($"{entry.Key}.enabled", text, origin);
        return text != "false";
    }
}
