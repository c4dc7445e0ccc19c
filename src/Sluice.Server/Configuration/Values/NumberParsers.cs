using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sluice.Server.Configuration;

/// <summary>Parsers of values with a range, and of words.</summary>
internal static class NumberParsers
{
    public static SettingParser<TimeSpan> Duration(TimeSpan least, TimeSpan most) =>
        (string text, SettingContext _, out TimeSpan value, [NotNullWhen(false)] out string? error) =>
        {
            if (!DurationText.TryParse(text, out value, out error))
            {
                error = $"{ShownText.Quote(text)} {error}";
                return false;
            }

            error = value < least ? $"{text} is too short" : value > most ? $"{text} is too long" : null;
            return error is null;
        };

    public static SettingParser<long> Size(long least, long most) =>
        (string text, SettingContext _, out long value, [NotNullWhen(false)] out string? error) =>
        {
            if (!SizeText.TryParse(text, out value, out error))
            {
                error = $"{ShownText.Quote(text)} {error}";
                return false;
            }

            error = value < least ? $"{text} is too small" : value > most ? $"{text} is too big" : null;
            return error is null;
        };

    public static SettingParser<int> Integer(int least, int most) =>
        (string text, SettingContext _, out int value, [NotNullWhen(false)] out string? error) =>
        {
            if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
            {
                error = $"{ShownText.Quote(text)} is no whole number in range";
                return false;
            }

            error = value < least ? $"{text} is too small" : value > most ? $"{text} is too big" : null;
            return error is null;
        };

    /// <summary>One of a few words; case does not count.</summary>
    public static SettingParser<T> Word<T>(params (string Word, T Value)[] words)
        where T : struct, Enum =>
        (string text, SettingContext _, out T value, [NotNullWhen(false)] out string? error) =>
        {
            foreach (var (word, meaning) in words)
            {
                if (word.Equals(text, StringComparison.OrdinalIgnoreCase))
                {
                    value = meaning;
                    error = null;
                    return true;
                }
            }

            value = default;
            var near = NameSuggestion.Closest(text, words.Select(entry => entry.Word));
            error = $"{ShownText.Quote(text)} is not one of the words{(near is null ? "" : $" (did you mean \"{near}\"?)")}";
            return false;
        };
}
