using Sluice.Core.Faults;

namespace Sluice.Core.Pipeline;

/// <summary>Lets a bounded number of fetches run and a bounded number wait. Cached answers never come here.</summary>
internal sealed class FetchGate(FetchLimits limits) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(limits.MaxConcurrentFetches);
    private int _waiting;

    /// <summary>Waits for a slot; null when it was given, else why not. Whoever got one calls <see cref="Leave"/>.</summary>
    public async ValueTask<Fault?> EnterAsync(CancellationToken cancellationToken)
    {
        var turn = _slots.WaitAsync(cancellationToken);
        if (turn.IsCompletedSuccessfully)
        {
            return null;
        }

        // Whoever is refused gives its place in the line back as soon as it comes up.
        if (Interlocked.Increment(ref _waiting) > limits.MaxWaitingFetches)
        {
            Interlocked.Decrement(ref _waiting);
            _ = turn.ContinueWith(static (_, slots) => ((SemaphoreSlim)slots!).Release(), _slots, CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            return FaultCodes.Overloaded.At() with { RetryAfter = TimeSpan.FromSeconds(5) };
        }

        try
        {
            await turn;
            return null;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Leave() => _slots.Release();

    public void Dispose() => _slots.Dispose();
}
