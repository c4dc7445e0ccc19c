namespace Sluice.Doctor.Fixes;

/// <summary>What one fix changed, to be taken back.</summary>
/// <param name="Id">Names it: <c>20261128-113000-1</c>.</param>
/// <param name="At">When it was done.</param>
/// <param name="Title">What it was, in English.</param>
/// <param name="Changes">The changes, in the order in which they were made.</param>
public sealed record JournalEntry(string Id, DateTimeOffset At, string Title, IReadOnlyList<Change> Changes)
{
    /// <summary>The schema of this version.</summary>
    public const string CurrentSchema = "sluice.undo/1";

    /// <summary>What document this is.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>When it was taken back; null while it holds.</summary>
    public DateTimeOffset? UndoneAt { get; init; }
}
