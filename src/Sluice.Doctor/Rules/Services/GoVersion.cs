using System.Globalization;

namespace Sluice.Doctor.Rules.Services;

/// <summary>Versions of Go as numbers.</summary>
internal static class GoVersion
{
    /// <summary><c>go1.22.1</c>, <c>1.21</c>, <c>1.23rc1</c> as 1.22.1, 1.21.0, 1.23.0; null for what is none.</summary>
    public static Version? Parse(string? text)
    {
        var parts = (text ?? "").StartsWith("go", StringComparison.Ordinal) ? text![2..].Split('.') : (text ?? "").Split('.');
        if (parts.Length is < 2 or > 3)
        {
            return null;
        }

        var numbers = new int[3];
        for (var i = 0; i < parts.Length; i++)
        {
            var digits = new string([.. parts[i].TakeWhile(char.IsAsciiDigit)]);
            if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }
        }

        return new Version(numbers[0], numbers[1], numbers[2]);
    }
}
