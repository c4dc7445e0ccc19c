using System.Numerics;

namespace Sluice.Modules.SumDb;

/// <summary>The tree over a log's records, computed from stored hashes (RFC 6962, section 2.1; golang.org/x/mod/sumdb/tlog).</summary>
public static class LogTree
{
    /// <summary>The hash of the tree over the first records.</summary>
    /// <param name="size">Records, from 0 to <see cref="TreeHead.MaxSize"/>.</param>
    /// <param name="reader">Asked once, for at most 60 hashes; not at all for size 0.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<LogHash> HashAsync(long size, IHashReader reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, TreeHead.MaxSize);
        if (size == 0)
        {
            return LogHash.EmptyTree;
        }

        var tree = new Subtree(0, size);
        var indexes = new List<long>();
        tree.AddIndexes(indexes);
        ReadOnlySpan<LogHash> hashes = await ReadAsync(reader, indexes, cancellationToken);
        return tree.TakeHash(ref hashes);
    }

    /// <summary>
    /// The hashes to append to storage for a new record: its own, and those of the subtrees that it completes. They belong at
    /// <c>StoredHashIndex.Of(0, recordId)</c> and after it, which is the end of the storage so far.
    /// </summary>
    /// <param name="recordId">The record's number, from 0: the records before it.</param>
    /// <param name="recordHash">Its hash.</param>
    /// <param name="reader">Asked once, for at most 60 hashes; not at all for an even number.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>1 to 61 hashes, just under two on average.</returns>
    public static async ValueTask<IReadOnlyList<LogHash>> StoredHashesAsync(
        long recordId, LogHash recordHash, IHashReader reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentOutOfRangeException.ThrowIfNegative(recordId);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(recordId, TreeHead.MaxSize);

        // Each 1 at the end of the number in binary is a complete subtree to the left that becomes part of a larger one.
        var completed = BitOperations.TrailingZeroCount(recordId + 1);
        var indexes = new List<long>(completed);
        for (var level = completed - 1; level >= 0; level--)
        {
            indexes.Add(StoredHashIndex.Of(level, (recordId >> level) - 1));
        }

        var left = await ReadAsync(reader, indexes, cancellationToken);
        var hashes = new List<LogHash>(completed + 1) { recordHash };
        for (var level = 0; level < completed; level++)
        {
            hashes.Add(LogHash.OfNode(left[completed - 1 - level], hashes[level]));
        }

        return hashes;
    }

    /// <summary>Reads hashes, and holds the reader to its contract.</summary>
    internal static async ValueTask<LogHash[]> ReadAsync(IHashReader reader, IReadOnlyList<long> indexes, CancellationToken cancellationToken)
    {
        if (indexes.Count == 0)
        {
            return [];
        }

        var hashes = await reader.ReadAsync(indexes, cancellationToken);
        return hashes.Count == indexes.Count
            ? [.. hashes]
            : throw new InvalidOperationException($"the hash reader gave {hashes.Count} hashes for {indexes.Count} places");
    }
}
