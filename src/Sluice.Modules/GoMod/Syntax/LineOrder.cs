using Sluice.Modules.Versions;

namespace Sluice.Modules.GoMod.Syntax;

/// <summary>The order of lines in blocks (golang.org/x/mod/modfile, <c>compareLine</c> and its siblings).</summary>
internal static class LineOrder
{
    public static int Compare(SyntaxLine left, SyntaxLine right)
    {
        for (var i = 0; i < left.Tokens.Count && i < right.Tokens.Count; i++)
        {
            var order = LosslessText.Compare(left.Tokens[i], right.Tokens[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return left.Tokens.Count.CompareTo(right.Tokens.Count);
    }

    /// <summary>By path, then by version.</summary>
    public static int CompareExclusions(SyntaxLine left, SyntaxLine right)
    {
        if (left.Tokens.Count != 2 || right.Tokens.Count != 2)
        {
            return Compare(left, right);
        }

        var order = LosslessText.Compare(left.Tokens[0], right.Tokens[0]);
        return order != 0 ? order : SemVer.Compare(left.Tokens[1], right.Tokens[1]);
    }

    /// <summary>Newest first, by the low end, then by the high end.</summary>
    public static int CompareRetractions(SyntaxLine left, SyntaxLine right)
    {
        var (leftLow, leftHigh) = Interval(left);
        var (rightLow, rightHigh) = Interval(right);
        var order = SemVer.Compare(rightLow, leftLow);
        return order != 0 ? order : SemVer.Compare(rightHigh, leftHigh);
    }

    private static (string Low, string High) Interval(SyntaxLine line) => line.Tokens switch
    {
        [var version] => (version, version),
        ["[", var low, ",", var high, "]"] => (low, high),
        _ => ("", ""),
    };
}
