using Sluice.Core.Ports;
using Sluice.Modules.SumDb;
using Sluice.Store.Blobs;

namespace Sluice.Store.SumDb.Log;

/// <summary>
/// Appends batches of records. In this order, and each step is on disk before the next: the tiles, the head, the index. Not safe to call concurrently within a
/// process; between processes a lock file sees to it that one at a time writes.
/// </summary>
internal sealed class LogWriter(LogFolder folder, LogHashes hashes, LogLookups lookups, LogIndex index, INoteSigner signer, TimeProvider time) : IDisposable
{
    private const int FlushThreadCount = 4;

    private readonly TemporaryFiles _temporary = new(folder.Root);
    private readonly Publisher _publisher = new(folder.Root);
    private readonly FlushThreads _threads = new(FlushThreadCount);

    /// <summary>Directories whose own names have been flushed since this process runs.</summary>
    private readonly HashSet<string> _durable = new(StringComparer.Ordinal);

    private TileEdge? _edge;
    private LogHead? _edgeOf;

    /// <summary>Records what is not recorded yet, and tells each what the log has of its version. On failure nothing is in the log, unless only its confirmation failed.</summary>
    /// <exception cref="StoreException">Nothing could be written.</exception>
    public async Task CommitAsync(IReadOnlyList<LogAppend> batch, CancellationToken cancellationToken)
    {
        await using var others = await LogLock.TakeAsync(folder.LockFile, time, cancellationToken);
        var head = folder.ReadHead();
        await lookups.CatchUpAsync(head, cancellationToken);
        var (kept, added) = Sort(batch, head);
        if (added.Count > 0)
        {
            try
            {
                await AppendAsync(added, head, cancellationToken);
            }
            catch (Exception exception) when (DiskFaults.IsExpected(exception))
            {
                throw DiskFaults.Wrap(exception, "writing the checksum log");
            }
        }

        for (var i = 0; i < batch.Count; i++)
        {
            batch[i].Succeed(kept[i]);
        }
    }

    /// <summary>Deletes what a process left that was killed while it wrote.</summary>
    public void DeleteLeftovers() => _temporary.DeleteLeftovers();

    /// <inheritdoc/>
    public void Dispose() => _threads.Dispose();

    /// <summary>Tells what the log has of each version, or will have, and which records are new. Twice the same version in one batch is once.</summary>
    private (LogAppend.Kept[] Kept, List<LogAppend.Kept> Added) Sort(IReadOnlyList<LogAppend> batch, LogHead head)
    {
        var kept = new LogAppend.Kept[batch.Count];
        var added = new List<LogAppend.Kept>();
        var fresh = new Dictionary<(string, string), LogAppend.Kept>();
        for (var i = 0; i < batch.Count; i++)
        {
            var record = batch[i].Record;
            var name = (record.Path.Value, record.Version.Value);
            if (fresh.TryGetValue(name, out var same))
            {
                kept[i] = same;
            }
            else if (lookups.Find(batch[i].Key, record.Path, record.Version, head) is { } found)
            {
                kept[i] = new LogAppend.Kept(found.Stored.Id, found.Record);
            }
            else
            {
                kept[i] = fresh[name] = new LogAppend.Kept(head.Tree.Size + added.Count, record);
                added.Add(kept[i]);
            }
        }

        return (kept, added);
    }

    private async Task AppendAsync(List<LogAppend.Kept> added, LogHead head, CancellationToken cancellationToken)
    {
        var edge = (_edgeOf == head ? _edge : null) ?? await LoadEdgeAsync(head, cancellationToken);
        _edgeOf = null;
        var tiles = new List<(TileCoordinate Tile, byte[] Content)>();
        foreach (var entry in added)
        {
            edge.Append(LogHash.OfRecord(entry.Record.Format()), (tile, content) => tiles.Add((tile, content)));
        }

        var changed = TileCoordinate.NewTiles(LogFolder.TileHeight, head.Tree.Size, edge.Size).ToHashSet();
        tiles.AddRange(edge.Partial().Where(pair => changed.Contains(pair.Tile)));
        tiles.AddRange(DataTiles(added, head.Tree.Size));
        await WriteTilesAsync(tiles);
        var tree = new TreeHead(edge.Size, await edge.HashAsync(cancellationToken));
        var next = folder.OpenHead(SignedNote.Unsigned(tree.ToString()).Sign(signer));
        await _threads.RunAsync(() => WriteHead(next));

        // From here on the records are in the log, whatever happens.
        _edge = edge;
        _edgeOf = next;
        AddToIndex(added, next);
    }

