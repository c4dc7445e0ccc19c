namespace Sluice.Modules.GoMod.Syntax;

/// <summary>The tree of a go.mod or go.work file: statements with their comments, in order (golang.org/x/mod/modfile, <c>FileSyntax</c>).</summary>
internal sealed class SyntaxFile(List<SyntaxNode> statements)
{
    /// <summary>Comments that belong to nothing else. Only a word that spans lines can cause them.</summary>
    public List<SyntaxComment> Before { get; init; } = [];

    public List<SyntaxNode> Statements => statements;

    /// <summary>All lines with a verb of their own or of a one-word block, in order; removed ones excluded.</summary>
    public IEnumerable<DirectiveLine> Directives() => statements.SelectMany(DirectivesOf);

    /// <summary>The lines of one statement, as <see cref="Directives"/> gives them.</summary>
    public static IEnumerable<DirectiveLine> DirectivesOf(SyntaxNode statement) => statement switch
    {
        SyntaxLine { Tokens.Count: > 0 } line => [new DirectiveLine(line.Tokens[0], line, null)],
        SyntaxBlock { Tokens.Count: 1 } block =>
            block.Lines.Where(line => line.Tokens.Count > 0).Select(line => new DirectiveLine(block.Tokens[0], line, block)),
        _ => [],
    };

    public byte[] Print() => LosslessText.Encode(SyntaxPrinter.Print(this));
}
