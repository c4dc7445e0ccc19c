using System.Globalization;

namespace Sluice.Cli.Output;

/// <summary>Numbers as people read them.</summary>
internal static class HumanText
{
    private static readonly string[] Units = ["kB", "MB", "GB", "TB"];

    /// <summary>Decimal units: <c>812 B</c>, <c>8.9 MB</c>.</summary>
    public static string Size(long bytes)
    {
        if (bytes < 1000)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{bytes} B");
        }

        var value = bytes / 1000.0;
        var unit = 0;
        while (value >= 999.95 && unit < Units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.0} {Units[unit]}");
    }

    /// <summary><c>412 ms</c>, <c>12.3 s</c>, <c>3 min 4 s</c>.</summary>
    public static string Duration(double milliseconds) => milliseconds switch
    {
        < 999.5 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms"),
        < 59_950 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)(milliseconds / 60_000)} min {(long)(milliseconds / 1000) % 60} s"),
    };

    /// <summary><c>1 module</c>, <c>2 modules</c>.</summary>
    public static string Count(long number, string noun, string? plural = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? noun : plural ?? noun + "s")}");

    /// <summary>UTC, to the second.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
