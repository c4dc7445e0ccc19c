namespace Sluice.Core.Verdicts;

/// <summary>Who is wrong about a version.</summary>
/// <param name="Kind">The cause.</param>
/// <param name="Culprits">The sides that are wrong; empty when nobody is.</param>
/// <param name="Explanation">Why, in one or two sentences.</param>
/// <param name="Remedy">What to do, one sentence; empty when there is nothing to do.</param>
public sealed record VersionVerdict(VerdictKind Kind, IReadOnlyList<VersionSide> Culprits, string Explanation, string Remedy);

/// <summary>Causes.</summary>
public enum VerdictKind
{
    /// <summary>All who can tell have the same.</summary>
    AllAgree,

    /// <summary>What this gateway keeps is not what was recorded, and its sources have it right.</summary>
    PoisonedCache,

    /// <summary>A module proxy gives other content than was recorded.</summary>
    BadUpstream,

    /// <summary>The repository has other content under the version than when it was recorded.</summary>
    MovedTag,

    /// <summary>Too few can tell.</summary>
    Undecided,
}
