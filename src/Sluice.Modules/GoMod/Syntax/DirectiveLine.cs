namespace Sluice.Modules.GoMod.Syntax;

/// <summary>A line of a file with its verb, be it on the line or before the block that the line is in.</summary>
internal readonly record struct DirectiveLine(string Verb, SyntaxLine Line, SyntaxBlock? Block)
{
    /// <summary>How many tokens follow the verb.</summary>
    public int Count => Line.Tokens.Count - Skipped;

    private int Skipped => Block is null ? 1 : 0;

    /// <summary>The tokens after the verb.</summary>
    public string this[int index]
    {
        get => Line.Tokens[Skipped + index];
        set => Line.Tokens[Skipped + index] = value;
    }

    /// <summary>Whether the line carries <c>// indirect</c> or <c>// indirect; more</c>.</summary>
    public bool IsIndirect
    {
        get
        {
            var words = Line.Suffix.Count == 0 ? [] : CommentText(Line.Suffix[0]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            return words is ["indirect"] or ["indirect;", _, ..];
        }
    }

    /// <summary>
    /// The text of the comments above and behind the line, or if it has none those of its block; without slashes, lines parted by <c>\n</c>,
    /// blank lines left out (golang.org/x/mod/modfile, <c>parseDirectiveComment</c>).
    /// </summary>
    public string Comment
    {
        get
        {
            SyntaxNode node = Block is not null && Line.Before.Count == 0 && Line.Suffix.Count == 0 ? Block : Line;
            return string.Join('\n', node.Before.Concat(node.Suffix).Where(comment => comment.Text.Length > 0).Select(comment => CommentText(comment).Trim()));
        }
    }

    public static string CommentText(SyntaxComment comment) =>
        comment.Text.StartsWith("//", StringComparison.Ordinal) ? comment.Text[2..] : comment.Text;
}
