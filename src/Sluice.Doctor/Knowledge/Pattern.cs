using Sluice.Doctor.Explain;
using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Knowledge;

/// <summary>What in an error speaks for a finding: a phrase, an HTTP status or a fact, and the place where it counts. Exactly one of the three is set.</summary>
internal sealed record Pattern
{
    public required FindingCode Code { get; init; }

    /// <summary>Lower case. <c>*</c> stands for anything in the same line; a leading <c>^</c> for the beginning of a clause.</summary>
    public string? Text { get; init; }

    /// <summary>Least and most status.</summary>
    public (int Least, int Most)? Status { get; init; }

    public Fact? Fact { get; init; }

    /// <summary>Counts only in one of these places; everywhere when none.</summary>
    public Place In { get; init; }

    /// <summary>Does not count in any of these.</summary>
    public Place NotIn { get; init; }

    /// <summary>Does not count when the line holds this too. Lower case.</summary>
    public string? Unless { get; init; }

    /// <summary>The phrase is all that the clause says.</summary>
    public bool IsExact { get; init; }

    /// <summary>Many programs print it: it counts only where a Go download is talked about.</summary>
    public bool IsGeneric { get; init; }

    public Strength Strength { get; init; } = Strength.Normal;

    /// <summary>How bad it is: the code's own, where a pattern does not say otherwise. Set in a knowledge base.</summary>
    public Severity? Severity { get; init; }
}

/// <summary>How much a pattern says. Ordered.</summary>
internal enum Strength
{
    /// <summary>Only when nothing else is found; a symptom rather than a cause.</summary>
    Weak,

    /// <summary>The innermost one of an error wins.</summary>
    Normal,

    /// <summary>Wins wherever it stands.</summary>
    Certain,
}
