using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Modules.Versions;

namespace Sluice.Store.SumDb.Log;

/// <summary>
/// A checksum database on disk. Who appends at the same time shares one batch: one set of tiles, one head, one wait for the disk. Everything that is given out has been
/// checked against the signed head. Safe to call concurrently, also by several processes.
/// </summary>
public sealed class DiskChecksumLog : IChecksumLog, IAsyncDisposable
{
    /// <summary>Most records of one batch: 16 tiles.</summary>
    private const int MaxBatch = 4096;

    /// <summary>Most who wait at once; more wait for a place to wait.</summary>
    private const int MaxPending = 4 * MaxBatch;

    private readonly string _name;
    private readonly PathPatterns _covered;
    private readonly TimeProvider _time;
    private readonly LogFolder _folder;
    private readonly LogHashes _hashes;
    private readonly LogIndex _index;
    private readonly LogLookups _lookups;
    private readonly LogWriter? _writer;
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _room = new(MaxPending);
    private readonly Queue<LogAppend> _pending = new();
    private Task _committing = Task.CompletedTask;
    private bool _isCommitting;

    private DiskChecksumLog(string dataDirectory, string name, PathPatterns covered, INoteVerifier verifier, INoteSigner? signer, TimeProvider time)
    {
        _name = name;
        _covered = covered;
        _time = time;
        _folder = new LogFolder(dataDirectory, name, verifier);
        _hashes = new LogHashes(_folder);
        _index = new LogIndex(_folder.IndexFile);
        _lookups = new LogLookups(_folder, _index);
        _writer = signer is null ? null : new LogWriter(_folder, _hashes, _lookups, _index, signer, time);
    }

    /// <summary>The log's name.</summary>
    public string Name => _name;

    /// <summary>When the head was signed.</summary>
    public DateTimeOffset? HeadTime => _folder.HeadTime;

    internal LogFolder Folder => _folder;

    internal LogIndex Index => _index;

    internal LogLookups Lookups => _lookups;

    /// <summary>Opens a log that is there.</summary>
    /// <param name="dataDirectory">The data directory.</param>
    /// <param name="name">The log's name.</param>
    /// <param name="covered">The modules that it records.</param>
    /// <param name="verifier">Its public key.</param>
    /// <param name="signer">Its secret key; null to read only.</param>
    /// <param name="time">For waiting.</param>
    /// <exception cref="StoreException">There is none, or its head is not signed with this key.</exception>
    public static DiskChecksumLog Open(string dataDirectory, string name, PathPatterns covered, INoteVerifier verifier, INoteSigner? signer, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(covered);
        ArgumentNullException.ThrowIfNull(verifier);
        var log = new DiskChecksumLog(dataDirectory, name, covered, verifier, signer, time);
        log._folder.ReadHead();
        log._writer?.DeleteLeftovers();
        return log;
    }

    /// <inheritdoc/>
    public bool Covers(ModulePath path) => _covered.Matches(path.Value);

    /// <summary>The newest head.</summary>
    /// <exception cref="StoreException">It is missing, cannot be read, or is not signed.</exception>
    public LogHead ReadHead() => _folder.ReadHead();

    /// <summary>What a lookup answers: the record and a signed head that has it, which has been checked; null if the version is not recorded.</summary>
    /// <exception cref="StoreException">The log is damaged, or cannot be read.</exception>
    public async ValueTask<LookupAnswer?> LookupAsync(ModulePath path, ModuleVersion version, CancellationToken cancellationToken)
    {
        var (record, head) = await FindRecordAsync(path, version, cancellationToken);
        return record is null ? null : LookupAnswer.Of(record.Value.Stored, head.Note);
    }

    /// <summary>A tile as wide as is asked for; null if the log does not have it. Hashes have been checked; of records only their number.</summary>
    /// <param name="tile">Of any height; other heights than 8 are not there.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="StoreException">It is not the one that was signed, or cannot be read.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadTileAsync(TileCoordinate tile, CancellationToken cancellationToken)
    {
        var head = _folder.ReadHead();
        if (tile.Height != LogFolder.TileHeight || !tile.IsIn(head.Tree.Size))
        {
            return null;
        }

        if (tile.IsData)
        {
            return _folder.ReadRecords(tile) ?? throw LogFolder.Damaged($"{tile.Complete} has fewer than {tile.Width} records");
        }

        var hashes = await _hashes.ReadAsync(tile.Level, tile.Number, head, cancellationToken);
        return hashes.AsMemory(0, (int)tile.HashBytes);
    }

    /// <summary>Reads records in order, for people. Not checked against the head.</summary>
    /// <param name="tree">A head's tree.</param>
    /// <param name="from">The first record to look at, from 0.</param>
    /// <param name="limit">Most records, from 1.</param>
    /// <param name="modules">Modules to take; null for all.</param>
    /// <param name="cancellationToken">Looked at between tiles.</param>
    /// <exception cref="StoreException">A record is missing or malformed.</exception>
    public LogPage ReadPage(TreeHead tree, long from, int limit, PathPatterns? modules, CancellationToken cancellationToken)
    {
        var records = new List<(long, ModuleRecord)>();
        while (from < tree.Size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var number = from / LogFolder.TileWidth;
            var width = (int)Math.Min(LogFolder.TileWidth, tree.Size - (number * LogFolder.TileWidth));
            foreach (var stored in _folder.ReadTile(new TileCoordinate(LogFolder.TileHeight, -1, number, width)).Skip((int)(from % LogFolder.TileWidth)))
            {
                if (records.Count == limit)
                {
                    return new LogPage(records, stored.Id);
                }

                var record = ModuleRecord.TryParse(stored.Text.Span, out var parsed, out var error) ? parsed : throw LogFolder.Damaged($"record {stored.Id}: {error}");
                if (modules is null || modules.Matches(record.Path.Value))
                {
                    records.Add((stored.Id, record));
                }

                from = stored.Id + 1;
            }
        }

        return new LogPage(records, null);
    }

