using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Modules.SumDb;
using Sluice.Store.Blobs;

namespace Sluice.Store.SumDb.Log;

/// <summary>
/// The files of one log, below <c>&lt;data&gt;/.sumlog/NAME</c> (a slash in the name is a plus). Of each tile there is one file, at the path of the complete tile; it
/// begins with what the signed head says, and what follows does not exist. Reads only; safe to call concurrently.
/// </summary>
internal sealed class LogFolder(string dataDirectory, string name, INoteVerifier verifier) : ITileReader
{
    /// <summary>The height of all tiles, which go commands and sum.golang.org have.</summary>
    public const int TileHeight = 8;

    /// <summary>Records of a complete tile.</summary>
    public const int TileWidth = 1 << TileHeight;

    private const int MaxDataTileBytes = TileWidth * (LogRecord.MaxTextBytes + 1);

    private volatile LogHead? _seen;

    /// <inheritdoc/>
    public int Height => TileHeight;

    /// <summary>The folder, absolute if the data directory is.</summary>
    public string Root { get; } = LogFiles.FolderOf(dataDirectory, name);

    public string HeadFile => Path.Join(Root, LogFiles.Head);

    public string LockFile => Path.Join(Root, "lock");

    public string IndexFile => Path.Join(Root, "index.db");

    /// <summary>When the head was signed; null where there is none.</summary>
    public DateTimeOffset? HeadTime => File.Exists(HeadFile) ? new DateTimeOffset(File.GetLastWriteTimeUtc(HeadFile), TimeSpan.Zero) : null;

    /// <summary>Where a tile is, whatever its width.</summary>
    public string FileOf(TileCoordinate tile) => Path.Join(Root, tile.Complete.Path);

    /// <summary>
    /// The head as it is on disk. One that has not been seen here before is made durable first: else a power cut could take back a head that somebody was given.
    /// </summary>
    /// <exception cref="StoreException">It is missing, cannot be read, or is not signed.</exception>
    public LogHead ReadHead()
    {
        byte[] note;
        try
        {
            note = File.ReadAllBytes(HeadFile);
            if (_seen is { } seen && seen.Note.Span.SequenceEqual(note))
            {
                return seen;
            }

            Unix.FlushDirectory(Root);
        }
        catch (Exception exception) when (DiskFaults.IsAbsence(exception))
        {
            throw Damaged("its signed head is missing", exception);
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            throw DiskFaults.Wrap(exception, "reading the checksum log's head");
        }

        return _seen = OpenHead(note);
    }

    /// <summary>Opens a head's note.</summary>
    /// <exception cref="StoreException">It is not signed by the log's key.</exception>
    public LogHead OpenHead(byte[] note)
    {
        if (!SignedNote.TryOpen(note, [verifier], out var signed, out var fault))
        {
            throw Damaged($"its head: {fault.Text}");
        }

        return TreeHead.TryParse(signed.Text, out var tree, out var error) ? new LogHead(note, tree) : throw Damaged($"its head: {error}");
    }

    /// <summary>The first hashes of a tile, unchecked; shorter where the file is, empty where there is none.</summary>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public byte[] ReadHashes(TileCoordinate tile) => ReadStart(tile, (int)tile.HashBytes);

    /// <summary>The first records of a tile, as they stand in it, unchecked; null where the file has fewer.</summary>
    /// <exception cref="StoreException">The file cannot be read.</exception>
    public ReadOnlyMemory<byte>? ReadRecords(TileCoordinate tile)
    {
        ReadOnlyMemory<byte> content = ReadStart(tile, MaxDataTileBytes);
        return EndOf(content.Span, tile.Width) is { } end ? content[..end] : null;
    }

    /// <summary>A record, unchecked.</summary>
    /// <param name="id">Its number.</param>
    /// <exception cref="StoreException">It is not there, or is malformed.</exception>
    public LogRecord ReadRecord(long id)
    {
        var place = (int)(id % TileWidth);
        var tile = new TileCoordinate(TileHeight, -1, id / TileWidth, place + 1);
        var content = ReadRecords(tile) ?? throw Damaged($"{tile.Complete} has no record {id}");
        var start = EndOf(content.Span, place) ?? 0;
        return LogRecord.TryCreate(id, content[start..^1], out var record, out var error) ? record : throw Damaged($"{tile.Complete}, record {id}: {error}");
    }

    /// <summary>Records of one tile, unchecked.</summary>
    /// <exception cref="StoreException">They are not there, or malformed.</exception>
    public IReadOnlyList<LogRecord> ReadTile(TileCoordinate tile)
    {
        var content = ReadRecords(tile) ?? throw Damaged($"{tile.Complete} has fewer than {tile.Width} records");
        return RecordTile.TryParse(tile, content, out var records, out var error) ? records : throw Damaged($"{tile.Complete}: {error}");
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAsync(IReadOnlyList<TileCoordinate> tiles, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<ReadOnlyMemory<byte>>>([.. tiles.Select(tile => (ReadOnlyMemory<byte>)ReadHashes(tile))]);

    /// <inheritdoc/>
    public ValueTask SaveAsync(IReadOnlyList<TileCoordinate> tiles, IReadOnlyList<ReadOnlyMemory<byte>> contents, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Says that what is on disk is not what was signed.</summary>
    public static StoreException Damaged(string what, Exception? inner = null) => new(FaultCodes.SumLogDamaged.At(detail: what), inner);

    /// <summary>Where the first records end; null when there are fewer.</summary>
    private static int? EndOf(ReadOnlySpan<byte> content, int records)
    {
        var end = 0;
        for (var i = 0; i < records; i++)
        {
            var blank = content[end..].IndexOf("\n\n"u8);
            if (blank < 0)
            {
                return null;
            }

            end += blank + 2;
        }

        return end;
    }

    private byte[] ReadStart(TileCoordinate tile, int maxBytes)
    {
        try
        {
            using var file = File.OpenHandle(FileOf(tile), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var content = new byte[(int)Math.Min(RandomAccess.GetLength(file), maxBytes)];
            var read = 0;
            while (read < content.Length && RandomAccess.Read(file, content.AsSpan(read), read) is var more and > 0)
            {
                read += more;
            }

            return read == content.Length ? content : content[..read];
        }
        catch (Exception exception) when (DiskFaults.IsAbsence(exception))
        {
            return [];
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            throw DiskFaults.Wrap(exception, $"reading {tile.Complete} of the checksum log");
        }
    }
}
