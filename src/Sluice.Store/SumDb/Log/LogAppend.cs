using Sluice.Modules.SumDb;

namespace Sluice.Store.SumDb.Log;

/// <summary>Somebody who waits for a version to be recorded.</summary>
internal sealed class LogAppend(ModuleRecord record)
{
    private readonly TaskCompletionSource<Kept> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What to record.</summary>
    public ModuleRecord Record { get; } = record;

    public long Key { get; } = LogIndex.KeyOf(record.Path, record.Version);

    /// <summary>Ends when the version is in the log, durably.</summary>
    public Task<Kept> Done => _done.Task;

    public void Succeed(Kept kept) => _done.TrySetResult(kept);

    public void Fail(Exception exception) => _done.TrySetException(exception);

    /// <summary>What the log has of the version.</summary>
    /// <param name="Id">The record's number.</param>
    /// <param name="Record">The record, which may be another one than was to be appended.</param>
    public sealed record Kept(long Id, ModuleRecord Record);
}
