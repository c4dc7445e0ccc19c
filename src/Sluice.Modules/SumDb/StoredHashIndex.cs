using System.Numerics;

namespace Sluice.Modules.SumDb;

/// <summary>
/// Where the hash of a complete subtree stands in a log's storage. A tree's node is named by its level (0 for records) and its number within the level,
/// both from 0; it covers the records from <c>number × 2^level</c> to below <c>(number + 1) × 2^level</c>. All of them stand in one row: record by record, each
/// record's own hash followed by those of the subtrees that it completes, from small to large (Crosby and Wallach, "Efficient Data Structures for
/// Tamper-Evident Logging", section 3.3; golang.org/x/mod/sumdb/tlog). So storage only grows at its end.
/// </summary>
public static class StoredHashIndex
{
    /// <summary>The place of a node's hash, from 0.</summary>
    /// <param name="level">From 0 to 60.</param>
    /// <param name="number">From 0; the subtree must end at or before record <see cref="TreeHead.MaxSize"/>.</param>
    public static long Of(int level, long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(level);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(level, BitOperations.Log2((ulong)TreeHead.MaxSize) + 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, (TreeHead.MaxSize >> level) - 1);

        // The hash was stored with the subtree's last record, after that record's hash and those of the smaller subtrees.
        return Count(((number + 1) << level) - 1) + level;
    }

    /// <summary>The node whose hash stands at a place; the inverse of <see cref="Of"/>.</summary>
    /// <param name="index">From 0 to below <c>Count(TreeHead.MaxSize)</c>.</param>
    public static (int Level, long Number) Split(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count(TreeHead.MaxSize));

        // Count(n) is at most 2n and at least 2n - 61, so the record is one of the next few from here.
        var record = index / 2;
        while (Count(record + 1) <= index)
        {
            record++;
        }

        var level = (int)(index - Count(record));
        return (level, record >> level);
    }

    /// <summary>How many hashes a tree has stored: at most twice its records.</summary>
    /// <param name="treeSize">Records, from 0 to <see cref="TreeHead.MaxSize"/>.</param>
    public static long Count(long treeSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(treeSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(treeSize, TreeHead.MaxSize);

        // n + n/2 + n/4 + …, each rounded down.
        return (2 * treeSize) - BitOperations.PopCount((ulong)treeSize);
    }
}
