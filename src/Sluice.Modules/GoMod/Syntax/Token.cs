namespace Sluice.Modules.GoMod.Syntax;

internal enum TokenKind
{
    EndOfFile,
    NewLine,

    /// <summary>A comment alone on its line, the line's end included.</summary>
    Comment,

    /// <summary>A comment after something else on its line, the line's end included.</summary>
    SuffixComment,

    /// <summary>A bare word.</summary>
    Word,

    /// <summary>A string with its quotes.</summary>
    Quoted,

    /// <summary>One of <c>()[]{},</c>.</summary>
    Punctuation,

    /// <summary>Something that is no token; reported already. It takes the rest of its line.</summary>
    Malformed,
}

internal readonly record struct Token(TokenKind Kind, string Text, GoModPosition Start, GoModPosition End)
{
    public bool EndsLine => Kind is TokenKind.EndOfFile or TokenKind.NewLine or TokenKind.SuffixComment;

    public bool Is(char punctuation) => Kind == TokenKind.Punctuation && Text[0] == punctuation;
}
