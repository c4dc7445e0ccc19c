namespace Sluice.Modules.GoMod.Syntax;

/// <summary>Changes to a tree (golang.org/x/mod/modfile, <c>addLine</c>, <c>updateLine</c>, <c>markRemoved</c>).</summary>
internal static class SyntaxEditing
{
    /// <summary>
    /// Adds a line. Behind <paramref name="hint"/> when that has the same verb, in its block, which is made if need be; with another verb
    /// behind the whole statement that the hint is in. Without a hint: at the end of the last block with the verb, or of the file.
    /// </summary>
    public static SyntaxLine Add(SyntaxFile file, DirectiveLine? hint, string verb, params IReadOnlyList<string> arguments)
    {
        var at = hint is { } given
            ? file.Statements.FindIndex(statement => ReferenceEquals(statement, (SyntaxNode?)given.Block ?? given.Line))
            : file.Statements.FindLastIndex(statement => VerbOf(statement) == verb);
        if (at < 0 || VerbOf(file.Statements[at]) != verb)
        {
            var single = new SyntaxLine { Tokens = [verb, .. arguments] };
            file.Statements.Insert(at < 0 ? file.Statements.Count : at + 1, single);
            return single;
        }

        var line = new SyntaxLine { Tokens = [.. arguments] };
        var block = file.Statements[at] as SyntaxBlock ?? ToBlock(file, at);
        var after = hint is { } near ? block.Lines.IndexOf(near.Line) : -1;
        block.Lines.Insert(after < 0 ? block.Lines.Count : after + 1, line);
        return line;
    }

    /// <summary>Gives a line other arguments; its comments stay.</summary>
    public static void Update(DirectiveLine line, params IReadOnlyList<string> arguments) =>
        line.Line.Tokens = line.Block is null ? [line.Verb, .. arguments] : [.. arguments];

    /// <summary>Takes a line out, with its comments.</summary>
    public static void Remove(DirectiveLine line)
    {
        line.Line.Tokens = [];
        line.Line.Suffix.Clear();
    }

    /// <summary>Adds or takes away the mark <c>// indirect</c>; what else the comment says stays.</summary>
    public static void SetIndirect(SyntaxLine line, bool indirect)
    {
        if (new DirectiveLine("require", line, null).IsIndirect == indirect)
        {
            return;
        }

        if (line.Suffix.Count == 0)
        {
            line.Suffix.Add(new SyntaxComment(default, "// indirect"));
            return;
        }

        var text = DirectiveLine.CommentText(line.Suffix[0]).Trim();
        if (indirect)
        {
            line.Suffix[0] = new SyntaxComment(default, text.Length == 0 ? "// indirect" : $"// indirect; {text}");
            return;
        }

        if (text == "indirect")
        {
            line.Suffix.Clear();
            return;
        }

        line.Suffix[0] = new SyntaxComment(default, $"//{text["indirect;".Length..]}");
    }

    private static string? VerbOf(SyntaxNode statement) => statement switch
    {
        SyntaxLine { Tokens.Count: > 0 } line => line.Tokens[0],
        SyntaxBlock { Tokens.Count: 1 } block => block.Tokens[0],
        _ => null,
    };

    private static SyntaxBlock ToBlock(SyntaxFile file, int at)
    {
        var line = (SyntaxLine)file.Statements[at];
        var block = new SyntaxBlock { Start = line.Start, End = line.End, Tokens = [line.Tokens[0]] };
        line.Tokens = line.Tokens[1..];
        block.Lines.Add(line);
        file.Statements[at] = block;
        return block;
    }
}
