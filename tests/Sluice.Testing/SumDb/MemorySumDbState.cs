using System.Collections.Concurrent;
using Sluice.Modules.SumDb;

namespace Sluice.Testing.SumDb;

/// <summary>What a client remembers of a checksum database, in memory.</summary>
public sealed class MemorySumDbState : ISumDbState
{
    private readonly Lock _gate = new();
    private ReadOnlyMemory<byte> _latest;

    /// <summary>The cache.</summary>
    public ConcurrentDictionary<string, byte[]> Cache { get; private init; } = new();

    /// <summary>The forks that were reported.</summary>
    public ConcurrentQueue<ForkEvidence> Forks { get; } = new();

    /// <summary>Called before a head is kept.</summary>
    public Action BeforeReplacing { get; set; } = () => { };

    /// <summary>The kept head.</summary>
    public ReadOnlyMemory<byte> Latest
    {
        get
        {
            lock (_gate)
            {
                return _latest;
            }
        }

        set
        {
            lock (_gate)
            {
                _latest = value;
            }
        }
    }

    /// <summary>A copy of all that is remembered.</summary>
    public MemorySumDbState Copy() => new() { Cache = new ConcurrentDictionary<string, byte[]>(Cache), Latest = Latest };

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> ReadCacheAsync(string path, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Cache.TryGetValue(path, out var content) ? (ReadOnlyMemory<byte>?)content : null);

    /// <inheritdoc/>
    public ValueTask WriteCacheAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Cache[path] = content.ToArray();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>> ReadLatestAsync(CancellationToken cancellationToken) => ValueTask.FromResult(Latest);

    /// <inheritdoc/>
    public ValueTask<bool> TryReplaceLatestAsync(ReadOnlyMemory<byte> expected, ReadOnlyMemory<byte> replacement, CancellationToken cancellationToken)
    {
        BeforeReplacing();
        lock (_gate)
        {
            var isExpected = _latest.Span.SequenceEqual(expected.Span);
            _latest = isExpected ? replacement.ToArray() : _latest;
            return ValueTask.FromResult(isExpected);
        }
    }

    /// <inheritdoc/>
    public ValueTask ReportForkAsync(ForkEvidence evidence, CancellationToken cancellationToken)
    {
        Forks.Enqueue(evidence);
        return ValueTask.CompletedTask;
    }
}
