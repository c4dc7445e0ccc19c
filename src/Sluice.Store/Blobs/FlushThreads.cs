using System.Collections.Concurrent;

namespace Sluice.Store.Blobs;

/// <summary>
/// A few threads that wait for the disk. A flush blocks for milliseconds; on the thread pool a cold start with many downloads would
/// block every thread that answers requests. Safe to call concurrently.
/// </summary>
internal sealed class FlushThreads(int maxThreads) : IDisposable
{
    private readonly BlockingCollection<Job> _jobs = [];
    private readonly Lock _lock = new();
    private int _threads;
    private int _busy;

    /// <summary>Runs the work on one of the threads. What it throws comes out of the task; it is never cancelled half-way.</summary>
    public Task RunAsync(Action work)
    {
        var job = new Job(work);
        StartThreadIfNeeded();
        _jobs.Add(job);
        return job.Done.Task;
    }

    /// <summary>Lets the threads finish what was given to them, then end. No work may be given any more.</summary>
    public void Dispose() => _jobs.CompleteAdding();

    private void StartThreadIfNeeded()
    {
        lock (_lock)
        {
            _busy++;
            if (_busy <= _threads || _threads == maxThreads)
            {
                return;
            }

            _threads++;
        }

        new Thread(Work) { IsBackground = true, Name = "store flush" }.Start();
    }

    private void Work()
    {
        foreach (var job in _jobs.GetConsumingEnumerable())
        {
            job.Run();
            lock (_lock)
            {
                _busy--;
            }
        }
    }

    private sealed class Job(Action work)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Run()
        {
            try
            {
                work();
                Done.SetResult();
            }
            catch (Exception exception)
            {
                // The outermost boundary of this thread: whatever it was belongs to the one who awaits.
                Done.SetException(exception);
            }
        }
    }
}
