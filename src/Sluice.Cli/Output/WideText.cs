using System.Text;

namespace Sluice.Cli.Output;

/// <summary>Breaks prose by the columns that it takes on a terminal. Chinese characters take two, and a line may end behind any of them.</summary>
internal static class WideText
{
    private const string NotAtStart = "，。；：、）？！”》";

    /// <summary>Lines of at most the width; a word that is longer has a line of its own.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = new StringBuilder();
        var columns = 0;
        foreach (var word in Words(text))
        {
            var isBlank = word == " ";
            var size = Width(word);
            if (columns > 0 && columns + size > width && !isBlank && !NotAtStart.Contains(word[0], StringComparison.Ordinal))
            {
                yield return line.ToString().TrimEnd();
                line.Clear();
                columns = 0;
            }

            if (columns > 0 || !isBlank)
            {
                line.Append(word);
                columns += size;
            }
        }

        if (columns > 0)
        {
            yield return line.ToString().TrimEnd();
        }
    }

    /// <summary>Columns of a text.</summary>
    public static int Width(string text) => text.EnumerateRunes().Sum(rune => IsWide(rune.Value) ? 2 : 1);

    /// <summary>Pads with blanks to a width in columns.</summary>
    public static string Pad(string text, int width) => text + new string(' ', Math.Max(0, width - Width(text)));

    private static IEnumerable<string> Words(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != ' ' && !IsWide(text[i]))
            {
                continue;
            }

            if (i > start)
            {
                yield return text[start..i];
            }

            yield return text[i].ToString();
            start = i + 1;
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }

    /// <summary>East Asian wide and full-width (Unicode TR 11), as far as Chinese texts need it.</summary>
    private static bool IsWide(int rune) => rune is (>= 0x1100 and <= 0x115f) or (>= 0x2e80 and <= 0xa4cf) or (>= 0xac00 and <= 0xd7a3) or (>= 0xf900 and <= 0xfaff) or (>= 0xfe30 and <= 0xfe6f) or (>= 0xff00 and <= 0xff60) or (>= 0xffe0 and <= 0xffe6);
}
