using System.Collections.Concurrent;

namespace Sluice.Core.Pipeline;

/// <summary>
/// Makes callers who want the same thing at the same time share one piece of work. The work lives under its own lifetime: a caller who
/// leaves hurts no other, and work once begun is finished even if all callers left.
/// </summary>
internal sealed class SingleFlight<TKey, TResult>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<Task<TResult>>> _flights = new();

    /// <summary>Flights under way.</summary>
    public int Count => _flights.Count;

    /// <summary>Joins the flight for a key, or starts it. The work is started on a pool thread: it never runs on a caller's stack.</summary>
    public Task<TResult> Join<TState>(TKey key, TState state, Func<TKey, TState, Task<TResult>> work)
    {
        if (_flights.TryGetValue(key, out var present))
        {
            return present.Value;
        }

        var mine = new Lazy<Task<TResult>>(() => Task.Run(() => work(key, state)));
        var flight = _flights.GetOrAdd(key, mine);
        var task = flight.Value;
        if (ReferenceEquals(flight, mine))
        {
            _ = task.ContinueWith(
                static (_, s) => ((Flights)s!).Owner.TryRemove(((Flights)s).Entry),
                new Flights(_flights, KeyValuePair.Create(key, mine)),
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
        }

        return task;
    }

    /// <summary>Ends when all present flights have ended, well or not.</summary>
    public async Task DrainAsync()
    {
        foreach (var flight in _flights.Values)
        {
            await flight.Value.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private sealed record Flights(ConcurrentDictionary<TKey, Lazy<Task<TResult>>> Owner, KeyValuePair<TKey, Lazy<Task<TResult>>> Entry);
}
