using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Fixes;

/// <summary>What became of a fix.</summary>
public enum FixOutcome
{
    /// <summary>Done, and the probe that failed goes through.</summary>
    Healed,

    /// <summary>A fix for another finding helped here, too.</summary>
    HealedByAnother,

    /// <summary>Done; no probe can tell whether it helped.</summary>
    NotVerified,

    /// <summary>Done, did not help, taken back.</summary>
    DidNotHelp,

    /// <summary>Could not be done; the problem says why.</summary>
    Failed,

    /// <summary>The answer was no.</summary>
    Declined,

    /// <summary>Shown only.</summary>
    OnlyShown,

    /// <summary>It was so already.</summary>
    NothingToDo,

    /// <summary>It takes an administrator.</summary>
    NeedsRoot,

    /// <summary>For a person to do.</summary>
    ByHand,
}

/// <summary>A fix of a run.</summary>
/// <param name="Finding">What it was for.</param>
/// <param name="Plan">What it would change; null when no fix was needed.</param>
/// <param name="Outcome">What became of it.</param>
public sealed record FixStep(Finding Finding, FixPlan? Plan, FixOutcome Outcome)
{
    /// <summary>Names it for <c>sluice env undo</c>; null when nothing was changed.</summary>
    public string? JournalId { get; init; }

    /// <summary>Why it failed, in one line; null when it did not.</summary>
    public string? Problem { get; init; }
}

/// <summary>A run over findings.</summary>
/// <param name="Steps">Every fix that was looked at, in order.</param>
public sealed record FixRunReport(IReadOnlyList<FixStep> Steps)
{
    /// <summary>Whether a finding is gone, or what would make it go was done.</summary>
    public bool IsSettled(Finding finding) =>
        Steps.Any(step => step.Finding == finding && step.Outcome is FixOutcome.Healed or FixOutcome.HealedByAnother or FixOutcome.NotVerified);
}
