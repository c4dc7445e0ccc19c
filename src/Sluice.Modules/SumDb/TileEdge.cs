namespace Sluice.Modules.SumDb;

/// <summary>
/// The right edge of a log's tiles: of each level the tile that is not complete. All that is needed to append records and to compute the tree's hash, so that a
/// log of any size grows in constant memory. Reads the hashes of the tree's own right edge, no others. Not safe to use concurrently.
/// </summary>
public sealed class TileEdge : IHashReader
{
    private readonly List<List<byte>> _levels = [];
    private readonly int _height;

    private TileEdge(int height) => _height = height;

    /// <summary>Records of the log.</summary>
    public long Size { get; private set; }

    /// <summary>The partial tiles of hashes of a log, the lowest level first: those to read for <see cref="Load"/>.</summary>
    /// <param name="height">Of the tiles, from 1 to <see cref="TileCoordinate.MaxHeight"/>.</param>
    /// <param name="size">The log's records, up to <see cref="TreeHead.MaxSize"/>.</param>
    public static IEnumerable<TileCoordinate> TilesOf(int height, long size)
    {
        for (var level = 0; level * height <= 60 && size >> (level * height) > 0; level++)
        {
            var hashes = size >> (level * height);
            if (hashes % (1L << height) is var width and > 0)
            {
                yield return new TileCoordinate(height, level, hashes >> height, (int)width);
            }
        }
    }

    /// <summary>Makes the edge of a log. Whether it is the right one is seen by <see cref="HashAsync"/>.</summary>
    /// <param name="height">Of the tiles.</param>
    /// <param name="size">The log's records.</param>
    /// <param name="contents">The content of each of <see cref="TilesOf"/>, exactly as long as the tile is wide.</param>
    /// <exception cref="ArgumentException">A content is missing or has the wrong length.</exception>
    public static TileEdge Load(int height, long size, IReadOnlyList<ReadOnlyMemory<byte>> contents)
    {
        ArgumentNullException.ThrowIfNull(contents);
        TileCoordinate[] tiles = [.. TilesOf(height, size)];
        if (tiles.Length != contents.Count || tiles.Zip(contents).Any(pair => pair.First.HashBytes != pair.Second.Length))
        {
            throw new ArgumentException("not the tiles of the edge", nameof(contents));
        }

        var edge = new TileEdge(height) { Size = size };
        foreach (var (tile, content) in tiles.Zip(contents))
        {
            edge.Level(tile.Level).AddRange(content.Span);
        }

        return edge;
    }

    /// <summary>Appends a record.</summary>
    /// <param name="record">The record's hash.</param>
    /// <param name="completed">Called for each tile that is complete now, with its content; the lowest level first.</param>
    public void Append(LogHash record, Action<TileCoordinate, byte[]> completed)
    {
        ArgumentNullException.ThrowIfNull(completed);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Size, TreeHead.MaxSize);
        Size++;
        var hash = record;
        Span<byte> bytes = stackalloc byte[LogHash.SizeBytes];
        for (var level = 0; ; level++)
        {
            hash.CopyTo(bytes);
            var tile = Level(level);
            tile.AddRange(bytes);
            if (tile.Count < LogHash.SizeBytes << _height)
            {
                return;
            }

            byte[] content = [.. tile];
            tile.Clear();
            completed(new TileCoordinate(_height, level, (Size >> ((level + 1) * _height)) - 1, 1 << _height), content);
            hash = TileData.HashOf(content);
        }
    }

    /// <summary>The partial tiles as they are now, with their contents; the lowest level first.</summary>
    public IEnumerable<(TileCoordinate Tile, byte[] Content)> Partial() =>
        TilesOf(_height, Size).Select(tile => (tile, _levels[tile.Level].ToArray()));

    /// <summary>The hash of the tree over all records.</summary>
    /// <param name="cancellationToken">Not needed: nothing is waited for.</param>
    public ValueTask<LogHash> HashAsync(CancellationToken cancellationToken) => LogTree.HashAsync(Size, this, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LogHash>> ReadAsync(IReadOnlyList<long> indexes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(indexes);
        var partial = Partial().ToDictionary(pair => (pair.Tile.Level, pair.Tile.Number));
        return ValueTask.FromResult<IReadOnlyList<LogHash>>([.. indexes.Select(index => Read(index, partial))]);
    }

    private LogHash Read(long index, Dictionary<(int Level, long Number), (TileCoordinate Tile, byte[] Content)> partial)
    {
        var wanted = TileCoordinate.ForIndex(_height, index);
        return partial.TryGetValue((wanted.Level, wanted.Number), out var found) && TileData.TryGetHash(found.Tile, found.Content, index, out var hash)
            ? hash
            : throw new ArgumentOutOfRangeException(nameof(index), index, "not on the tree's right edge");
    }

    private List<byte> Level(int level)
    {
        while (_levels.Count <= level)
        {
            _levels.Add([]);
        }

        return _levels[level];
    }
}
