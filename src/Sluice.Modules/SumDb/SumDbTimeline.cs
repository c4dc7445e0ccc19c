namespace Sluice.Modules.SumDb;

/// <summary>
/// The one history of a database's log that this client has seen: the largest tree head, and the checks that every other one lies on the same line. Safe to call
/// concurrently.
/// </summary>
internal sealed class SumDbTimeline(INoteVerifier verifier, ISumDbRemote remote, ISumDbState state, int tileHeight)
{
    /// <summary>How often the kept head may be changed by others while we move it on: each time it moved forward.</summary>
    private const int MaxConflicts = 100;

    private static readonly SignedHead Nothing = new(TreeHead.Empty, default);

    private readonly Lock _gate = new();
    private SignedHead _latest = Nothing;

    /// <summary>The head that the state has as far as we know. Another one than the largest while that is being kept, and after that failed.</summary>
    private volatile SignedHead _kept = Nothing;
    private volatile bool _isLoaded;

    /// <summary>The largest tree head seen; empty before the first.</summary>
    public TreeHead Latest => Current.Head;

    private SignedHead Current
    {
        get
        {
            lock (_gate)
            {
                return _latest;
            }
        }
    }

    /// <summary>Takes up the head that was kept, the first time. Doing it twice does no harm.</summary>
    public async ValueTask LoadAsync(CancellationToken cancellationToken)
    {
        if (!_isLoaded)
        {
            var (order, largest) = await MergeStoredAsync(await state.ReadLatestAsync(cancellationToken), cancellationToken);
            _kept = order == HeadOrder.Earlier ? _kept : largest;
            _isLoaded = true;
        }
    }

    /// <summary>Puts a signed head on the line, and keeps it if it is the largest.</summary>
    /// <exception cref="SumDbException">It is not to be believed.</exception>
    /// <exception cref="SumDbForkException">It belongs to another history.</exception>
    public async ValueTask MergeAsync(ReadOnlyMemory<byte> note, CancellationToken cancellationToken)
    {
        await MergeInMemoryAsync(Open(note), cancellationToken);
        for (var attempt = 0; attempt < MaxConflicts; attempt++)
        {
            if (ReferenceEquals(_kept, Current))
            {
                return;
            }

            // Others may have kept a head since; then theirs comes onto our line first.
            var stored = await state.ReadLatestAsync(cancellationToken);
            var (order, largest) = await MergeStoredAsync(stored, cancellationToken);
            if (order != HeadOrder.Earlier || await state.TryReplaceLatestAsync(stored, largest.Note, cancellationToken))
            {
                _kept = largest;
            }
        }

        throw new SumDbException(SumDbProblem.StoredHeadContended, $"the kept tree head of {verifier.Name} was changed {MaxConflicts} times in a row");
    }

    /// <summary>The hash of a record that the largest tree has.</summary>
    public ValueTask<LogHash> RecordHashAsync(TreeHead tree, long recordId, CancellationToken cancellationToken) => ReadAsync(
        tree, async reader => (await reader.ReadAsync([StoredHashIndex.Of(0, recordId)], cancellationToken))[0]);

    private async ValueTask<(HeadOrder Order, SignedHead Largest)> MergeStoredAsync(ReadOnlyMemory<byte> stored, CancellationToken cancellationToken)
    {
        if (stored.IsEmpty)
        {
            var largest = Current;
            return (largest.Head.Size == 0 ? HeadOrder.Same : HeadOrder.Earlier, largest);
        }

        SignedHead head;
        try
        {
            head = Open(stored);
        }
        catch (SumDbException exception)
        {
            throw new SumDbException(SumDbProblem.BadStoredHead, $"the kept tree head of {verifier.Name}: {exception.Message}");
        }

        return await MergeInMemoryAsync(head, cancellationToken);
    }

    private SignedHead Open(ReadOnlyMemory<byte> message)
    {
        if (!SignedNote.TryOpen(message.Span, [verifier], out var note, out var fault))
        {
            throw new SumDbException(fault.Problem, fault.Text);
        }

        if (!TreeHead.TryParse(note.Text, out var head, out var error))
        {
            throw new SumDbException(SumDbProblem.MalformedHead, error);
        }

        return head.Size > 0 || head == TreeHead.Empty
            ? new SignedHead(head, message.ToArray())
            : throw new SumDbException(SumDbProblem.MalformedHead, "the head of an empty tree has the hash of another");
    }

    /// <summary>
    /// Compares with the largest head, and takes its place if larger. Tiles are fetched without a lock; so who was overtaken compares anew. Gives the largest one
    /// after the comparison.
    /// </summary>
    private async ValueTask<(HeadOrder Order, SignedHead Largest)> MergeInMemoryAsync(SignedHead other, CancellationToken cancellationToken)
    {
        while (true)
        {
            var latest = Current;
            if (other.Head.Size <= latest.Head.Size)
            {
                await CheckAsync(other, latest, cancellationToken);
                return (other.Head.Size < latest.Head.Size ? HeadOrder.Earlier : HeadOrder.Same, latest);
            }

            await CheckAsync(latest, other, cancellationToken);
            lock (_gate)
            {
                if (ReferenceEquals(_latest, latest))
                {
                    _latest = other;
                    return (HeadOrder.Later, other);
                }
            }
        }
    }

    private async ValueTask CheckAsync(SignedHead older, SignedHead newer, CancellationToken cancellationToken)
    {
        var size = older.Head.Size;
        if (size == 0 || older.Head == newer.Head)
        {
            return;
        }

        if (size == newer.Head.Size)
        {
            await ReportAsync(older, newer, newer.Head.Hash, [], cancellationToken);
        }

        var hash = await ReadAsync(newer.Head, reader => LogTree.HashAsync(size, reader, cancellationToken));
        if (hash != older.Head.Hash)
        {
            // The tiles for it are those that have just been checked.
            var proof = await ReadAsync(newer.Head, reader => ConsistencyProof.ProveAsync(newer.Head.Size, size, reader, cancellationToken));
            await ReportAsync(older, newer, hash, proof, cancellationToken);
        }
    }

    private async ValueTask ReportAsync(
        SignedHead older, SignedHead newer, LogHash hash, IReadOnlyList<LogHash> proof, CancellationToken cancellationToken)
    {
        var evidence = new ForkEvidence(verifier.Name, older.Note, newer.Note, hash, proof);
        await state.ReportForkAsync(evidence, cancellationToken);
        throw new SumDbForkException(evidence);
    }

    /// <summary>Reads from checked tiles. If they do not belong to the tree and some came from the cache, once more without it: what is damaged there heals.</summary>
    public async ValueTask<T> ReadAsync<T>(TreeHead tree, Func<IHashReader, ValueTask<T>> read)
    {
        var tiles = new SumDbTiles(remote, state, tileHeight, useCache: true);
        try
        {
            return await read(new TileHashReader(tree, tiles));
        }
        catch (SumDbException exception) when (exception.Problem == SumDbProblem.InconsistentTile && tiles.UsedCache)
        {
            return await read(new TileHashReader(tree, new SumDbTiles(remote, state, tileHeight, useCache: false)));
        }
    }

    /// <summary>How a head stands to the largest one there was.</summary>
    private enum HeadOrder
    {
        Earlier,
        Same,
        Later,
    }

    /// <summary>A signed tree head. A class, so that two of them are told apart by reference.</summary>
    private sealed class SignedHead(TreeHead head, ReadOnlyMemory<byte> note)
    {
        public TreeHead Head => head;

        public ReadOnlyMemory<byte> Note => note;
    }
}
