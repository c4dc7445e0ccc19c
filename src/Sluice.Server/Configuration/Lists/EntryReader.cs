using System.Diagnostics.CodeAnalysis;

namespace Sluice.Server.Configuration;

/// <summary>Reads the fields of one entry of a list, and reports what is unknown, missing or wrong.</summary>
internal sealed class EntryReader
{
    private readonly EntryNode _entry;
    private readonly ListReader _list;

    public EntryReader(EntryNode entry, ListDefinition definition, ListReader list)
    {
        _entry = entry;
        _list = list;
        foreach (var field in entry.Map.Entries.Where(field => !definition.Fields.Any(known => known.Name == field.Key)))
        {
            var near = NameSuggestion.Closest(field.Key, definition.Fields.Select(known => known.Name));
            var names = string.Join(", ", definition.Fields.Select(known => known.Name));
            list.Problems.Error(
                list.Origin(field.Line, field.Column),
                entry.Key,
                $"there is no setting {ShownText.Quote(field.Key)}",
                near is null ? $"known here are {names}" : $"did you mean {near}?");
        }

        foreach (var field in definition.Fields.Where(field => field.IsRequired && !entry.Map.Entries.Any(given => given.Key == field.Name)))
        {
            list.Problems.Error(Origin, $"{entry.Key}.{field.Name}", "is missing", $"write {field.Expected}");
        }
    }

    /// <summary>Where the entry starts.</summary>
    public SettingOrigin Origin => _list.Origin(_entry.Map.Line, _entry.Map.Column);

    public string Key => _entry.Key;

    /// <summary>The field's value, whatever its shape; null when it is not there.</summary>
    public MapEntry? Find(string name) => _entry.Map.Entries.FirstOrDefault(field => field.Key == name);

    /// <summary>A field's text. False when it is not there, and, reported, when it is no text.</summary>
    public bool TryText(string name, string expected, [NotNullWhen(true)] out string? text, out SettingOrigin origin)
    {
        text = null;
        origin = Origin;
        var field = Find(name);
        if (field is null || field.Value is UnreadNode)
        {
            return false;
        }

        origin = field.Value.Line > 0 ? _list.Origin(field.Value.Line, field.Value.Column) : _list.Origin(field.Line, field.Column);
        if (field.Value is not ScalarNode { IsNull: false } scalar)
        {
            var shape = field.Value is ScalarNode ? "has no value" : "is not one value";
            _list.Problems.Error(origin, $"{Key}.{name}", shape, $"write {expected}");
            return false;
        }

        text = scalar.Text.Trim();
        return true;
    }

    /// <summary>A field parsed as a setting is. False when it is not there, and, reported, when it is wrong. The value is shown.</summary>
    public bool TryParse<T>(string name, Setting<T> setting, [NotNullWhen(true)] out T? value)
        where T : notnull
    {
        value = default;
        if (!TryText(name, setting.Expected, out var text, out var origin))
        {
            return false;
        }

        var parsed = setting.Parse(text, _list.Context);
        if (parsed.Error is not null)
        {
            _list.Problems.Error(origin, $"{Key}.{name}", parsed.Error, $"write {setting.Expected}");
            return false;
        }

        _list.Show($"{Key}.{name}", parsed.Shown, origin);
        value = (T)parsed.Value!;
        return true;
    }
}
