using System.Globalization;

namespace Sluice.Server.Configuration;

/// <summary>Sizes: a whole number with a unit, <c>32MiB</c>, <c>500MB</c>. Units: <c>B</c>, <c>KiB MiB GiB</c> (1024), <c>KB MB GB</c> (1000); case does not count.</summary>
internal static class SizeText
{
    private static readonly (string Unit, long Bytes)[] Units =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("KB", 1000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("B", 1),
    ];

    public static bool TryParse(ReadOnlySpan<char> text, out long bytes, out string? error)
    {
        bytes = 0;
        var length = text.IndexOfAnyExceptInRange('0', '9');
        if (length < 0 && text.Length > 0)
        {
            error = "has no unit";
            return false;
        }

        if (length > 0 && long.TryParse(text[..length], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            var unit = text[length..].TrimStart();
            foreach (var (name, size) in Units)
            {
                if (unit.Equals(name, StringComparison.OrdinalIgnoreCase) && number <= long.MaxValue / size)
                {
                    bytes = number * size;
                    error = null;
                    return true;
                }
            }
        }

        error = "is no size";
        return false;
    }

    /// <summary>In the largest binary unit that needs no fraction: <c>32MiB</c>.</summary>
    public static string Format(long bytes) => bytes switch
    {
        > 0 when bytes % (1L << 30) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 30}GiB"),
        > 0 when bytes % (1L << 20) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 20}MiB"),
        > 0 when bytes % (1L << 10) == 0 => string.Create(CultureInfo.InvariantCulture, $"{bytes >> 10}KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes}B"),
    };
}
