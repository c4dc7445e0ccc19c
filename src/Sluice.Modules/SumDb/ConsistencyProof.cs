namespace Sluice.Modules.SumDb;

/// <summary>
/// Proofs that a tree is an earlier one with records appended (RFC 6962, section 2.1.2, "Merkle consistency proofs"): the hashes of the subtrees
/// from which both trees' hashes can be computed, the lowest first. What the earlier tree's own hash tells is left out.
/// </summary>
public static class ConsistencyProof
{
    /// <summary>Makes the proof.</summary>
    /// <param name="newerSize">Records of the later tree, from 1 to <see cref="TreeHead.MaxSize"/>.</param>
    /// <param name="olderSize">Records of the earlier tree, from 1 to those of the later one.</param>
    /// <param name="reader">Asked once, for at most 120 hashes.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>At most 61 hashes; none between trees of one size.</returns>
    public static async ValueTask<IReadOnlyList<LogHash>> ProveAsync(
        long newerSize, long olderSize, IHashReader reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(newerSize, TreeHead.MaxSize);
        ArgumentOutOfRangeException.ThrowIfLessThan(olderSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(olderSize, newerSize);
        var indexes = new List<long>();
        AddIndexes(new Subtree(0, newerSize), olderSize, indexes);
        ReadOnlySpan<LogHash> hashes = await LogTree.ReadAsync(reader, indexes, cancellationToken);
        var proof = new List<LogHash>();
        Collect(new Subtree(0, newerSize), olderSize, ref hashes, proof);
        return proof;
    }

    /// <summary>
    /// Whether a proof shows that one tree is the other with records appended. False also when the earlier one is the larger, when it is empty (then there is
    /// nothing to prove) and for a proof of the wrong length.
    /// </summary>
    /// <param name="proof">The hashes, of any origin.</param>
    /// <param name="newer">The later tree.</param>
    /// <param name="older">The earlier tree.</param>
    public static bool Check(IReadOnlyList<LogHash> proof, TreeHead newer, TreeHead older)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (older.Size < 1 || older.Size > newer.Size || newer.Size > TreeHead.MaxSize)
        {
            return false;
        }

        var rest = proof.Count;
        return TryRun(new Subtree(0, newer.Size), older, proof, ref rest, out var olderHash, out var newerHash)
            && rest == 0
            && olderHash == older.Hash
            && newerHash == newer.Hash;
    }

    private static void AddIndexes(Subtree tree, long olderSize, List<long> indexes)
    {
        if (olderSize == tree.End)
        {
            if (tree.Start > 0)
            {
                tree.AddIndexes(indexes);
            }

            return;
        }

        var (left, right) = tree.Split();
        if (olderSize <= right.Start)
        {
            AddIndexes(left, olderSize, indexes);
            right.AddIndexes(indexes);
            return;
        }

        left.AddIndexes(indexes);
        AddIndexes(right, olderSize, indexes);
    }

    private static void Collect(Subtree tree, long olderSize, ref ReadOnlySpan<LogHash> hashes, List<LogHash> proof)
    {
        if (olderSize == tree.End)
        {
            if (tree.Start > 0)
            {
                proof.Add(tree.TakeHash(ref hashes));
            }

            return;
        }

        var (left, right) = tree.Split();
        if (olderSize <= right.Start)
        {
            Collect(left, olderSize, ref hashes, proof);
            proof.Add(right.TakeHash(ref hashes));
            return;
        }

        var shared = left.TakeHash(ref hashes);
        Collect(right, olderSize, ref hashes, proof);
        proof.Add(shared);
    }

    /// <summary>Computes a part's hash in both trees, from the end of the proof's first <paramref name="rest"/> hashes; what is used is taken off.</summary>
    private static bool TryRun(
        Subtree tree, TreeHead older, IReadOnlyList<LogHash> proof, ref int rest, out LogHash olderHash, out LogHash newerHash)
    {
        olderHash = newerHash = older.Hash;
        if (older.Size == tree.End && tree.Start == 0)
        {
            return true;
        }

        if (rest == 0)
        {
            return false;
        }

        var last = proof[--rest];
        if (older.Size == tree.End)
        {
            olderHash = newerHash = last;
            return true;
        }

        var (left, right) = tree.Split();
        if (older.Size <= right.Start)
        {
            // The right part came later.
            var leftOk = TryRun(left, older, proof, ref rest, out olderHash, out newerHash);
            newerHash = LogHash.OfNode(newerHash, last);
            return leftOk;
        }

        var rightOk = TryRun(right, older, proof, ref rest, out olderHash, out newerHash);
        olderHash = LogHash.OfNode(last, olderHash);
        newerHash = LogHash.OfNode(last, newerHash);
        return rightOk;
    }
}
