namespace Sluice.Modules.GoMod.Syntax;

/// <summary>
/// Gives each comment at the end of a line to the last part of the file that ends before it and lies on one line
/// (golang.org/x/mod/modfile, <c>assignComments</c>).
/// </summary>
internal static class SuffixComments
{
    public static void Assign(SyntaxFile file, List<SyntaxComment> comments)
    {
        if (comments.Count == 0)
        {
            return;
        }

        var nodes = new List<SyntaxNode>();
        foreach (var statement in file.Statements)
        {
            if (statement is SyntaxBlock block)
            {
                nodes.Add(block.Left);
                nodes.AddRange(block.Lines);
                nodes.Add(block.Right);
            }

            nodes.Add(statement);
        }

        var left = comments.Count;
        for (var i = nodes.Count - 1; i >= 0 && left > 0; i--)
        {
            var node = nodes[i];
            var from = left;
            while (node.Start.Line == node.End.Line && from > 0 && node.End.Offset <= comments[from - 1].Start.Offset)
            {
                from--;
            }

            node.Suffix.AddRange(comments[from..left]);
            left = from;
        }

        file.Before.AddRange(comments[..left]);
    }
}
