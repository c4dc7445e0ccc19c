namespace Sluice.Modules.Paths;

/// <summary>
/// Go's path.Match (https://pkg.go.dev/path#Match) on UTF-16 units; paths to be matched are ASCII. As there, <c>*</c> and <c>?</c> never
/// match a slash, a class that lists it (or a negated one that does not) may. Time is bounded by pattern length times text length.
/// </summary>
internal static class Glob
{
    public static bool IsWellFormed(ReadOnlySpan<char> glob)
    {
        for (var i = 0; i < glob.Length; i++)
        {
            if (glob[i] == '\\')
            {
                if (++i == glob.Length)
                {
                    return false;
                }

                continue;
            }

            if (glob[i] != '[')
            {
                continue;
            }

            if (!TryMatchClass(glob[i..], '\0', out _, out var length))
            {
                return false;
            }

            i += length - 1;
        }

        return true;
    }

    public static bool Matches(ReadOnlySpan<char> glob, ReadOnlySpan<char> text)
    {
        // Iterative with one point to return to: the last star. A star never passes a slash.
        int g = 0, t = 0, starGlob = -1, starText = 0;
        while (true)
        {
            if (g < glob.Length && glob[g] == '*')
            {
                starGlob = ++g;
                starText = t;
                continue;
            }

            if (t == text.Length && g == glob.Length)
            {
                return true;
            }

            if (t < text.Length && g < glob.Length && TryMatchOne(glob[g..], text[t], out var length))
            {
                g += length;
                t++;
                continue;
            }

            if (starGlob < 0 || starText >= text.Length || text[starText] == '/')
            {
                return false;
            }

            g = starGlob;
            t = ++starText;
        }
    }

    private static bool TryMatchOne(ReadOnlySpan<char> glob, char c, out int length)
    {
        length = 1;
        switch (glob[0])
        {
            case '?':
                return c != '/';
            case '[':
                return TryMatchClass(glob, c, out var matched, out length) && matched;
            case '\\':
                length = 2;
                return glob.Length > 1 && glob[1] == c;
            default:
                return glob[0] == c;
        }
    }

    /// <summary>Reads <c>[^a-z\]]</c>. False when it is malformed.</summary>
    private static bool TryMatchClass(ReadOnlySpan<char> glob, char c, out bool matched, out int length)
    {
        matched = false;
        length = 0;
        var i = 1;
        var negated = i < glob.Length && glob[i] == '^';
        i += negated ? 1 : 0;
        for (var ranges = 0; ; ranges++)
        {
            if (i < glob.Length && glob[i] == ']' && ranges > 0)
            {
                matched ^= negated;
                length = i + 1;
                return true;
            }

            if (!TryTakeCharacter(glob, ref i, out var low))
            {
                return false;
            }

            var high = low;
            if (i < glob.Length && glob[i] == '-')
            {
                i++;
                if (!TryTakeCharacter(glob, ref i, out high))
                {
                    return false;
                }
            }

            matched |= low <= c && c <= high;
        }
    }

    private static bool TryTakeCharacter(ReadOnlySpan<char> glob, ref int i, out char c)
    {
        c = default;
        if (i >= glob.Length || glob[i] is '-' or ']')
        {
            return false;
        }

        if (glob[i] == '\\' && ++i >= glob.Length)
        {
            return false;
        }

        c = glob[i++];
        return i < glob.Length;
    }
}
