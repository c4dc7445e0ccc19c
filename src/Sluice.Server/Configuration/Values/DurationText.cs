using System.Globalization;

namespace Sluice.Server.Configuration;

/// <summary>
/// Durations as Go and people write them: numbers with units, added up: <c>500ms</c>, <c>60s</c>, <c>1h30m</c>, <c>1.5s</c>; <c>0</c>
/// needs no unit. Units: <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c>.
/// </summary>
internal static class DurationText
{
    /// <summary>Most digits before or after a point: enough for a century in milliseconds.</summary>
    private const int MaxDigits = 12;

    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan value, out string? error)
    {
        value = default;
        error = null;
        if (text is "0")
        {
            return true;
        }

        var milliseconds = 0m;
        var rest = text;
        do
        {
            if (!TakeNumber(ref rest, out var number))
            {
                error = "is no duration";
                return false;
            }

            if (rest.IsEmpty)
            {
                error = "has no unit";
                return false;
            }

            if (!TakeUnit(ref rest, out var unit))
            {
                error = "is no duration: the units are ms, s, m and h";
                return false;
            }

            milliseconds += number * unit;
        }
        while (!rest.IsEmpty);

        if (milliseconds > (decimal)TimeSpan.MaxValue.TotalMilliseconds)
        {
            error = "is too long";
            return false;
        }

        value = TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond));
        return true;
    }

    /// <summary>The shortest text: <c>90s</c> is <c>1m30s</c>, <c>60m</c> is <c>1h</c>.</summary>
    public static string Format(TimeSpan value)
    {
        if (value == TimeSpan.Zero)
        {
            return "0s";
        }

        var hours = (long)value.TotalHours;
        return string.Concat(
            hours > 0 ? string.Create(CultureInfo.InvariantCulture, $"{hours}h") : "",
            value.Minutes > 0 ? string.Create(CultureInfo.InvariantCulture, $"{value.Minutes}m") : "",
            value.Seconds > 0 ? string.Create(CultureInfo.InvariantCulture, $"{value.Seconds}s") : "",
            value.Milliseconds > 0 ? string.Create(CultureInfo.InvariantCulture, $"{value.Milliseconds}ms") : "");
    }

    private static bool TakeNumber(ref ReadOnlySpan<char> rest, out decimal number)
    {
        var length = rest.IndexOfAnyExcept("0123456789.");
        length = length < 0 ? rest.Length : length;
        var digits = rest[..length];
        rest = rest[length..];
        number = 0;
        return digits.Length is > 0 and <= MaxDigits && decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    private static bool TakeUnit(ref ReadOnlySpan<char> rest, out decimal milliseconds)
    {
        var length = rest.StartsWith("ms") ? 2 : 1;
        milliseconds = rest[..length] switch
        {
            "ms" => 1,
            "s" => 1000,
            "m" => 60_000,
            "h" => 3_600_000,
            _ => 0,
        };
        rest = rest[length..];
        return milliseconds > 0;
    }
}
