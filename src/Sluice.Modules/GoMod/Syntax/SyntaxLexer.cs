namespace Sluice.Modules.GoMod.Syntax;

/// <summary>Cuts a file into tokens (golang.org/x/mod/modfile, <c>readToken</c>). After a malformed one it goes on with the next line.</summary>
internal sealed class SyntaxLexer(string text, GoModErrors errors)
{
    private int _at;
    private int _tokens;
    private bool _lineHasToken;

    /// <summary>Where the next token is looked for.</summary>
    public GoModPosition Position { get; private set; } = GoModPosition.Start;

    private bool IsAtEnd => _at == text.Length;

    private ReadOnlySpan<char> Rest => text.AsSpan(_at);

    public Token Next()
    {
        if (++_tokens > GoModLimits.MaxTokens)
        {
            return Stop();
        }

        while (!IsAtEnd && text[_at] is ' ' or '\t' or '\r')
        {
            Advance();
        }

        var start = Position;
        if (IsAtEnd)
        {
            return new Token(TokenKind.EndOfFile, "", start, start);
        }

        if (Rest.StartsWith("//"))
        {
            return TakeComment(start);
        }

        _lineHasToken = true;
        return text[_at] switch
        {
            '\n' => TakeNewLine(start),
            '(' or ')' or '[' or ']' or '{' or '}' or ',' => TakePunctuation(start),
            '"' or '`' => TakeQuoted(start),
            _ => TakeWord(start),
        };
    }

    /// <summary>Passes over the rest of the line, its end excluded.</summary>
    public void SkipLine()
    {
        while (!IsAtEnd && text[_at] != '\n')
        {
            Advance();
        }
    }

    private Token Stop()
    {
        if (_tokens == GoModLimits.MaxTokens + 1)
        {
            errors.Add(Position, $"file too complex: more than {GoModLimits.MaxTokens} tokens");
        }

        _at = text.Length;
        return new Token(TokenKind.EndOfFile, "", Position, Position);
    }

    private Token TakeComment(GoModPosition start)
    {
        var kind = _lineHasToken ? TokenKind.SuffixComment : TokenKind.Comment;
        var from = _at;
        SkipLine();
        var to = _at;
        if (!IsAtEnd)
        {
            to -= text[to - 1] == '\r' ? 1 : 0;
            Advance();
        }

        _lineHasToken = false;
        return new Token(kind, text[from..to], start, Position);
    }

    private Token TakeNewLine(GoModPosition start)
    {
        Advance();
        _lineHasToken = false;
        return new Token(TokenKind.NewLine, "\n", start, Position);
    }

    private Token TakePunctuation(GoModPosition start)
    {
        var character = text[_at];
        Advance();
        return new Token(TokenKind.Punctuation, character.ToString(), start, Position);
    }

    private Token TakeQuoted(GoModPosition start)
    {
        var from = _at;
        var quote = text[_at];
        Advance();
        while (!IsAtEnd && text[_at] != quote)
        {
            if (text[_at] == '\n')
            {
                return Fail(Position, "unexpected newline in string");
            }

            var escapes = text[_at] == '\\' && quote != '`';
            Advance();
            if (escapes && !IsAtEnd)
            {
                Advance();
            }
        }

        if (IsAtEnd)
        {
            return Fail(start, "unexpected EOF in string");
        }

        Advance();
        return new Token(TokenKind.Quoted, text[from.._at], start, Position);
    }

    private Token TakeWord(GoModPosition start)
    {
        var from = _at;
        if (!IsWordCharacter())
        {
            return Fail(start, $"unexpected input character {GoQuoting.QuoteRune(Rest)}");
        }

        while (!IsAtEnd && IsWordCharacter() && !Rest.StartsWith("//"))
        {
            if (Rest.StartsWith("/*"))
            {
                return Fail(Position, "mod files must use // comments (not /* */ comments)");
            }

            Advance();
        }

        return new Token(TokenKind.Word, text[from.._at], start, Position);
    }

    private Token Fail(GoModPosition position, string message)
    {
        errors.Add(position, message);
        SkipLine();
        return new Token(TokenKind.Malformed, "", position, Position);
    }

    /// <summary>Most of what prints can be in a word, but not blanks and brackets (golang.org/x/mod/modfile, <c>isIdent</c>).</summary>
    private bool IsWordCharacter() =>
        text[_at] is not (' ' or '(' or ')' or '[' or ']' or '{' or '}' or ',') && GoQuoting.IsPrintable(Rest);

    private void Advance()
    {
        var newLine = text[_at] == '\n';
        var bytes = LosslessText.ByteLength(Rest, out var characters);
        _at += characters;
        Position = newLine
            ? new GoModPosition(Position.Line + 1, 1, Position.Offset + bytes)
            : Position with { Column = Position.Column + 1, Offset = Position.Offset + bytes };
    }
}
