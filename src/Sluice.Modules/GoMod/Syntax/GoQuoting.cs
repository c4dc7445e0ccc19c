using System.Buffers;
using System.Globalization;
using System.Text;

namespace Sluice.Modules.GoMod.Syntax;

/// <summary>Go's quoted strings (package strconv), over <see cref="LosslessText"/>.</summary>
internal static class GoQuoting
{
    /// <summary>The text as one token of a go.mod line: quoted only when it must be (golang.org/x/mod/modfile, <c>AutoQuote</c>).</summary>
    public static string AutoQuote(string text) => MustQuote(text) ? Quote(text) : text;

    /// <summary>The text in double quotes, with what does not print escaped (<c>strconv.Quote</c>).</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        for (var i = 0; i < text.Length;)
        {
            i += AppendEscaped(quoted, text.AsSpan(i), '"');
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>The first code point of the text in single quotes (<c>strconv.QuoteRune</c>).</summary>
    public static string QuoteRune(ReadOnlySpan<char> text)
    {
        var quoted = new StringBuilder().Append('\'');
        if (LosslessText.IsStrayByte(text[0]))
        {
            quoted.Append('\uFFFD');
        }
        else
        {
            AppendEscaped(quoted, text, '\'');
        }

        return quoted.Append('\'').ToString();
    }

    /// <summary>Undoes a string in double or backward quotes (<c>strconv.Unquote</c>). Null when it is malformed.</summary>
    public static string? Unquote(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[0] != text[^1] || text[0] is not ('"' or '`'))
        {
            return null;
        }

        var inner = text[1..^1];
        if (text[0] == '`')
        {
            return inner.Contains('`') ? null : inner.ToString().Replace("\r", "", StringComparison.Ordinal);
        }

        return inner.Contains('\n') ? null : GoUnquoting.Undo(inner);
    }

    /// <summary>Whether Go prints the code point as it is: letters, marks, numbers, punctuation, symbols and the blank (<c>unicode.IsPrint</c>).</summary>
    public static bool IsPrintable(ReadOnlySpan<char> text)
    {
        if (char.IsAscii(text[0]))
        {
            return text[0] is >= ' ' and <= '~';
        }

        if (Rune.DecodeFromUtf16(text, out var rune, out _) != OperationStatus.Done)
        {
            return true; // A stray byte is U+FFFD to Go, a symbol.
        }

        return Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or
            UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or
            UnicodeCategory.ParagraphSeparator);
    }

    private static bool MustQuote(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is ' ' or '"' or '\'' or '`' || (text[i] is '(' or ')' or '[' or ']' or '{' or '}' or ',' && text.Length > 1))
            {
                return true;
            }

            if (!IsPrintable(text.AsSpan(i)))
            {
                return true;
            }

            i += char.IsHighSurrogate(text[i]) ? 1 : 0;
        }

        return text.Length == 0 || text.Contains("//", StringComparison.Ordinal) || text.Contains("/*", StringComparison.Ordinal);
    }

    /// <summary>Appends the first code point, escaped where needed; gives its length in characters.</summary>
    private static int AppendEscaped(StringBuilder quoted, ReadOnlySpan<char> text, char quote)
    {
        if (LosslessText.IsStrayByte(text[0]))
        {
            quoted.Append(CultureInfo.InvariantCulture, $"\\x{LosslessText.StrayByte(text[0]):x2}");
            return 1;
        }

        Rune.DecodeFromUtf16(text, out var rune, out var length);
        var value = rune.Value;
        if (value == quote || value == '\\')
        {
            quoted.Append('\\').Append((char)value);
        }
        else if (IsPrintable(text))
        {
            quoted.Append(text[..length]);
        }
        else
        {
            quoted.Append(Escape(value));
        }

        return length;
    }

    private static string Escape(int value) => value switch
    {
        '\a' => "\\a",
        '\b' => "\\b",
        '\f' => "\\f",
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        '\v' => "\\v",
        < ' ' or 0x7F => string.Create(CultureInfo.InvariantCulture, $"\\x{value:x2}"),
        < 0x10000 => string.Create(CultureInfo.InvariantCulture, $"\\u{value:x4}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\U{value:x8}"),
    };
}
