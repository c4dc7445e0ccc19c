using System.Diagnostics.CodeAnalysis;

namespace Sluice.Server.Configuration;

/// <summary>Turns a text into a value. An error says what is wrong with the text, not what would be right.</summary>
internal delegate bool SettingParser<T>(
    string text, SettingContext context, [NotNullWhen(true)] out T? value, [NotNullWhen(false)] out string? error);

/// <summary>A setting whose type is known.</summary>
internal sealed class Setting<T>(string key, SettingParser<T> parser) : SettingDefinition(key)
    where T : notnull
{
    /// <summary>The value of an unset setting without a default.</summary>
    public T? Unset { get; init; }

    /// <summary>How the value is shown; null to show the text.</summary>
    public Func<T, string>? Show { get; init; }

    internal override ParsedSetting Parse(string text, SettingContext context)
    {
        var trimmed = text.Trim();
        return parser(trimmed, context, out var value, out var error)
            ? new ParsedSetting(value, Show is null ? trimmed : Show(value), null)
            : new ParsedSetting(null, "", error);
    }

    internal override ParsedSetting ParseDefault(SettingContext context) =>
        Default.Length == 0 ? new ParsedSetting(Unset, "", null) : Parse(Default, context);
}