    /// <summary>A reader of hashes below a head that checks each against it, for proofs.</summary>
    public IHashReader HashesOf(LogHead head)
    {
        ArgumentNullException.ThrowIfNull(head);
        return new TileHashReader(head.Tree, _folder);
    }

    /// <inheritdoc/>
    public async ValueTask<ChecksumAnswer> FindAsync(ModulePath path, ModuleVersion version, FetchContext context, CancellationToken cancellationToken)
    {
        if (!Covers(path))
        {
            return new ChecksumAnswer.NotCovered();
        }

        try
        {
            var (found, _) = await FindRecordAsync(path, version, cancellationToken);
            return found is { } record
                ? Recorded(record.Stored.Id, record.Record)
                : new ChecksumAnswer.Absent(_name, FaultCodes.NotFound.At(_name, "not recorded yet"));
        }
        catch (StoreException exception) when (exception.Fault.Code == FaultCodes.SumLogDamaged)
        {
            return new ChecksumAnswer.Untrusted(_name, exception.Fault);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The log was opened to be read.</exception>
    public async ValueTask<ChecksumAnswer.Recorded> AppendAsync(
        ModulePath path, ModuleVersion version, DirHash zip, DirHash goMod, CancellationToken cancellationToken)
    {
        if (_writer is null || !Covers(path))
        {
            throw new InvalidOperationException(_writer is null ? "the log was opened to be read" : $"{_name} does not record {path}");
        }

        var append = new LogAppend(new ModuleRecord(path, version, zip, goMod));
        await _room.WaitAsync(cancellationToken);
        Enqueue(append);
        var kept = await append.Done.WaitAsync(cancellationToken);
        return Recorded(kept.Id, kept.Record);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Task committing;
        lock (_gate)
        {
            committing = _committing;
        }

        await committing;
        _writer?.Dispose();
        _index.Dispose();
        _room.Dispose();
    }

    private ChecksumAnswer.Recorded Recorded(long id, ModuleRecord record) => new(_name, id, [record.Zip.ToString()], [record.GoMod.ToString()]);

    /// <summary>Finds a version's record and proves that it is in the tree. The index is brought up to date where it is behind: it may be another process that appends.</summary>
    private async ValueTask<((LogRecord Stored, ModuleRecord Record)? Found, LogHead Head)> FindRecordAsync(
        ModulePath path, ModuleVersion version, CancellationToken cancellationToken)
    {
        var (found, head) = await TryFindAsync(path, version, cancellationToken);
        if (found is not { } record)
        {
            return (null, head);
        }

        return await _hashes.ReadRecordHashAsync(record.Stored.Id, head, cancellationToken) == record.Stored.Hash
            ? (found, head)
            : throw LogFolder.Damaged($"record {record.Stored.Id} is not the one that was signed");
    }

    private async ValueTask<((LogRecord Stored, ModuleRecord Record)? Found, LogHead Head)> TryFindAsync(
        ModulePath path, ModuleVersion version, CancellationToken cancellationToken)
    {
        var head = _folder.ReadHead();
        try
        {
            var found = _lookups.Find(path, version, head);
            if (found is not null || _lookups.IsUpTo(head))
            {
                return (found, head);
            }
        }
        catch (StoreException exception) when (LogIndex.IsBroken(exception))
        {
            // Made anew below.
        }

        await using var others = await LogLock.TakeAsync(_folder.LockFile, _time, cancellationToken);
        head = _folder.ReadHead();
        await _lookups.CatchUpAsync(head, cancellationToken);
        return (_lookups.Find(path, version, head), head);
    }

    private void Enqueue(LogAppend append)
    {
        lock (_gate)
        {
            _pending.Enqueue(append);
            if (!_isCommitting)
            {
                _isCommitting = true;
                _committing = Task.Run(CommitAllAsync);
            }
        }
    }

    /// <summary>Commits batch by batch until nobody waits any more. Belongs to none of those who wait, so it is not cancelled with one.</summary>
    private async Task CommitAllAsync()
    {
        while (TakeBatch() is { Count: > 0 } batch)
        {
            try
            {
                await _writer!.CommitAsync(batch, CancellationToken.None);
            }
            catch (Exception exception)
            {
                // The outermost boundary of this work: whatever it was belongs to those who wait.
                batch.ForEach(append => append.Fail(exception));
            }

            _room.Release(batch.Count);
        }
    }

    private List<LogAppend> TakeBatch()
    {
        lock (_gate)
        {
            var batch = new List<LogAppend>(Math.Min(_pending.Count, MaxBatch));
            while (batch.Count < MaxBatch && _pending.TryDequeue(out var append))
            {
                batch.Add(append);
            }

            _isCommitting = batch.Count > 0;
            return batch;
        }
    }
}
