namespace Sluice.Api.SumDb;

/// <summary>What <c>sluice sumdb verdict --format json</c> prints.</summary>
/// <param name="Module">The module.</param>
/// <param name="Version">The version, canonical.</param>
/// <param name="Verdict"><c>all-agree</c>, <c>poisoned-cache</c>, <c>bad-upstream</c>, <c>moved-tag</c> or <c>undecided</c>.</param>
/// <param name="Explanation">Why, in one or two sentences.</param>
/// <param name="Remedy">What to do; empty when there is nothing to do.</param>
/// <param name="Sides">Everybody who has, or should have, the version.</param>
public sealed record VerdictReport(string Module, string Version, string Verdict, string Explanation, string Remedy, IReadOnlyList<VerdictSide> Sides)
{
    /// <summary>Name and version of this shape.</summary>
    public string Schema { get; init; } = "sluice.sumdb.verdict/1";
}

/// <summary>One side.</summary>
/// <param name="Role"><c>record</c>, <c>stored</c>, <c>upstream</c> or <c>origin</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsWrong">Whether the verdict is about it.</param>
public sealed record VerdictSide(string Role, string Name, bool IsWrong)
{
    /// <summary>The hash of its zip; absent when it gave none.</summary>
    public string? Zip { get; init; }

    /// <summary>The hash of its go.mod; absent when it gave none.</summary>
    public string? GoMod { get; init; }

    /// <summary>The record's number in the database's log; absent for what is no record.</summary>
    public long? RecordId { get; init; }

    /// <summary>Why something is missing, <c>code: text</c>; absent when nothing is.</summary>
    public string? Error { get; init; }
}
