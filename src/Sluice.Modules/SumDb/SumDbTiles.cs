namespace Sluice.Modules.SumDb;

/// <summary>The tiles of a database for one reading: from the cache, else from the database; those that prove right go into the cache.</summary>
internal sealed class SumDbTiles(ISumDbRemote remote, ISumDbState state, int height, bool useCache) : ITileReader
{
    /// <summary>Tiles that need not be saved. Written while tiles are read side by side.</summary>
    private readonly HashSet<TileCoordinate> _cached = [];
    private readonly Lock _gate = new();

    public int Height => height;

    /// <summary>Whether anything came from the cache, and may be damaged.</summary>
    public bool UsedCache => _cached.Count > 0;

    public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAsync(IReadOnlyList<TileCoordinate> tiles, CancellationToken cancellationToken) =>
        await Task.WhenAll(tiles.Select(tile => ReadOneAsync(tile, cancellationToken)));

    public async ValueTask SaveAsync(
        IReadOnlyList<TileCoordinate> tiles, IReadOnlyList<ReadOnlyMemory<byte>> contents, CancellationToken cancellationToken)
    {
        for (var i = 0; i < tiles.Count; i++)
        {
            if (_cached.Add(tiles[i]))
            {
                await state.WriteCacheAsync(tiles[i].Path, contents[i], cancellationToken);
            }
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadOneAsync(TileCoordinate tile, CancellationToken cancellationToken)
    {
        if (useCache && await ReadCacheAsync(tile, cancellationToken) is { } cached)
        {
            lock (_gate)
            {
                _cached.Add(tile);
            }

            return cached;
        }

        var content = await remote.ReadAsync(tile.Path, (int)tile.HashBytes, cancellationToken);
        if (content is not null)
        {
            return content.Value;
        }

        // A partial tile may be dropped once the complete one is there; its first hashes stay the same.
        var complete = tile.IsComplete ? null : await remote.ReadAsync(tile.Complete.Path, (int)tile.Complete.HashBytes, cancellationToken);
        return complete is { } all
            ? Cut(all, tile) ?? throw new SumDbException(SumDbProblem.MalformedTile, $"{tile.Complete} has {all.Length} bytes, want {tile.Complete.HashBytes}")
            : throw new SumDbException(SumDbProblem.MissingTile, $"the database does not have {tile}");
    }

    /// <summary>A tile of the wrong length in the cache is as good as none. Since complete tiles were checked, so are their first hashes.</summary>
    private async ValueTask<ReadOnlyMemory<byte>?> ReadCacheAsync(TileCoordinate tile, CancellationToken cancellationToken)
    {
        var content = await state.ReadCacheAsync(tile.Path, cancellationToken);
        if (content?.Length == tile.HashBytes || tile.IsComplete)
        {
            return content?.Length == tile.HashBytes ? content : null;
        }

        return await state.ReadCacheAsync(tile.Complete.Path, cancellationToken) is { } complete ? Cut(complete, tile) : null;
    }

    private static ReadOnlyMemory<byte>? Cut(ReadOnlyMemory<byte> complete, TileCoordinate tile)
    {
        // Not an expression: there null would become an empty memory.
        if (complete.Length != tile.Complete.HashBytes)
        {
            return null;
        }

        return complete[..(int)tile.HashBytes];
    }
}
