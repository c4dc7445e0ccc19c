using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Modules.Versions;

namespace Sluice.Store.SumDb.Log;

/// <summary>Finds the records of versions, and keeps the index up with the log.</summary>
internal sealed class LogLookups(LogFolder folder, LogIndex index)
{
    /// <summary>Tiles of records that are indexed in one transaction.</summary>
    private const int TilesAtOnce = 32;

    /// <summary>Whether everything below a head is indexed.</summary>
    public bool IsUpTo(LogHead head) => index.ReadState() == head.Tree;

    /// <summary>The record of a version below a head; null if there is none. Unchecked.</summary>
    public (LogRecord Stored, ModuleRecord Record)? Find(ModulePath path, ModuleVersion version, LogHead head) => Find(LogIndex.KeyOf(path, version), path, version, head);

    /// <inheritdoc cref="Find(ModulePath, ModuleVersion, LogHead)"/>
    public (LogRecord Stored, ModuleRecord Record)? Find(long key, ModulePath path, ModuleVersion version, LogHead head)
    {
        foreach (var id in index.Find(key))
        {
            if (id >= head.Tree.Size)
            {
                continue;
            }

            var stored = folder.ReadRecord(id);
            if (!ModuleRecord.TryParse(stored.Text.Span, out var record, out var error))
            {
                throw LogFolder.Damaged($"record {id}: {error}");
            }

            if (record.Path == path && record.Version == version)
            {
                return (stored, record);
            }
        }

        return null;
    }

    /// <summary>
    /// Indexes what is missing. An index of another history, or one that cannot be read, is made anew. Only for whoever holds the log's lock.
    /// </summary>
    public async Task CatchUpAsync(LogHead head, CancellationToken cancellationToken)
    {
        try
        {
            await FillAsync(head, cancellationToken);
        }
        catch (StoreException exception) when (LogIndex.IsBroken(exception))
        {
            index.Reset();
            await FillAsync(head, cancellationToken);
        }
    }

    private async Task FillAsync(LogHead head, CancellationToken cancellationToken)
    {
        var indexed = index.ReadState();
        if (indexed == head.Tree)
        {
            return;
        }

        if (!await IsEarlierAsync(indexed, head, cancellationToken))
        {
            index.Reset();
            indexed = TreeHead.Empty;
        }

        var first = indexed.Size / LogFolder.TileWidth;
        var end = (head.Tree.Size + LogFolder.TileWidth - 1) / LogFolder.TileWidth;
        for (; first < end; first += TilesAtOnce)
        {
            var last = Math.Min(end, first + TilesAtOnce);
            var entries = new List<(long Key, long Id)>();
            for (var number = first; number < last; number++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                AddTile(number, head, entries);
            }

            index.Add(entries, last == end ? head.Tree : null);
        }

        if (head.Tree.Size == 0)
        {
            index.Add([], head.Tree);
        }
    }

    private void AddTile(long number, LogHead head, List<(long Key, long Id)> entries)
    {
        var width = (int)Math.Min(LogFolder.TileWidth, head.Tree.Size - (number * LogFolder.TileWidth));
        foreach (var stored in folder.ReadTile(new TileCoordinate(LogFolder.TileHeight, -1, number, width)))
        {
            if (!ModuleRecord.TryParse(stored.Text.Span, out var record, out var error))
            {
                throw LogFolder.Damaged($"record {stored.Id}: {error}");
            }

            entries.Add((LogIndex.KeyOf(record.Path, record.Version), stored.Id));
        }
    }

    private async Task<bool> IsEarlierAsync(TreeHead indexed, LogHead head, CancellationToken cancellationToken)
    {
        if (indexed.Size > head.Tree.Size)
        {
            return false;
        }

        try
        {
            return await LogTree.HashAsync(indexed.Size, new TileHashReader(head.Tree, folder), cancellationToken) == indexed.Hash;
        }
        catch (SumDbException exception)
        {
            throw LogFolder.Damaged(exception.Message, exception);
        }
    }
}
