using System.Collections.Concurrent;
using Sluice.Core.Ports;
using Sluice.Modules.SumDb;

namespace Sluice.Store.SumDb.Log;

/// <summary>
/// Checks all of a log, on several threads and in constant memory. In order: the head's signature; every record against its hash, and against the index; every
/// tile of hashes against the one above it; the right edge against the head; that no version has two records. A gateway may append meanwhile: what came after the
/// start is not looked at.
/// </summary>
public sealed class LogVerifier(DiskChecksumLog log, TimeProvider time)
{
    /// <summary>Most problems that are told one by one.</summary>
    public const int MaxProblems = 1000;

    private const string IndexName = "index.db";

    private readonly ConcurrentQueue<LogProblem> _problems = new();
    private readonly LogFolder _folder = (log ?? throw new ArgumentNullException(nameof(log))).Folder;
    private long _problemCount;
    private long _tiles;
    private long _records;

    /// <summary>Opens a log, which fails when its head is not to be believed, and checks it; either way the outcome is a result.</summary>
    /// <param name="open">Opens the log.</param>
    /// <param name="time">For waiting.</param>
    /// <param name="degreeOfParallelism">Threads, from 1.</param>
    /// <param name="progress">Hears of each tile of records.</param>
    /// <param name="cancellationToken">Ends the checking.</param>
    public static async Task<LogVerification> OpenAndVerifyAsync(
        Func<DiskChecksumLog> open, TimeProvider time, int degreeOfParallelism, IProgress<LogProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(open);
        DiskChecksumLog log;
        try
        {
            log = open();
        }
        catch (StoreException exception) when (exception.Fault.Code == Core.Faults.FaultCodes.SumLogDamaged)
        {
            return new LogVerification(TreeHead.Empty, 0, [new LogProblem(LogFiles.Head, exception.Fault.Detail ?? "damaged")], 1);
        }

        await using (log)
        {
            return await new LogVerifier(log, time).VerifyAsync(degreeOfParallelism, progress, cancellationToken);
        }
    }

    /// <summary>Checks the log. Problems are results; what throws is cancellation, and <see cref="StoreException"/> where files cannot be read.</summary>
    /// <param name="degreeOfParallelism">Threads, from 1.</param>
    /// <param name="progress">Hears of each tile of records.</param>
    /// <param name="cancellationToken">Ends the checking.</param>
    public async Task<LogVerification> VerifyAsync(int degreeOfParallelism, IProgress<LogProgress>? progress, CancellationToken cancellationToken)
    {
        var tree = TreeHead.Empty;
        try
        {
            var head = _folder.ReadHead();
            tree = head.Tree;
            await CatchUpAsync(cancellationToken);
            var options = new ParallelOptions { MaxDegreeOfParallelism = degreeOfParallelism, CancellationToken = cancellationToken };
            await Parallel.ForAsync(0L, (tree.Size + LogFolder.TileWidth - 1) / LogFolder.TileWidth, options, (number, _) =>
            {
                CheckRecords(number, tree.Size);
                progress?.Report(new LogProgress(Interlocked.Read(ref _records), tree.Size, Interlocked.Read(ref _problemCount)));
                return ValueTask.CompletedTask;
            });
            CheckUpperTiles(tree.Size);
            await CheckEdgeAsync(tree, cancellationToken);
            CheckVersions(tree.Size);
        }
        catch (StoreException exception) when (exception.Fault.Code == Core.Faults.FaultCodes.SumLogDamaged)
        {
            Report(LogFiles.Head, exception.Fault.Detail ?? "damaged");
        }

        return new LogVerification(tree, _tiles, [.. _problems.OrderBy(problem => problem.Where, StringComparer.Ordinal).ThenBy(problem => problem.Text, StringComparer.Ordinal)], _problemCount);
    }

