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
        if (TryTakeFreeSlot(cancellationToken))
        {
            return null;
        }

        // Whoever is refused must not stand in the semaphore's line: it would be given a slot that it does not want.
        if (Interlocked.Increment(ref _waiting) > limits.MaxWaitingFetches)
        {
            Interlocked.Decrement(ref _waiting);
            return FaultCodes.Overloaded.At() with { RetryAfter = TimeSpan.FromSeconds(5) };
        }

        try
        {
            await _slots.WaitAsync(cancellationToken);
            return null;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Leave() => _slots.Release();

    public void Dispose() => _slots.Dispose();

    /// <summary>Never waits.</summary>
    private bool TryTakeFreeSlot(CancellationToken cancellationToken) => _slots.Wait(TimeSpan.Zero, cancellationToken);
}
