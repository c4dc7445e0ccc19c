using System.Numerics;

namespace Sluice.Modules.SumDb;

/// <summary>
/// The records from <paramref name="Start"/> to below <paramref name="End"/> as a part of a log's tree (RFC 6962, section 2.1). A subtree that is not complete is a
/// complete one to the left, as large as possible, and the rest to the right.
/// </summary>
internal readonly record struct Subtree(long Start, long End)
{
    public long Size => End - Start;

    /// <summary>Left and right part. Only for two records and more.</summary>
    public (Subtree Left, Subtree Right) Split()
    {
        var middle = Start + (1L << BitOperations.Log2((ulong)(Size - 1)));
        return (new Subtree(Start, middle), new Subtree(middle, End));
    }

    /// <summary>Adds the places of the complete subtrees that this one consists of, from left to right: those that <see cref="TakeHash"/> takes.</summary>
    public void AddIndexes(List<long> indexes)
    {
        for (var at = Start; at < End;)
        {
            var level = BitOperations.Log2((ulong)(End - at));
            indexes.Add(StoredHashIndex.Of(level, at >> level));
            at += 1L << level;
        }
    }

    /// <summary>Computes the hash from the first hashes of a list, and takes these off it.</summary>
    public LogHash TakeHash(ref ReadOnlySpan<LogHash> hashes)
    {
        var count = BitOperations.PopCount((ulong)Size);
        var hash = hashes[count - 1];
        for (var i = count - 2; i >= 0; i--)
        {
            hash = LogHash.OfNode(hashes[i], hash);
        }

        hashes = hashes[count..];
        return hash;
    }
}