    /// <summary>An index that is missing or behind is no problem: it is brought up to date as a gateway does it.</summary>
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var others = await LogLock.TakeAsync(_folder.LockFile, time, cancellationToken);
            await log.Lookups.CatchUpAsync(_folder.ReadHead(), cancellationToken);
        }
        catch (StoreException exception) when (exception.Fault.Code == Core.Faults.FaultCodes.SumLogDamaged)
        {
            Report(IndexName, $"it cannot be made: {exception.Fault.Detail}");
        }
    }

    private void CheckRecords(long number, long size)
    {
        var width = (int)Math.Min(LogFolder.TileWidth, size - (number * LogFolder.TileWidth));
        var hashTile = new TileCoordinate(LogFolder.TileHeight, 0, number, width);
        var hashes = ReadHashes(hashTile, size);
        var tile = hashTile with { Level = -1 };
        Interlocked.Increment(ref _tiles);
        Interlocked.Add(ref _records, width);
        if (_folder.ReadRecords(tile) is not { } content)
        {
            Report(tile.Complete.Path, $"it has fewer than {width} records");
            return;
        }

        if (!RecordTile.TryParse(tile, content, out var records, out var error))
        {
            Report(tile.Complete.Path, error);
            return;
        }

        foreach (var record in records)
        {
            if (hashes is not null && record.Hash != new LogHash(hashes.AsSpan((int)(record.Id % LogFolder.TileWidth) * LogHash.SizeBytes, LogHash.SizeBytes)))
            {
                Report(tile.Complete.Path, $"record {record.Id} does not have the hash that {hashTile.Complete} has of it");
            }

            CheckIndex(tile, record);
        }
    }

    private void CheckIndex(TileCoordinate tile, LogRecord stored)
    {
        if (!ModuleRecord.TryParse(stored.Text.Span, out var record, out var error))
        {
            Report(tile.Complete.Path, $"record {stored.Id}: {error}");
            return;
        }

        if (!log.Index.Find(LogIndex.KeyOf(record.Path, record.Version)).Contains(stored.Id))
        {
            Report(IndexName, $"record {stored.Id}, {record.Path}@{record.Version}, is not in it");
        }
    }

    /// <summary>Reads a tile of hashes and compares it with the tile above; null, reported, where it cannot be used.</summary>
    private byte[]? ReadHashes(TileCoordinate tile, long size)
    {
        Interlocked.Increment(ref _tiles);
        var content = _folder.ReadHashes(tile);
        if (content.Length != tile.HashBytes)
        {
            Report(tile.Complete.Path, $"it has fewer than {tile.Width} hashes");
            return null;
        }

        if (!tile.IsComplete || tile.Above(1, size) is not { } above)
        {
            return content;
        }

        var at = (int)(tile.Number % LogFolder.TileWidth) * LogHash.SizeBytes;
        var upper = _folder.ReadHashes(above);
        if (upper.Length >= at + LogHash.SizeBytes && new LogHash(upper.AsSpan(at, LogHash.SizeBytes)) != TileData.HashOf(content))
        {
            Report(tile.Complete.Path, $"it does not have the hash that {above.Complete} has of it");
        }

        return content;
    }

    private void CheckUpperTiles(long size)
    {
        for (var level = 1; size >> (level * LogFolder.TileHeight) > 0; level++)
        {
            var hashes = size >> (level * LogFolder.TileHeight);
            for (var number = 0L; number * LogFolder.TileWidth < hashes; number++)
            {
                ReadHashes(new TileCoordinate(LogFolder.TileHeight, level, number, (int)Math.Min(LogFolder.TileWidth, hashes - (number * LogFolder.TileWidth))), size);
            }
        }
    }

    private async Task CheckEdgeAsync(TreeHead tree, CancellationToken cancellationToken)
    {
        TileCoordinate[] tiles = [.. TileEdge.TilesOf(LogFolder.TileHeight, tree.Size)];
        byte[][] contents = [.. tiles.Select(_folder.ReadHashes)];
        if (tiles.Zip(contents).Any(pair => pair.First.HashBytes != pair.Second.Length))
        {
            // Reported where the tile was read.
            return;
        }

        var edge = TileEdge.Load(LogFolder.TileHeight, tree.Size, [.. contents.Select(content => (ReadOnlyMemory<byte>)content)]);
        if (await edge.HashAsync(cancellationToken) != tree.Hash)
        {
            Report(LogFiles.Head, $"its hash does not follow from {string.Join(", ", tiles.Select(tile => tile.Complete))}");
        }
    }

    private void CheckVersions(long size)
    {
        // A gateway may have appended since the head was read.
        var count = log.Index.Count();
        if (count < size || count != log.Index.ReadState().Size)
        {
            Report(IndexName, $"it has {count} entries for {log.Index.ReadState().Size} records; without the file it is made anew");
        }

        foreach (var key in log.Index.RepeatedKeys())
        {
            var versions = log.Index.Find(key).Where(id => id < size).Select(id => (Id: id, Record: TryRead(id))).Where(entry => entry.Record is not null);
            foreach (var same in versions.GroupBy(entry => (entry.Record!.Path, entry.Record.Version)).Where(group => group.Count() > 1))
            {
                Report("tile/8/data", $"{same.Key.Path}@{same.Key.Version} has the records {string.Join(", ", same.Select(entry => entry.Id))}");
            }
        }
    }

    private ModuleRecord? TryRead(long id)
    {
        try
        {
            return ModuleRecord.TryParse(_folder.ReadRecord(id).Text.Span, out var record, out _) ? record : null;
        }
        catch (StoreException exception) when (exception.Fault.Code == Core.Faults.FaultCodes.SumLogDamaged)
        {
            // Reported where the tile was read.
            return null;
        }
    }

    private void Report(string where, string text)
    {
        if (Interlocked.Increment(ref _problemCount) <= MaxProblems)
        {
            _problems.Enqueue(new LogProblem(where, text));
        }
    }
}
