using Sluice.Modules.GoMod.Syntax;

namespace Sluice.Modules.GoMod;

/// <summary>Which directives may stand before a block (golang.org/x/mod/modfile, <c>parseToFile</c> and <c>ParseWork</c>).</summary>
internal static class BlockRules
{
    public static readonly HashSet<string> OfGoMod =
        new(["module", "godebug", "require", "exclude", "replace", "retract", "tool", "ignore"], StringComparer.Ordinal);

    public static readonly HashSet<string> OfGoWork = new(["godebug", "use", "replace"], StringComparer.Ordinal);

    /// <summary>Gives the lines that can be understood, in order, and reports the blocks between them that cannot.</summary>
    /// <param name="syntax">The tree.</param>
    /// <param name="allowed">Verbs of blocks.</param>
    /// <param name="errors">Where to report; null to pass over such blocks.</param>
    public static IEnumerable<DirectiveLine> Lines(SyntaxFile syntax, HashSet<string> allowed, GoModErrors? errors)
    {
        foreach (var statement in syntax.Statements)
        {
            if (statement is SyntaxBlock block && (block.Tokens.Count > 1 || !allowed.Contains(block.Tokens[0])))
            {
                errors?.Add(block.Start, $"unknown block type: {string.Join(' ', block.Tokens)}");
                continue;
            }

            foreach (var line in SyntaxFile.DirectivesOf(statement))
            {
                yield return line;
            }
        }
    }
}
