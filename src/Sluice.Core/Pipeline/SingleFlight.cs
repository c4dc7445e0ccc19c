using System.Collections.Concurrent;

namespace Sluice.Core.Pipeline;

/// <summary>
/// Makes callers who want the same thing at the same time share one piece of work. The work lives under its own lifetime: a caller who
/// leaves hurts no other, and work once begun is finished even if all callers left.
/// </summary>
internal sealed class SingleFlight<TKey, TResult>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, TaskCompletionSource<TResult>> _flights = new();

    /// <summary>Flights under way.</summary>
    public int Count => _flights.Count;

    /// <summary>Joins the flight for a key, or starts it: whoever starts it runs the work up to where it first waits.</summary>
    public Task<TResult> Join<TState>(TKey key, TState state, Func<TKey, TState, Task<TResult>> work)
    {
        if (_flights.TryGetValue(key, out var present))
        {
            return present.Task;
        }

        var mine = new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var flight = _flights.GetOrAdd(key, mine);
        if (ReferenceEquals(flight, mine))
        {
            _ = FlyAsync(key, state, work, mine);
        }

        return flight.Task;
    }

    /// <summary>Ends when all present flights have ended, well or not.</summary>
    public async Task DrainAsync()
    {
        foreach (var flight in _flights.Values)
        {
            await flight.Task.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async Task FlyAsync<TState>(TKey key, TState state, Func<TKey, TState, Task<TResult>> work, TaskCompletionSource<TResult> mine)
    {
        // The flight leaves the board before its passengers are told: whoever asks after them starts anew.
        try
        {
            var result = await work(key, state);
            _flights.TryRemove(key, out _);
            mine.SetResult(result);
        }
        catch (Exception failure)
        {
            // Handed on, not handled: those who wait see it.
            _flights.TryRemove(key, out _);
            mine.SetException(failure);
        }
    }
}
