namespace Sluice.Doctor.Fixes;

/// <summary>What became of a change that was to be taken back.</summary>
public enum UndoOutcome
{
    /// <summary>It is as it was before.</summary>
    Restored,

    /// <summary>It was so already.</summary>
    AlreadyBefore,

    /// <summary>Somebody changed it after us: it was left alone.</summary>
    ChangedSince,

    /// <summary>There is nothing to take back: a flushed cache, files that are downloaded again.</summary>
    NothingToRestore,

    /// <summary>It could not be done.</summary>
    Failed,
}

/// <summary>A change that was to be taken back.</summary>
/// <param name="Change">The change.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Problem">Why it failed; null when it did not.</param>
public sealed record UndoneChange(Change Change, UndoOutcome Outcome, string? Problem = null);

/// <summary>How an entry was taken back.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="Changes">Its changes, the last one first.</param>
public sealed record UndoReport(JournalEntry Entry, IReadOnlyList<UndoneChange> Changes)
{
    /// <summary>Whether nothing was left as it is now.</summary>
    public bool IsComplete => Changes.All(change => change.Outcome is not (UndoOutcome.ChangedSince or UndoOutcome.Failed));
}
