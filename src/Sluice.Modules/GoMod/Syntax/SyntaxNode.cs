namespace Sluice.Modules.GoMod.Syntax;

/// <summary>A comment with its slashes. Empty text stands for a blank line inside a block.</summary>
internal readonly record struct SyntaxComment(GoModPosition Start, string Text)
{
    public static SyntaxComment BlankLine => new(default, "");
}

/// <summary>A part of a file that comments can belong to.</summary>
internal abstract class SyntaxNode
{
    /// <summary>Where it begins, comments excluded.</summary>
    public GoModPosition Start { get; init; }

    /// <summary>Where it ends, comments excluded.</summary>
    public GoModPosition End { get; set; }

    /// <summary>Comments on lines of their own, above; inside blocks also blank lines.</summary>
    public List<SyntaxComment> Before { get; set; } = [];

    /// <summary>Comments at the end of its line.</summary>
    public List<SyntaxComment> Suffix { get; set; } = [];
}

/// <summary>Comments that stand apart from any directive.</summary>
internal sealed class SyntaxCommentBlock : SyntaxNode;

/// <summary>A bracket around the lines of a block.</summary>
internal sealed class SyntaxParenthesis : SyntaxNode;

/// <summary>A line of tokens. In a block the verb is the block's and not among them; a line without tokens has been removed.</summary>
internal sealed class SyntaxLine : SyntaxNode
{
    public List<string> Tokens { get; set; } = [];
}

/// <summary>A verb and lines in brackets.</summary>
internal sealed class SyntaxBlock : SyntaxNode
{
    public required List<string> Tokens { get; init; }

    public SyntaxParenthesis Left { get; init; } = new();

    public List<SyntaxLine> Lines { get; init; } = [];

    public SyntaxParenthesis Right { get; set; } = new();
}
