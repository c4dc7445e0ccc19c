using System.Diagnostics.CodeAnalysis;

namespace Sluice.Modules.Paths;

/// <summary>
/// The escaping that keeps <c>rsc.io/QUOTE</c> and <c>rsc.io/quote</c> apart on file systems that fold case: <c>Q</c> is written
/// <c>!q</c> (https://go.dev/ref/mod#goproxy-protocol).
/// </summary>
public static class CaseEscaping
{
    /// <summary>Escapes a well-formed path or version; the text itself when it holds no upper-case letter.</summary>
    public static string Escape(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var upper = 0;
        foreach (var c in text)
        {
            upper += char.IsAsciiLetterUpper(c) ? 1 : 0;
        }

        return upper == 0 ? text : string.Create(text.Length + upper, text, static (target, source) =>
        {
            var at = 0;
            foreach (var c in source)
            {
                if (char.IsAsciiLetterUpper(c))
                {
                    target[at++] = '!';
                    target[at++] = (char)(c | 0x20);
                    continue;
                }

                target[at++] = c;
            }
        });
    }

    /// <summary>Undoes <see cref="Escape"/>. False for upper-case letters, for characters beyond ASCII, and for a <c>!</c> that no lower-case letter follows.</summary>
    public static bool TryUnescape(ReadOnlySpan<char> escaped, [NotNullWhen(true)] out string? text)
    {
        text = null;
        var marks = 0;
        for (var i = 0; i < escaped.Length; i++)
        {
            var c = escaped[i];
            if (char.IsAsciiLetterUpper(c) || !char.IsAscii(c))
            {
                return false;
            }

            if (c == '!' && (++i == escaped.Length || !char.IsAsciiLetterLower(escaped[i])))
            {
                return false;
            }

            marks += c == '!' ? 1 : 0;
        }

        text = marks == 0 ? escaped.ToString() : string.Create(escaped.Length - marks, escaped, static (target, source) =>
        {
            var at = 0;
            for (var i = 0; i < source.Length; i++)
            {
                target[at++] = source[i] == '!' ? (char)(source[++i] & ~0x20) : source[i];
            }
        });
        return true;
    }
}