    private void AddToIndex(List<LogAppend.Kept> added, LogHead head)
    {
        try
        {
            index.Add(added.Select(entry => (LogIndex.KeyOf(entry.Record.Path, entry.Record.Version), entry.Id)), head.Tree);
        }
        catch (StoreException)
        {
            // The next one who needs it brings it up to date, and is told if it still cannot be written.
        }
    }

    /// <summary>The tiles of records that are new or longer: what was in the first of them, then the new ones.</summary>
    private IEnumerable<(TileCoordinate Tile, byte[] Content)> DataTiles(List<LogAppend.Kept> added, long oldSize)
    {
        var number = oldSize / LogFolder.TileWidth;
        var width = (int)(oldSize % LogFolder.TileWidth);
        var content = new MemoryStream();
        if (width > 0)
        {
            var tile = new TileCoordinate(LogFolder.TileHeight, -1, number, width);
            content.Write((folder.ReadRecords(tile) ?? throw LogFolder.Damaged($"{tile.Complete} has fewer than {width} records")).Span);
        }

        foreach (var entry in added)
        {
            content.Write(entry.Record.Format());
            content.WriteByte((byte)'\n');
            if (++width == LogFolder.TileWidth)
            {
                yield return (new TileCoordinate(LogFolder.TileHeight, -1, number++, width), content.ToArray());
                width = 0;
                content.SetLength(0);
            }
        }

        if (width > 0)
        {
            yield return (new TileCoordinate(LogFolder.TileHeight, -1, number, width), content.ToArray());
        }
    }

    /// <summary>The last tile of records is written anew, so it must be what was signed.</summary>
    private async Task<TileEdge> LoadEdgeAsync(LogHead head, CancellationToken cancellationToken)
    {
        var edge = await hashes.LoadEdgeAsync(head, cancellationToken);
        if (edge.Partial().FirstOrDefault() is not ({ Level: 0, Width: > 0 } last, var content))
        {
            return edge;
        }

        foreach (var record in folder.ReadTile(last with { Level = -1 }))
        {
            var at = (int)(record.Id % LogFolder.TileWidth) * LogHash.SizeBytes;
            if (record.Hash != new LogHash(content.AsSpan(at, LogHash.SizeBytes)))
            {
                throw LogFolder.Damaged($"record {record.Id} is not the one of the head of {head.Tree.Size} records");
            }
        }

        return edge;
    }

    private async Task WriteTilesAsync(List<(TileCoordinate Tile, byte[] Content)> tiles)
    {
        await Task.WhenAll(tiles.Select(pair => _threads.RunAsync(() => Write(folder.FileOf(pair.Tile), pair.Content))));

        var directories = tiles.Select(pair => Path.GetDirectoryName(folder.FileOf(pair.Tile))!).ToHashSet(StringComparer.Ordinal);
        var flushed = directories.Concat(directories.Except(_durable).SelectMany(Above)).Distinct(StringComparer.Ordinal);
        await Task.WhenAll(flushed.Select(directory => _threads.RunAsync(() => Unix.FlushDirectory(directory))));
        _durable.UnionWith(directories);
    }

    /// <summary>The directories above one, up to the log's own: it may be new, and whoever made it may have been killed before it flushed the one above.</summary>
    private IEnumerable<string> Above(string directory)
    {
        for (var at = Path.GetDirectoryName(directory)!; at.Length >= folder.Root.Length; at = Path.GetDirectoryName(at)!)
        {
            yield return at;
        }
    }

    /// <summary>Flushed before it gets its name; the directory is flushed by the caller, once for all.</summary>
    private void Write(string target, ReadOnlySpan<byte> content)
    {
        using var file = _temporary.Create();
        RandomAccess.Write(file.Handle, content, 0);
        RandomAccess.FlushToDisk(file.Handle);
        _publisher.Rename(file, target);
    }

    private void WriteHead(LogHead head)
    {
        Write(folder.HeadFile, head.Note.Span);
        Unix.FlushDirectory(folder.Root);
    }
}
