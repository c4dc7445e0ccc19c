using Sluice.Modules.SumDb;

namespace Sluice.Testing.SumDb;

/// <summary>A transparency log in memory. Not safe to append to concurrently.</summary>
public sealed class MemoryLog : IHashReader
{
    private readonly List<LogRecord> _records = [];
    private readonly List<LogHash> _hashes = [];

    /// <summary>The records.</summary>
    public IReadOnlyList<LogRecord> Records => _records;

    /// <summary>All stored hashes, in the order of <see cref="StoredHashIndex"/>.</summary>
    public IReadOnlyList<LogHash> Hashes => _hashes;

    /// <summary>Appends a record.</summary>
    public async Task<LogRecord> AppendAsync(byte[] text)
    {
        if (!LogRecord.TryCreate(_records.Count, text, out var record, out var error))
        {
            throw new ArgumentException(error, nameof(text));
        }

        await AppendHashAsync(record.Hash);
        _records.Add(record);
        return record;
    }

    /// <summary>Appends a record of which only the hash matters.</summary>
    public async Task AppendHashAsync(LogHash hash) =>
        _hashes.AddRange(await LogTree.StoredHashesAsync(StoredHashIndex.Split(_hashes.Count).Number, hash, this, CancellationToken.None));

    /// <summary>The head of the tree over the first records.</summary>
    public async Task<TreeHead> HeadAsync(long size) => new(size, await LogTree.HashAsync(size, this, CancellationToken.None));

    /// <summary>A log with the same records so far, which goes its own way.</summary>
    public MemoryLog Copy()
    {
        var copy = new MemoryLog();
        copy._records.AddRange(_records);
        copy._hashes.AddRange(_hashes);
        return copy;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LogHash>> ReadAsync(IReadOnlyList<long> indexes, CancellationToken cancellationToken)
    {
        for (var i = 1; i < indexes.Count; i++)
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(indexes[i], indexes[i - 1]);
        }

        return ValueTask.FromResult<IReadOnlyList<LogHash>>([.. indexes.Select(index => _hashes[(int)index])]);
    }
}
