namespace Sluice.Server.Configuration;

/// <summary>What a file says: texts by key, and lists of entries by key.</summary>
internal sealed record BoundFile(
    IReadOnlyDictionary<string, (string Text, SettingOrigin Origin)> Texts, IReadOnlyDictionary<string, IReadOnlyList<EntryNode>> Entries)
{
    public static BoundFile Empty { get; } = new(new Dictionary<string, (string, SettingOrigin)>(), new Dictionary<string, IReadOnlyList<EntryNode>>());
}

/// <summary>An entry of a list with its key, <c>routes[1]</c>.</summary>
internal sealed record EntryNode(string Key, MapNode Map);

/// <summary>Holds a file against the table of settings: finds unknown keys and wrong shapes, and takes the rest apart.</summary>
internal sealed class FileBinder(string file, ProblemList problems)
{
    private readonly Dictionary<string, (string Text, SettingOrigin Origin)> _texts = [];
    private readonly Dictionary<string, IReadOnlyList<EntryNode>> _entries = [];

    public BoundFile Bind(MapNode root)
    {
        BindSection(root, "");
        return new BoundFile(_texts, _entries);
    }

    private void BindSection(MapNode map, string prefix)
    {
        foreach (var entry in map.Entries)
        {
            var key = prefix + entry.Key;
            if (SettingSchema.All.FirstOrDefault(setting => setting.Key == key && !key.AsSpan(prefix.Length).Contains('.')) is { } setting)
            {
                BindSetting(setting, entry);
            }
            else if (SettingSchema.Lists.FirstOrDefault(list => list.Key == key && !key.AsSpan(prefix.Length).Contains('.')) is { } list)
            {
                BindList(list, entry);
            }
            else if (IsSection(key) && !entry.Key.Contains('.'))
            {
                BindNested(entry, key);
            }
            else
            {
                ReportUnknown(entry, key, prefix);
            }
        }
    }

    private void BindSetting(SettingDefinition setting, MapEntry entry)
    {
        switch (entry.Value)
        {
            case ScalarNode { IsNull: true }:
                problems.Error(Origin(entry), setting.Key, "has no value", setting.Default.Length > 0 ? $"remove the line to have the default, {setting.Default}" : "remove the line, or write a value");
                break;
            case ScalarNode scalar:
                _texts[setting.Key] = (scalar.Text, Origin(scalar));
                break;
            case ListNode list when setting.AcceptsList && list.Items.Count > 0 && list.Items.All(item => item is ScalarNode { IsNull: false }):
                _texts[setting.Key] = (string.Join(',', list.Items.Cast<ScalarNode>().Select(item => item.Text)), Origin(list));
                break;
            case ListNode or MapNode:
                var shape = entry.Value is MapNode ? "keys below it" : setting.AcceptsList ? "a list of something other than texts" : "a list";
                problems.Error(Origin(entry.Value), setting.Key, $"holds {shape} and wants one value", $"write {setting.Expected}, for example {setting.Example}");
                break;
        }
    }

    private void BindList(ListDefinition list, MapEntry entry)
    {
        if (entry.Value is ScalarNode { IsNull: true } or UnreadNode)
        {
            return;
        }

        if (entry.Value is not ListNode node)
        {
            problems.Error(Origin(entry.Value), list.Key, "is no list", $"write entries that start with `- {list.Fields[0].Name}:`");
            return;
        }

        var entries = new List<EntryNode>();
        for (var index = 0; index < node.Items.Count; index++)
        {
            var key = $"{list.Key}[{index}]";
            if (node.Items[index] is MapNode map)
            {
                entries.Add(new EntryNode(key, map));
            }
            else if (node.Items[index] is not UnreadNode)
            {
                problems.Error(Origin(node.Items[index]), key, "is no entry with keys", $"write `- {list.Fields[0].Name}:` and the other keys below it");
            }
        }

        _entries[list.Key] = entries;
    }

    private void BindNested(MapEntry entry, string key)
    {
        switch (entry.Value)
        {
            case MapNode nested:
                BindSection(nested, key + ".");
                break;
            case ScalarNode { IsNull: true } or UnreadNode:
                break;
            default:
                var names = Names(key + ".").ToArray();
                problems.Error(Origin(entry.Value), key, "is a section and holds a value", $"write its settings indented below it: {string.Join(", ", names)}");
                break;
        }
    }

    private void ReportUnknown(MapEntry entry, string key, string prefix)
    {
        var shown = ShownText.Quote(entry.Key);
        var known = SettingSchema.All.Select(setting => setting.Key).Concat(SettingSchema.Lists.Select(list => list.Key)).ToArray();
        var near = NameSuggestion.Closest(entry.Key, Names(prefix));
        var elsewhere = known.FirstOrDefault(candidate => candidate.EndsWith("." + entry.Key, StringComparison.OrdinalIgnoreCase));
        var remedy = entry.Key.Contains('.') && known.Contains(key)
            ? $"write it nested: {key.Replace(".", ": { ", StringComparison.Ordinal)}: … {string.Join(' ', Enumerable.Repeat("}", key.Count('.')))}"
            : near is not null ? $"did you mean {prefix}{near}?"
            : elsewhere is not null ? $"did you mean {elsewhere}?"
            : $"known here are {string.Join(", ", Names(prefix))}";
        problems.Error(SettingOrigin.File(file, entry.Line, entry.Column), prefix.Length == 0 ? "" : prefix.TrimEnd('.'), $"there is no setting {shown}", remedy);
    }

    private SettingOrigin Origin(ConfigurationNode node) => SettingOrigin.File(file, node.Line, node.Column);

    private SettingOrigin Origin(MapEntry entry) => SettingOrigin.File(file, entry.Line, entry.Column);

    private static bool IsSection(string key) => Names(key + ".").Any();

    /// <summary>The names that may stand in a section, given with its dot; without, those at the top.</summary>
    private static IEnumerable<string> Names(string prefix) =>
        SettingSchema.All.Select(setting => setting.Key)
            .Concat(SettingSchema.Lists.Select(list => list.Key))
            .Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(key => key[prefix.Length..].Split('.')[0])
            .Distinct();
}
