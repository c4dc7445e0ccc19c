using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Fixes;

/// <summary>How far a fix can be done by us.</summary>
public enum PlanState
{
    /// <summary>It can be done.</summary>
    Ready,

    /// <summary>It is so already.</summary>
    NothingToDo,

    /// <summary>It takes rights that this process does not have; <see cref="FixPlan.Lines"/> says what to type.</summary>
    NeedsRoot,

    /// <summary>It is for a person to do: advice, a page, or something that we do not touch.</summary>
    ByHand,
}

/// <summary>What a fix would change. Nothing has been changed yet.</summary>
/// <param name="Fix">The fix.</param>
/// <param name="State">How far it can be done.</param>
/// <param name="Changes">The changes, in order.</param>
public sealed record FixPlan(Fix Fix, PlanState State, IReadOnlyList<Change> Changes)
{
    /// <summary>What one should know beside: what else overrides it, what this terminal still has.</summary>
    public IReadOnlyList<BilingualText> Notes { get; init; } = [];

    /// <summary>Lines to type: by an administrator, or in this terminal, which keeps its environment.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Variables that new terminals have afterwards; null for one that is gone.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>();

    /// <summary>Whether it may be done without a question. Not so for programs that knowledge from outside names.</summary>
    public bool IsHarmless { get; init; } = true;

    /// <summary>The plan, or where a file of it cannot be written by this account, the lines for somebody who can.</summary>
    internal FixPlan OrByRoot(params IReadOnlyList<string> lines) =>
        State == PlanState.Ready && Changes.OfType<Change.FileText>().Any(change => !FileAccessCheck.CanWrite(change.Path))
            ? this with { State = PlanState.NeedsRoot, Changes = [], Notes = [FixTexts.NeedsAdministrator, .. Notes], Lines = lines }
            : this;

    /// <summary>Nothing to do.</summary>
    internal static FixPlan Done(Fix fix, params BilingualText[] notes) => new(fix, PlanState.NothingToDo, []) { Notes = notes };

    /// <summary>Not for us.</summary>
    internal static FixPlan ByHand(Fix fix, params BilingualText[] notes) => new(fix, PlanState.ByHand, []) { Notes = notes };

    /// <summary>Changes that make something different; nothing to do when there are none.</summary>
    internal static FixPlan Of(Fix fix, params IReadOnlyList<Change> changes) => new(fix, changes.Count == 0 ? PlanState.NothingToDo : PlanState.Ready, changes);
}
