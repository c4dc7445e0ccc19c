using System.Collections.Concurrent;
using Sluice.Core.Faults;

namespace Sluice.Core.Pipeline;

/// <summary>
/// Turns for fetches: one gate for all, and before it one for each chain of sources, which lets three quarters of all through. So one upstream that hangs
/// leaves turns for the others. There are as many lanes as chains in the configuration, and some for the hosts of `direct`.
/// </summary>
internal sealed class FetchLanes(FetchLimits limits) : IDisposable
{
    private readonly FetchGate _all = new(limits);
    private readonly ConcurrentDictionary<string, FetchGate> _lanes = new(StringComparer.Ordinal);

    /// <summary>Runs a fetch in its turn, or gives the fault that says why it gets none.</summary>
    /// <param name="lane">The chain that it will ask.</param>
    /// <param name="fetch">The fetch.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Outcome<T>> RunAsync<T>(string lane, Func<ValueTask<Outcome<T>>> fetch, CancellationToken cancellationToken)
        where T : class
    {
        var own = _lanes.GetOrAdd(lane, _ => new FetchGate(limits with { MaxConcurrentFetches = limits.MaxConcurrentFetches - (limits.MaxConcurrentFetches / 4) }));
        return await RunAsync(own, async () => await RunAsync(_all, fetch, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var lane in _lanes.Values)
        {
            lane.Dispose();
        }

        _all.Dispose();
    }

    private static async Task<Outcome<T>> RunAsync<T>(FetchGate gate, Func<ValueTask<Outcome<T>>> fetch, CancellationToken cancellationToken)
        where T : class
    {
        var refusal = await gate.EnterAsync(cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        try
        {
            return await fetch();
        }
        finally
        {
            gate.Leave();
        }
    }
}
