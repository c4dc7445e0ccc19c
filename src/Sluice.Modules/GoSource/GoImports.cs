namespace Sluice.Modules.GoSource;

/// <summary>
/// Reads the imports of a Go file without the rest of it, for every system and tag at once, as <c>go mod tidy</c> does (cmd/go/internal/imports, <c>AnyTags</c>).
/// </summary>
public static class GoImports
{
    /// <summary>Longest file that is looked at, in characters. Imports stand at its start.</summary>
    public const int MaxCharacters = 16 * 1024 * 1024;

    /// <summary>
    /// The import paths in the file's order; null when the file belongs to no package: its build constraint wants the tag <c>ignore</c>, or it has no package clause.
    /// What follows a mistake is not read.
    /// </summary>
    public static IReadOnlyList<string>? Read(string source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var reader = new Reader(source.Length > MaxCharacters ? source[..MaxCharacters] : source);
        var header = reader.SkipTrivia();
        if (!reader.TakeWord("package") || !reader.TakeName() || !BuildConstraint.Allows(source.AsSpan(0, header)))
        {
            return null;
        }

        var imports = new List<string>();
        while (reader.TakeWord("import"))
        {
            if (!reader.Take('('))
            {
                if (!reader.TakeImport(imports))
                {
                    break;
                }

                continue;
            }

            while (reader.TakeImport(imports))
            {
            }

            if (!reader.Take(')'))
            {
                break;
            }
        }

        return imports;
    }

    private sealed class Reader(string source)
    {
        private int _at = source.StartsWith('\uFEFF') ? 1 : 0;

        /// <summary>Goes over blanks, semicolons and comments; returns where the next word is.</summary>
        public int SkipTrivia()
        {
            while (_at < source.Length)
            {
                var rest = source.AsSpan(_at);
                var length = char.IsWhiteSpace(rest[0]) || rest[0] == ';'
                    ? 1
                    : rest.StartsWith("//") ? Length(rest, "\n") : rest.StartsWith("/*") ? Length(rest, "*/") : 0;
                if (length == 0)
                {
                    break;
                }

                _at += length;
            }

            return _at;
        }

        public bool TakeWord(string word)
        {
            SkipTrivia();
            var isThere = source.AsSpan(_at).StartsWith(word) && (_at + word.Length == source.Length || !IsOfName(source[_at + word.Length]));
            _at += isThere ? word.Length : 0;
            return isThere;
        }

        public bool TakeName()
        {
            SkipTrivia();
            var start = _at;
            while (_at < source.Length && IsOfName(source[_at]))
            {
                _at++;
            }

            return _at > start;
        }

        public bool Take(char character)
        {
            SkipTrivia();
            var isThere = _at < source.Length && source[_at] == character;
            _at += isThere ? 1 : 0;
            return isThere;
        }

        /// <summary><c>[name|.] "path"</c>.</summary>
        public bool TakeImport(List<string> imports)
        {
            if (!Take('.'))
            {
                TakeName();
            }

            SkipTrivia();
            if (_at == source.Length || source[_at] is not ('"' or '`'))
            {
                return false;
            }

            var length = source.AsSpan(_at + 1).IndexOf(source[_at]);
            if (length < 0)
            {
                return false;
            }

            imports.Add(source.Substring(_at + 1, length));
            _at += length + 2;
            return true;
        }

        private static bool IsOfName(char character) => char.IsLetterOrDigit(character) || character == '_';

        private static int Length(ReadOnlySpan<char> rest, string end) => rest.IndexOf(end) is >= 0 and var length ? length + end.Length : rest.Length;
    }
}
