using System.Collections.Concurrent;
using Sluice.Modules.SumDb;

namespace Sluice.Store.SumDb.Log;

/// <summary>
/// The log's hashes, each checked against the signed head before it is given out: the partial tiles all at once, since the head's hash follows from them; a complete tile
/// against the one above it. What is complete never changes, so it is checked once and kept for a while. Safe to call concurrently.
/// </summary>
internal sealed class LogHashes(LogFolder folder)
{
    /// <summary>8 MiB. More than the upper levels of a log of any size that there will be; of level 0 those that were asked for last.</summary>
    private const int MaxTiles = 1024;

    private readonly ConcurrentDictionary<(int Level, long Number), byte[]> _complete = new();
    private volatile Edge? _edge;

    /// <summary>The hash of a record.</summary>
    /// <exception cref="Core.Ports.StoreException">The tiles are not those of the head, or cannot be read.</exception>
    public async ValueTask<LogHash> ReadRecordHashAsync(long id, LogHead head, CancellationToken cancellationToken)
    {
        var tile = await ReadAsync(0, id / LogFolder.TileWidth, head, cancellationToken);
        return new LogHash(tile.AsSpan((int)(id % LogFolder.TileWidth) * LogHash.SizeBytes, LogHash.SizeBytes));
    }

    /// <summary>A tile of hashes, all that the head's tree has of it.</summary>
    /// <param name="level">Its level.</param>
    /// <param name="number">Its number; the tree has it.</param>
    /// <param name="head">The head.</param>
    /// <param name="cancellationToken">Not needed: nothing is waited for but the disk.</param>
    /// <exception cref="Core.Ports.StoreException">The tiles are not those of the head, or cannot be read.</exception>
    public async ValueTask<byte[]> ReadAsync(int level, long number, LogHead head, CancellationToken cancellationToken)
    {
        if (number >= head.Tree.Size >> ((level + 1) * LogFolder.TileHeight))
        {
            return (await EdgeOfAsync(head, cancellationToken)).Tiles[(level, number)];
        }

        if (_complete.TryGetValue((level, number), out var known))
        {
            return known;
        }

        var tile = new TileCoordinate(LogFolder.TileHeight, level, number, LogFolder.TileWidth);
        var content = folder.ReadHashes(tile);
        var above = await ReadAsync(level + 1, number / LogFolder.TileWidth, head, cancellationToken);
        var expected = new LogHash(above.AsSpan((int)(number % LogFolder.TileWidth) * LogHash.SizeBytes, LogHash.SizeBytes));
        if (content.Length != tile.HashBytes || TileData.HashOf(content) != expected)
        {
            throw LogFolder.Damaged($"{tile} is not the one that was signed");
        }

        if (_complete.Count >= MaxTiles)
        {
            _complete.Clear();
        }

        return _complete[(level, number)] = content;
    }

    /// <summary>The tiles at the right edge, believed only if the signed head follows from them.</summary>
    /// <exception cref="Core.Ports.StoreException">It does not, or they cannot be read.</exception>
    public async Task<TileEdge> LoadEdgeAsync(LogHead head, CancellationToken cancellationToken)
    {
        TileCoordinate[] tiles = [.. TileEdge.TilesOf(LogFolder.TileHeight, head.Tree.Size)];
        byte[][] contents = [.. tiles.Select(folder.ReadHashes)];
        for (var i = 0; i < tiles.Length; i++)
        {
            if (contents[i].Length != tiles[i].HashBytes)
            {
                throw LogFolder.Damaged($"{tiles[i].Complete} has fewer than {tiles[i].Width} hashes");
            }
        }

        var edge = TileEdge.Load(LogFolder.TileHeight, head.Tree.Size, [.. contents.Select(content => (ReadOnlyMemory<byte>)content)]);
        return await edge.HashAsync(cancellationToken) == head.Tree.Hash
            ? edge
            : throw LogFolder.Damaged($"not all of {string.Join(", ", tiles.Select(tile => tile.Complete))} belong to its head of {head.Tree.Size} records");
    }

    private async ValueTask<Edge> EdgeOfAsync(LogHead head, CancellationToken cancellationToken)
    {
        if (_edge is { } known && known.Head == head)
        {
            return known;
        }

        var loaded = await LoadEdgeAsync(head, cancellationToken);
        return _edge = new Edge(head, loaded.Partial().ToDictionary(pair => (pair.Tile.Level, pair.Tile.Number), pair => pair.Content));
    }

    private sealed record Edge(LogHead Head, Dictionary<(int Level, long Number), byte[]> Tiles);
}
