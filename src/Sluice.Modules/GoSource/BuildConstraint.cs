namespace Sluice.Modules.GoSource;

/// <summary>
/// Whether a file's constraint (https://pkg.go.dev/cmd/go#hdr-Build_constraints) can hold for some system and some tags. Every tag counts as set, and behind <c>!</c> as not set; only
/// <c>ignore</c> is never set (cmd/go/internal/imports, <c>eval</c> with <c>AnyTags</c>).
/// </summary>
internal static class BuildConstraint
{
    private const int MaxDepth = 100;

    /// <summary>Looks at what stands before the package clause.</summary>
    public static bool Allows(ReadOnlySpan<char> header)
    {
        var allowed = true;
        var text = header.ToString().ReplaceLineEndings("\n");
        foreach (var line in text.Split('\n'))
        {
            var trimmed = line.Trim();
            if (trimmed.StartsWith("//go:build ", StringComparison.Ordinal))
            {
                return new Expression(trimmed["//go:build ".Length..]).Holds();
            }
        }

        // Old constraints count only where a blank line parts them from the package clause.
        var end = text.LastIndexOf("\n\n", StringComparison.Ordinal);
        foreach (var line in end < 0 ? [] : text[..end].Split('\n'))
        {
            var trimmed = line.Trim();
            if (trimmed.StartsWith("//", StringComparison.Ordinal) && trimmed[2..].TrimStart() is ['+', 'b', 'u', 'i', 'l', 'd', ' ', .. var options])
            {
                allowed &= options.Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(option => option.Split(',').All(tag => tag != "ignore"));
            }
        }

        return allowed;
    }

    /// <summary><c>a &amp;&amp; !(b || c)</c>. What is malformed does not hold.</summary>
    private sealed class Expression(string text)
    {
        private int _at;

        public bool Holds() => Or(true, 0) && Skip() == text.Length;

        private bool Or(bool prefer, int depth)
        {
            var value = And(prefer, depth);
            while (Take("||"))
            {
                value |= And(prefer, depth);
            }

            return value;
        }

        private bool And(bool prefer, int depth)
        {
            var value = Not(prefer, depth);
            while (Take("&&"))
            {
                value &= Not(prefer, depth);
            }

            return value;
        }

        private bool Not(bool prefer, int depth)
        {
            if (depth > MaxDepth)
            {
                return false;
            }

            if (Take("!"))
            {
                return !Not(!prefer, depth + 1);
            }

            if (Take("("))
            {
                var value = Or(prefer, depth + 1);
                Take(")");
                return value;
            }

            var start = Skip();
            while (_at < text.Length && (char.IsLetterOrDigit(text[_at]) || text[_at] is '_' or '.'))
            {
                _at++;
            }

            return _at > start && text.AsSpan(start, _at - start) is not "ignore" && prefer;
        }

        private bool Take(string mark)
        {
            var isThere = text.AsSpan(Skip()).StartsWith(mark);
            _at += isThere ? mark.Length : 0;
            return isThere;
        }

        private int Skip()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }

            return _at;
        }
    }
}
