namespace Sluice.Modules.GoMod.Syntax;

/// <summary>
/// Builds the tree of a file (golang.org/x/mod/modfile, <c>parse</c>). Unlike there, a syntax error drops only the line that it is on, so
/// that the errors after it are found too.
/// </summary>
internal sealed class SyntaxParser
{
    private readonly SyntaxLexer _lexer;
    private readonly GoModErrors _errors;
    private readonly List<SyntaxComment> _suffixes = [];
    private readonly List<SyntaxNode> _statements = [];
    private Token _next;

    private SyntaxParser(string text, GoModErrors errors)
    {
        _lexer = new SyntaxLexer(text, errors);
        _errors = errors;
        Take();
    }

    public static SyntaxFile Parse(string text, GoModErrors errors)
    {
        var parser = new SyntaxParser(text, errors);
        parser.ParseFile();
        var file = new SyntaxFile(parser._statements);
        SuffixComments.Assign(file, parser._suffixes);
        return file;
    }

    private Token Take()
    {
        var token = _next;
        _next = _lexer.Next();
        if (_next.Kind == TokenKind.SuffixComment)
        {
            _suffixes.Add(new SyntaxComment(_next.Start, _next.Text));
        }

        return token;
    }

    private void ParseFile()
    {
        SyntaxCommentBlock? comments = null;
        while (_next.Kind != TokenKind.EndOfFile && !_errors.IsFull)
        {
            switch (_next.Kind)
            {
                case TokenKind.NewLine:
                    Take();
                    Add(comments);
                    comments = null;
                    break;
                case TokenKind.Comment:
                    var token = Take();
                    comments ??= new SyntaxCommentBlock { Start = token.Start, End = token.Start };
                    comments.Before.Add(new SyntaxComment(token.Start, token.Text));
                    break;
                default:
                    var statement = ParseStatement();
                    if (statement is not null)
                    {
                        statement.Before = comments?.Before ?? [];
                        Add(statement);
                    }

                    comments = null;
                    break;
            }
        }

        Add(comments);
    }

    private void Add(SyntaxNode? statement)
    {
        if (statement is not null)
        {
            _statements.Add(statement);
        }
    }

    private SyntaxNode? ParseStatement()
    {
        var first = Take();
        var end = first.End;
        var tokens = new List<string> { first.Text };
        var malformed = first.Kind == TokenKind.Malformed;
        while (true)
        {
            var token = Take();
            if (token.EndsLine)
            {
                return malformed ? null : new SyntaxLine { Start = first.Start, Tokens = tokens, End = end };
            }

            malformed |= token.Kind == TokenKind.Malformed;
            if (!token.Is('('))
            {
                end = token.End;
                tokens.Add(token.Text);
                continue;
            }

            if (_next.EndsLine || _next.Kind == TokenKind.Malformed)
            {
                return ParseBlock(first.Start, tokens, token, malformed);
            }

            tokens.Add(token.Text);
            if (_next.Is(')'))
            {
                var right = Take();
                if (!_next.EndsLine)
                {
                    tokens.Add(right.Text);
                    continue;
                }

                tokens.RemoveAt(tokens.Count - 1);
                Take();
                return malformed ? null : Block(first.Start, tokens, token, right);
            }
        }
    }

    private SyntaxBlock? ParseBlock(GoModPosition start, List<string> tokens, Token left, bool malformed)
    {
        var lines = new List<SyntaxLine>();
        var comments = new List<SyntaxComment>();
        while (_next.Kind != TokenKind.EndOfFile && !_next.Is(')') && !_errors.IsFull)
        {
            switch (_next.Kind)
            {
                case TokenKind.SuffixComment:
                    Take();
                    break;
                case TokenKind.NewLine:
                    Take();
                    AddBlankLine(comments, isFirstLine: lines.Count == 0);
                    break;
                case TokenKind.Comment:
                    var comment = Take();
                    comments.Add(new SyntaxComment(comment.Start, comment.Text));
                    break;
                default:
                    var line = ParseLine();
                    if (line is not null)
                    {
                        line.Before = comments;
                        lines.Add(line);
                    }

                    comments = [];
                    break;
            }
        }

        var right = CloseBlock(start);
        var block = Block(start, tokens, left, right);
        block.Lines.AddRange(lines);
        block.Right.Before = comments is [{ Text: "" }] ? [] : comments;
        return malformed ? null : block;
    }

    private static void AddBlankLine(List<SyntaxComment> comments, bool isFirstLine)
    {
        if ((comments.Count == 0 && !isFirstLine) || (comments.Count > 0 && comments[^1].Text.Length > 0))
        {
            comments.Add(SyntaxComment.BlankLine);
        }
    }

    private Token CloseBlock(GoModPosition start)
    {
        if (!_next.Is(')'))
        {
            _errors.Add(_lexer.Position, $"syntax error (unterminated block started at {_errors.FileName}:{start.Line}:{start.Column})");
            return _next;
        }

        var right = Take();
        if (!_next.EndsLine)
        {
            // The place is behind the token that is too much: the go command looks one token ahead, too.
            _errors.Add(_lexer.Position, "syntax error (expected newline after closing paren)");
        }

        while (!_next.EndsLine)
        {
            Take();
        }

        Take();
        return right;
    }

    private static SyntaxBlock Block(GoModPosition start, List<string> tokens, Token left, Token right) => new()
    {
        Start = start,
        End = right.End,
        Tokens = tokens,
        Left = new SyntaxParenthesis { Start = left.Start, End = left.End },
        Right = new SyntaxParenthesis { Start = right.Start, End = right.End },
    };

    private SyntaxLine? ParseLine()
    {
        var first = Take();
        var end = first.End;
        var tokens = new List<string> { first.Text };
        var malformed = first.Kind == TokenKind.Malformed;
        while (!_next.EndsLine)
        {
            var token = Take();
            malformed |= token.Kind == TokenKind.Malformed;
            end = token.End;
            tokens.Add(token.Text);
        }

        Take();
        return malformed ? null : new SyntaxLine { Start = first.Start, Tokens = tokens, End = end };
    }
}
