using System.Text;

namespace Sluice.Server.Configuration;

/// <summary>One line of the table of settings: a key with a single value.</summary>
public abstract class SettingDefinition
{
    private protected SettingDefinition(string key)
    {
        Key = key;
        EnvironmentName = ToEnvironmentName(key);
    }

    /// <summary>The full key: <c>cache.listTtl</c>.</summary>
    public string Key { get; }

    /// <summary>The environment variable: <c>SLUICE_CACHE_LIST_TTL</c>.</summary>
    public string EnvironmentName { get; }

    /// <summary>The flag with its dashes, <c>--listen</c>; null for settings without one.</summary>
    public string? Flag { get; init; }

    /// <summary>The default as one would write it; empty for settings that are unset by default.</summary>
    public string Default { get; init; } = "";

    /// <summary>One line without a full stop: what the setting is for.</summary>
    public required string Description { get; init; }

    /// <summary>What may stand there: <c>a duration from 1s to 2h</c>.</summary>
    public required string Expected { get; init; }

    /// <summary>What help calls the value: <c>DIRECTORY</c>, <c>refuse|pass</c>.</summary>
    public string ValueName { get; init; } = "VALUE";

    /// <summary>A value that one could write.</summary>
    public required string Example { get; init; }

    /// <summary>Whether the file may hold a list, which is then the same as its items with commas between.</summary>
    public bool AcceptsList { get; init; }

    /// <summary>Turns a text into a value.</summary>
    internal abstract ParsedSetting Parse(string text, SettingContext context);

    /// <summary>The value of a setting that nobody set.</summary>
    internal abstract ParsedSetting ParseDefault(SettingContext context);

    internal static string ToEnvironmentName(string key)
    {
        var name = new StringBuilder("SLUICE_");
        foreach (var c in key)
        {
            if (char.IsAsciiLetterUpper(c))
            {
                name.Append('_');
            }

            name.Append(c == '.' ? '_' : char.ToUpperInvariant(c));
        }

        return name.ToString();
    }
}

/// <summary>What became of a text: a value with the way it is shown, or an error.</summary>
/// <param name="Value">The value; null for an error, and for unset.</param>
/// <param name="Shown">The value with secrets masked.</param>
/// <param name="Error">Why the text is none; null when it is one.</param>
internal readonly record struct ParsedSetting(object? Value, string Shown, string? Error);

/// <summary>What parsing needs besides the text.</summary>
/// <param name="BaseDirectory">Where relative paths start, absolute.</param>
/// <param name="Input">For the environment.</param>
internal readonly record struct SettingContext(string BaseDirectory, ConfigurationInput Input)
{
    public string Resolve(string path) => Path.GetFullPath(path, BaseDirectory);
}
