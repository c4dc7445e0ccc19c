using System.Globalization;

namespace Sluice.Modules.SumDb;

/// <summary>Decimal numbers in the one spelling that a printer gives: ASCII digits, no sign, no leading zeros.</summary>
internal static class CanonicalNumber
{
    /// <summary>Parses a number from 0. False when it is spelled otherwise or does not fit.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (text.Length == 1 || text[0] != '0');

    /// <inheritdoc cref="TryParse(ReadOnlySpan{char}, out long)"/>
    public static bool TryParse(ReadOnlySpan<byte> text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (text.Length == 1 || text[0] != '0');
}
