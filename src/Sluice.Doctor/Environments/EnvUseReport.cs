using Sluice.Doctor.Findings;
using Sluice.Doctor.Fixes;

namespace Sluice.Doctor.Environments;

/// <summary>A change to a profile.</summary>
/// <param name="Profile">The profile's name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Plan">What it changes.</param>
/// <param name="JournalId">Names it for <c>sluice env undo</c>; null when nothing was changed.</param>
/// <param name="Chain">What the entries of GOPROXY said afterwards; null when they were not asked.</param>
public sealed record EnvUseReport(string Profile, BilingualText Description, PlanReport Plan, string? JournalId, IReadOnlyList<ChainStep>? Chain)
{
    /// <summary>What document this is.</summary>
    public string Schema { get; init; } = "sluice.env-use/1";

    /// <summary>Whether some entry answers, or none was asked.</summary>
    public bool Works => Chain is null || Chain.Count == 0 || Chain.Any(step => step.Answers == Evidence.Tri.Yes) || Chain.All(step => step.Answers == Evidence.Tri.NotChecked);
}

/// <summary>What can be taken back, or was.</summary>
/// <param name="Entries">The entries.</param>
public sealed record UndoListReport(IReadOnlyList<UndoEntryReport> Entries)
{
    /// <summary>What document this is.</summary>
    public string Schema { get; init; } = "sluice.env-undo/1";
}

/// <summary>An entry of the undo journal.</summary>
/// <param name="Id">Its name.</param>
/// <param name="At">When it was done.</param>
/// <param name="Title">What it was.</param>
/// <param name="UndoneAt">When it was taken back; null while it holds.</param>
/// <param name="Changes">Its changes, and what became of each when it was taken back just now.</param>
public sealed record UndoEntryReport(string Id, DateTimeOffset At, string Title, DateTimeOffset? UndoneAt, IReadOnlyList<UndoChangeReport> Changes)
{
    /// <summary>An entry as it stands in the journal.</summary>
    public static UndoEntryReport Of(JournalEntry entry) =>
        new(entry.Id, entry.At, entry.Title, entry.UndoneAt, [.. entry.Changes.Select(change => new UndoChangeReport(ChangeReport.Of(change).Target, null, null))]);

    /// <summary>An entry that was taken back.</summary>
    public static UndoEntryReport Of(UndoReport report, DateTimeOffset now) => new(
        report.Entry.Id,
        report.Entry.At,
        report.Entry.Title,
        report.IsComplete ? now : null,
        [.. report.Changes.Select(change => new UndoChangeReport(ChangeReport.Of(change.Change).Target, change.Outcome, change.Problem))]);
}

/// <summary>A change of an entry.</summary>
/// <param name="Target">What was changed.</param>
/// <param name="Outcome">What became of it; null when nothing was tried.</param>
/// <param name="Problem">Why it failed; null when it did not.</param>
public sealed record UndoChangeReport(string Target, UndoOutcome? Outcome, string? Problem);
