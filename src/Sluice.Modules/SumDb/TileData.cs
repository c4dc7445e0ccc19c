namespace Sluice.Modules.SumDb;

/// <summary>The content of tiles of hashes: the hashes one after the other, 32 bytes each.</summary>
public static class TileData
{
    /// <summary>Reads a tile's content from a log's storage, to publish it.</summary>
    /// <param name="tile">A tile of hashes that the log has.</param>
    /// <param name="reader">Asked once, for as many hashes as the tile is wide.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<byte[]> ReadAsync(TileCoordinate tile, IHashReader reader, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentOutOfRangeException.ThrowIfNegative(tile.Level, nameof(tile));
        var first = tile.Number << tile.Height;
        var indexes = new long[tile.Width];
        for (var i = 0; i < indexes.Length; i++)
        {
            indexes[i] = StoredHashIndex.Of(tile.Height * tile.Level, first + i);
        }

        var hashes = await LogTree.ReadAsync(reader, indexes, cancellationToken);
        var content = new byte[tile.HashBytes];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i].CopyTo(content.AsSpan(i * LogHash.SizeBytes));
        }

        return content;
    }

    /// <summary>
    /// Computes a stored hash from a tile. False when the tile does not hold what is needed for it. Whether the content is the log's is not looked at: see
    /// <see cref="TileHashReader"/>.
    /// </summary>
    /// <param name="tile">The tile.</param>
    /// <param name="content">Its content, at least as long as the tile is wide.</param>
    /// <param name="index">The hash's place in storage.</param>
    /// <param name="hash">The hash.</param>
    public static bool TryGetHash(TileCoordinate tile, ReadOnlySpan<byte> content, long index, out LogHash hash)
    {
        var narrowest = TileCoordinate.Locate(tile.Height, index, out var hashes);
        hash = default;
        if (tile.Level != narrowest.Level || tile.Number != narrowest.Number || tile.Width < narrowest.Width || content.Length < tile.HashBytes)
        {
            return false;
        }

        hash = HashOf(content[(hashes.Start.Value * LogHash.SizeBytes)..(hashes.End.Value * LogHash.SizeBytes)]);
        return true;
    }

    /// <summary>The hash of a complete subtree over hashes.</summary>
    /// <param name="hashes">As many hashes as a power of two.</param>
    public static LogHash HashOf(ReadOnlySpan<byte> hashes)
    {
        if (hashes.Length == LogHash.SizeBytes)
        {
            return new LogHash(hashes);
        }

        var middle = hashes.Length / 2;
        return LogHash.OfNode(HashOf(hashes[..middle]), HashOf(hashes[middle..]));
    }
}
