using Sluice.Modules.Versions;

namespace Sluice.Modules.GoMod.Syntax;

/// <summary>
/// What <c>go mod edit -fmt</c> does beyond layout (golang.org/x/mod/modfile, <c>SortBlocks</c> and <c>Cleanup</c>): duplicate lines go,
/// blocks are sorted, a block of one line becomes a line, removed lines and empty blocks go. Unlike there, a block stays when a comment
/// would go with it. The input is left alone.
/// </summary>
internal static class SyntaxNormaliser
{
    /// <summary>Gives the tree in order.</summary>
    /// <param name="file">The tree.</param>
    /// <param name="unique">Verbs whose duplicate lines go: of <c>replace</c> the last stays, of others the first.</param>
    /// <param name="goVersion">What the file's go directive says, or null: from 1.21 on, exclusions are sorted by version.</param>
    public static SyntaxFile Normalise(SyntaxFile file, IReadOnlySet<string> unique, string? goVersion)
    {
        var dead = Duplicates(file, unique);
        var byVersion = goVersion is not null && SemVer.Compare("v" + goVersion, "v1.21") >= 0;
        var statements = new List<SyntaxNode>();
        foreach (var statement in file.Statements)
        {
            var kept = statement switch
            {
                SyntaxLine line => IsAlive(line, dead) ? line : null,
                SyntaxBlock block => Normalise(block, dead, byVersion),
                _ => statement,
            };
            if (kept is not null)
            {
                statements.Add(kept);
            }
        }

        return new SyntaxFile(statements) { Before = file.Before };
    }

    private static bool IsAlive(SyntaxLine line, HashSet<SyntaxLine> dead) => line.Tokens.Count > 0 && !dead.Contains(line);

    private static SyntaxNode? Normalise(SyntaxBlock block, HashSet<SyntaxLine> dead, bool byVersion)
    {
        Comparison<SyntaxLine> order = block.Tokens[0] switch
        {
            "exclude" when byVersion => LineOrder.CompareExclusions,
            "retract" => LineOrder.CompareRetractions,
            _ => LineOrder.Compare,
        };
        var lines = block.Lines.Where(line => IsAlive(line, dead)).Order(Comparer<SyntaxLine>.Create(order)).ToList();
        if (lines is [{ Before: [{ Text: "" }, ..] }, ..])
        {
            lines[0] = WithoutBlankAbove(lines[0]);
        }

        var bracketsHaveComments = block.Left.Suffix.Count + block.Right.Before.Count + block.Right.Suffix.Count > 0;
        if (lines.Count == 0 && !bracketsHaveComments)
        {
            return null;
        }

        return lines.Count == 1 && !bracketsHaveComments && MeansTheSameFolded(block, lines[0]) ? Collapse(block, lines[0]) : new SyntaxBlock
        {
            Start = block.Start,
            End = block.End,
            Tokens = block.Tokens,
            Before = block.Before,
            Suffix = block.Suffix,
            Left = block.Left,
            Right = block.Right,
            Lines = lines,
        };
    }

    /// <summary>Sorting may bring a blank line to the top of a block, where the next reading would drop it.</summary>
    private static SyntaxLine WithoutBlankAbove(SyntaxLine line) => new()
    {
        Start = line.Start,
        End = line.End,
        Tokens = line.Tokens,
        Before = [.. line.Before.SkipWhile(comment => comment.Text.Length == 0)],
        Suffix = line.Suffix,
    };

    /// <summary>False where the folded line would be read otherwise: as the start of a block, or as a directive that its block was not.</summary>
    private static bool MeansTheSameFolded(SyntaxBlock block, SyntaxLine line) =>
        block.Tokens.Count == 1
        && (BlockRules.OfGoMod.Contains(block.Tokens[0]) || BlockRules.OfGoWork.Contains(block.Tokens[0]))
        && line.Tokens is not ([.., "("] or [.., "(", ")"]);

    private static SyntaxLine Collapse(SyntaxBlock block, SyntaxLine line) => new()
    {
        Start = block.Start,
        End = line.End,
        Tokens = [.. block.Tokens, .. line.Tokens],
        Before = [.. block.Before, .. line.Before],
        Suffix = [.. line.Suffix, .. block.Suffix],
    };

    private static HashSet<SyntaxLine> Duplicates(SyntaxFile file, IReadOnlySet<string> unique)
    {
        var dead = new HashSet<SyntaxLine>(ReferenceEqualityComparer.Instance);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var lines = file.Directives().Where(line => unique.Contains(line.Verb)).ToList();
        foreach (var line in lines.Where(line => line.Verb != "replace").Concat(lines.Where(line => line.Verb == "replace").Reverse()))
        {
            if (!seen.Add(Key(line)))
            {
                dead.Add(line.Line);
            }
        }

        return dead;
    }

    /// <summary>What makes two lines say the same: all tokens, of a replacement those before the arrow. No token holds a line end unquoted.</summary>
    private static string Key(DirectiveLine line)
    {
        var tokens = Enumerable.Range(0, line.Count).Select(i => line[i]);
        return string.Join('\n', tokens.TakeWhile(token => line.Verb != "replace" || token != "=>").Prepend(line.Verb));
    }
}
