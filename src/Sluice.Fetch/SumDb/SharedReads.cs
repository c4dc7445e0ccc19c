using Sluice.Core.Faults;
using Sluice.Core.Ports;

namespace Sluice.Fetch.SumDb;

/// <summary>
/// Questions to one checksum database, each asked once however many wait for its answer: a build asks for hundreds of records at once, which all need the same tiles.
/// Safe to call concurrently.
/// </summary>
internal sealed class SharedReads(SumDbRelay relay, string name)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task<Outcome<Document>>> _reads = new(StringComparer.Ordinal);

    /// <summary>Asks, or waits for whoever has asked.</summary>
    /// <param name="path">Below the database's name.</param>
    /// <param name="context">Takes the attempts, if it is this caller who asks.</param>
    /// <param name="cancellationToken">Ends the wait; the question goes on for others.</param>
    public Task<Outcome<Document>> ReadAsync(string path, FetchContext context, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_reads.TryGetValue(path, out var reading))
            {
                reading = Task.Run(() => AskAsync(path, context), CancellationToken.None);
                _reads.Add(path, reading);
            }

            return reading.WaitAsync(cancellationToken);
        }
    }

    private async Task<Outcome<Document>> AskAsync(string path, FetchContext context)
    {
        try
        {
            return await relay.GetAsync(name, path, context, CancellationToken.None);
        }
        finally
        {
            lock (_lock)
            {
                _reads.Remove(path);
            }
        }
    }
}
