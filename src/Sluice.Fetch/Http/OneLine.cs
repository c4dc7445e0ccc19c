using System.Globalization;
using System.Text;

namespace Sluice.Fetch.Http;

/// <summary>Makes text from outside fit for one line of a message.</summary>
internal static class OneLine
{
    /// <summary>Longest piece of another server's text in a fault's detail, in characters.</summary>
    public const int MaxQuoted = 200;

    /// <summary>The first line that is not blank, without control and format characters, blanks folded; null when nothing is left.</summary>
    public static string? FirstOf(ReadOnlySpan<char> text, int maxLength = MaxQuoted)
    {
        foreach (var line in text.EnumerateLines())
        {
            if (Clean(line, maxLength) is { } clean)
            {
                return clean;
            }
        }

        return null;
    }

    /// <summary>All of it on one line, without control and format characters, blanks folded; null when nothing is left.</summary>
    public static string? Clean(ReadOnlySpan<char> text, int maxLength = MaxQuoted)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                line.Append(line.Length > 0 && line[^1] != ' ' ? " " : "");
                continue;
            }

            // Control, format (also bidirectional overrides), surrogate, private and unassigned characters play tricks with terminals.
            if (Rune.GetUnicodeCategory(rune) is >= UnicodeCategory.Control and <= UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
            {
                continue;
            }

            if (line.Length + rune.Utf16SequenceLength > maxLength)
            {
                break;
            }

            line.Append(rune.ToString());
        }

        var result = line.ToString().Trim();
        return result.Length == 0 ? null : result;
    }
}
