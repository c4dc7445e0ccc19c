using System.Globalization;

namespace Sluice.Modules.Versions;

/// <summary>Times as Go writes them into JSON: <c>2019-03-11T18:33:53.123456789+02:00</c> (https://www.rfc-editor.org/rfc/rfc3339#section-5.6).</summary>
internal static class Rfc3339
{
    private const string ToSeconds = "yyyy-MM-dd'T'HH:mm:ss";

    /// <summary>The instant in its zone, to UTC where .NET has no such zone (beyond 14 h); digits beyond 100 ns are cut.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        time = default;
        const int SecondsLength = 19;
        if (text.Length <= SecondsLength ||
            !DateTime.TryParseExact(text[..SecondsLength], ToSeconds, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) ||
            !TryTakeFraction(text[SecondsLength..], out var fraction, out var zoneText) || !TryReadZone(zoneText, out var zone))
        {
            return false;
        }

        // In 128 bits nothing overflows at the ends of the calendar.
        var ticks = (Int128)local.Ticks + fraction;
        var utcTicks = ticks - zone.Ticks;
        if (utcTicks < 0 || utcTicks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        var inUtc = new DateTimeOffset((long)utcTicks, TimeSpan.Zero);
        time = zone.Duration() <= TimeSpan.FromHours(14) ? inUtc.ToOffset(zone) : inUtc;
        return true;
    }

    /// <summary>The instant in its zone, as Go prints it: <c>Z</c> for UTC, no trailing zeros in the fraction.</summary>
    public static string Format(DateTimeOffset time) => time.Offset == TimeSpan.Zero
        ? time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)
        : time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture);

    private static bool TryTakeFraction(ReadOnlySpan<char> text, out long ticks, out ReadOnlySpan<char> rest)
    {
        ticks = 0;
        rest = text;
        if (text[0] != '.')
        {
            return true;
        }

        var end = text[1..].IndexOfAnyExceptInRange('0', '9') + 1;
        if (end <= 1)
        {
            return false;
        }

        var unit = TimeSpan.TicksPerSecond / 10;
        foreach (var digit in text[1..end])
        {
            ticks += unit * (digit - '0');
            unit /= 10;
        }

        rest = text[end..];
        return true;
    }

    private static bool TryReadZone(ReadOnlySpan<char> text, out TimeSpan zone)
    {
        zone = default;
        if (text is "Z")
        {
            return true;
        }

        if (text.Length != "+00:00".Length || text[0] is not ('+' or '-') ||
            !TimeSpan.TryParseExact(text[1..], @"hh\:mm", CultureInfo.InvariantCulture, out zone))
        {
            return false;
        }

        zone = text[0] == '-' ? -zone : zone;
        return true;
    }
}
