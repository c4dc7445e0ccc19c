namespace Sluice.Modules.SumDb;

/// <summary>
/// Proofs that a tree holds a record (RFC 6962, section 2.1.1, "Merkle audit paths"): the hashes of the subtrees beside the way from the record up to the
/// root, the lowest first. The hash of the record itself is not among them.
/// </summary>
public static class InclusionProof
{
    /// <summary>Makes the proof.</summary>
    /// <param name="treeSize">Records of the tree, from 1 to <see cref="TreeHead.MaxSize"/>.</param>
    /// <param name="recordId">The record, from 0 to below the size.</param>
    /// <param name="reader">Asked once, for at most 120 hashes.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>As many hashes as the way has steps; none for a tree of one record.</returns>
    public static async ValueTask<IReadOnlyList<LogHash>> ProveAsync(
        long treeSize, long recordId, IHashReader reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(treeSize, TreeHead.MaxSize);
        ArgumentOutOfRangeException.ThrowIfNegative(recordId);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(recordId, treeSize);
        var indexes = new List<long>();
        AddIndexes(new Subtree(0, treeSize), recordId, indexes);
        ReadOnlySpan<LogHash> hashes = await LogTree.ReadAsync(reader, indexes, cancellationToken);
        var proof = new List<LogHash>();
        Collect(new Subtree(0, treeSize), recordId, ref hashes, proof);
        return proof;
    }

    /// <summary>Whether a proof shows that a tree holds a record. False also for a record beyond the tree, and for a proof of the wrong length.</summary>
    /// <param name="proof">The hashes, of any origin.</param>
    /// <param name="tree">A tree head that is believed.</param>
    /// <param name="recordId">The record's number.</param>
    /// <param name="recordHash">The record's hash.</param>
    public static bool Check(IReadOnlyList<LogHash> proof, TreeHead tree, long recordId, LogHash recordHash)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (recordId < 0 || recordId >= tree.Size || tree.Size > TreeHead.MaxSize)
        {
            return false;
        }

        // From the root down: whether each hash of the proof stands to the left of the way. The last of the proof belongs to the first step.
        var isLeft = new List<bool>();
        for (var at = new Subtree(0, tree.Size); at.Size > 1;)
        {
            var (left, right) = at.Split();
            isLeft.Add(recordId >= right.Start);
            at = isLeft[^1] ? right : left;
        }

        if (proof.Count != isLeft.Count)
        {
            return false;
        }

        var hash = recordHash;
        for (var i = 0; i < proof.Count; i++)
        {
            hash = isLeft[^(i + 1)] ? LogHash.OfNode(proof[i], hash) : LogHash.OfNode(hash, proof[i]);
        }

        return hash == tree.Hash;
    }

    private static void AddIndexes(Subtree tree, long recordId, List<long> indexes)
    {
        if (tree.Size == 1)
        {
            return;
        }

        var (left, right) = tree.Split();
        if (recordId < right.Start)
        {
            AddIndexes(left, recordId, indexes);
            right.AddIndexes(indexes);
            return;
        }

        left.AddIndexes(indexes);
        AddIndexes(right, recordId, indexes);
    }

    private static void Collect(Subtree tree, long recordId, ref ReadOnlySpan<LogHash> hashes, List<LogHash> proof)
    {
        if (tree.Size == 1)
        {
            return;
        }

        var (left, right) = tree.Split();
        if (recordId < right.Start)
        {
            Collect(left, recordId, ref hashes, proof);
            proof.Add(right.TakeHash(ref hashes));
            return;
        }

        var beside = left.TakeHash(ref hashes);
        Collect(right, recordId, ref hashes, proof);
        proof.Add(beside);
    }
}
