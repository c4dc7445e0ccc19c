using Sluice.Modules.GoMod.Syntax;

namespace Sluice.Modules.GoMod;

/// <summary>Which directives may stand before a block (golang.org/x/mod/modfile, <c>parseToFile</c> and <c>ParseWork</c>).</summary>
internal static class BlockRules
{
    public static readonly HashSet<string> OfGoMod =
        new(["module", "godebug", "require", "exclude", "replace", "retract", "tool", "ignore"], StringComparer.Ordinal);

    public static readonly HashSet<string> OfGoWork = new(["godebug", "use", "replace"], StringComparer.Ordinal);

    public static void Check(SyntaxFile syntax, GoModErrors errors, HashSet<string> allowed)
    {
        foreach (var block in syntax.Statements.OfType<SyntaxBlock>().Where(block => block.Tokens.Count > 1 || !allowed.Contains(block.Tokens[0])))
        {
            errors.Add(block.Start, $"unknown block type: {string.Join(' ', block.Tokens)}");
        }
    }
}
