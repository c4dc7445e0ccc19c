using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Running;

/// <summary>A probe with what it does.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="RunAsync">Does it: puts its evidence where it belongs, and returns null, or why there is none.</param>
internal sealed record ProbeJob(PlannedProbe Plan, Func<CancellationToken, Task<NotChecked?>> RunAsync);

/// <summary>
/// Runs probes side by side, each as soon as what it builds on has ended, within a budget each and one for all. Whatever a probe does, there is a result for it: a
/// throw becomes <i>could not be checked</i>, and one that does not listen is left behind.
/// </summary>
internal sealed class ProbeRunner(TimeProvider time, TimeSpan probeBudget, TimeSpan totalBudget, Action<ProbeProgress>? progress, Func<bool>? isSettled = null)
{
    /// <summary>What a probe gets to put its things together once its time is up.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(300);

    private readonly long _started = time.GetTimestamp();
    private int _total;
    private volatile bool _isSettled;
    private int _finished;

    /// <summary>Runs them. May be called several times; the total budget counts from the making of this object.</summary>
    /// <returns>How each went, in the order given. Cancellation is a result, too.</returns>
    public async Task<IReadOnlyList<ProbeRun>> RunAsync(IReadOnlyList<ProbeJob> jobs, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _total, jobs.Count);
        var left = totalBudget - time.GetElapsedTime(_started);
        using var total = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        using var settled = new CancellationTokenSource();
        var ends = jobs.ToDictionary(job => job.Plan.Id, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return await Task.WhenAll(jobs.Select(job => RunInTurnAsync(job, ends, total.Token, settled, cancellationToken)));
    }

    private async Task<ProbeRun> RunInTurnAsync(ProbeJob job, Dictionary<string, TaskCompletionSource> ends, CancellationToken total, CancellationTokenSource settled, CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(job.Plan.After.Where(ends.ContainsKey).Select(id => ends[id].Task));
            var run = await RunAsync(job, total, IsNeeded(job) ? CancellationToken.None : settled.Token, cancellationToken);
            if (!_isSettled && run.NotChecked is null && isSettled?.Invoke() == true)
            {
                _isSettled = true;
                await settled.CancelAsync();
            }

            return run;
        }
        finally
        {
            ends[job.Plan.Id].SetResult();
        }
    }

    private async Task<ProbeRun> RunAsync(ProbeJob job, CancellationToken total, CancellationToken settled, CancellationToken cancellationToken)
    {
        if ((job.Plan.Skip ?? Stopped(job, total, cancellationToken)) is { } skipped)
        {
            return End(job, null, 0, skipped);
        }

        Report(job, isDone: false, null);
        var begun = time.GetTimestamp();
        var startedMs = time.GetElapsedTime(_started, begun).TotalMilliseconds;
        using var budget = new CancellationTokenSource(probeBudget, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource([budget.Token, total, settled, cancellationToken]);

        // On a thread of its own: a probe that computes before it waits would hold up all others.
        var work = Task.Run(() => job.RunAsync(any.Token), CancellationToken.None);
        await WaitAsync(work, any.Token);
        var result = Outcome(work, Stopped(job, total, cancellationToken));
        return End(job, startedMs, time.GetElapsedTime(begun).TotalMilliseconds, result);
    }

    private async Task WaitAsync(Task work, CancellationToken stopped)
    {
        try
        {
            await work.WaitAsync(stopped);
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            await Task.WhenAny(work, Task.Delay(Grace, time, CancellationToken.None));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The task keeps it; it is looked at in a moment.
        }
    }

    private NotChecked? Outcome(Task<NotChecked?> work, NotChecked? stopped)
    {
        if (work.IsCompletedSuccessfully)
        {
#pragma warning disable VSTHRD103 // It has completed.
            return work.Result;
#pragma warning restore VSTHRD103
        }

        if (work.IsFaulted)
        {
            var exception = work.Exception!.InnerException!;
            return new NotChecked(NotCheckedReason.Failed, $"the probe failed: {exception.GetType().Name}: {exception.Message}");
        }

        // Left behind, its end is nobody's business any more; an exception still has to be seen by somebody.
        _ = work.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return stopped ?? new NotChecked(NotCheckedReason.ProbeBudget, $"it took longer than {probeBudget.TotalSeconds:0.#} s");
    }

    /// <summary>Whether nothing more was to be found out by probes of hosts.</summary>
    public bool IsSettled => _isSettled;

    /// <summary>These tell of the machine and of the module, not of ways to hosts.</summary>
    private static bool IsNeeded(ProbeJob job) =>
        job.Plan.Kind is ProbeKind.Settings or ProbeKind.Hosts or ProbeKind.Resolvers or ProbeKind.Machine or ProbeKind.Cache or ProbeKind.Module or ProbeKind.Clock;

    private NotChecked? Stopped(ProbeJob job, CancellationToken total, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? new NotChecked(NotCheckedReason.Cancelled, "the run was stopped")
        : total.IsCancellationRequested ? new NotChecked(NotCheckedReason.TotalBudget, $"the {totalBudget.TotalSeconds:0.#} s of the run were over")
        : _isSettled && !IsNeeded(job) ? new NotChecked(NotCheckedReason.NotNeeded, "everything that the go command needs works")
        : null;

    private ProbeRun End(ProbeJob job, double? startedMs, double tookMs, NotChecked? notChecked)
    {
        Interlocked.Increment(ref _finished);
        Report(job, isDone: true, notChecked);
        return new ProbeRun(job.Plan.Id, startedMs, tookMs, notChecked);
    }

    private void Report(ProbeJob job, bool isDone, NotChecked? notChecked) =>
        progress?.Invoke(new ProbeProgress(job.Plan.Id, job.Plan.KindName, job.Plan.Subject, isDone, notChecked, Volatile.Read(ref _finished), Volatile.Read(ref _total)));
}
