using System.Buffers;
using System.Text;

namespace Sluice.Modules.Archives;

/// <summary>File names in messages, as the go command prints them.</summary>
internal static class GoText
{
    /// <summary>A name in double quotes, with what does not print escaped (Go's <c>%q</c>).</summary>
    public static string Quote(ReadOnlySpan<byte> name)
    {
        var text = new StringBuilder(name.Length + 2).Append('"');
        while (!name.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(name, out var rune, out var length);
            if (status != OperationStatus.Done)
            {
                foreach (var b in name[..length])
                {
                    text.Append($"\\x{b:x2}");
                }
            }
            else
            {
                AppendRune(text, rune);
            }

            name = name[length..];
        }

        return text.Append('"').ToString();
    }

    /// <inheritdoc cref="Quote(ReadOnlySpan{byte})"/>
    public static string Quote(string name) => Quote(Encoding.UTF8.GetBytes(name));

    /// <summary>A name as it is, or in quotes when that could not be printed safely.</summary>
    public static string Show(ReadOnlySpan<byte> name)
    {
        var text = Encoding.UTF8.GetString(name);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsPrintable(rune))
            {
                return Quote(name);
            }
        }

        return text;
    }

    private static void AppendRune(StringBuilder text, Rune rune)
    {
        if (rune.Value is '"' or '\\')
        {
            text.Append('\\').Append((char)rune.Value);
            return;
        }

        if (IsPrintable(rune))
        {
            text.Append(rune.ToString());
            return;
        }

        text.Append(rune.Value switch
        {
            '\a' => "\\a",
            '\b' => "\\b",
            '\f' => "\\f",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\v' => "\\v",
            < 0x20 or 0x7f => $"\\x{rune.Value:x2}",
            < 0x10000 => $"\\u{rune.Value:x4}",
            _ => $"\\U{rune.Value:x8}",
        });
    }

    /// <summary>Letters, marks, numbers, punctuation, symbols and the ASCII blank (Go's <c>unicode.IsPrint</c>).</summary>
    private static bool IsPrintable(Rune rune)
    {
        if (rune.IsAscii)
        {
            return rune.Value is >= ' ' and < 0x7f;
        }

        return rune != Rune.ReplacementChar && (Rune.IsLetterOrDigit(rune) || Rune.IsPunctuation(rune) || Rune.IsSymbol(rune) || Rune.IsNumber(rune) ||
            Rune.GetUnicodeCategory(rune) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark or
            System.Globalization.UnicodeCategory.EnclosingMark);
    }
}
