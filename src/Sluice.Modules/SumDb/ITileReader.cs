namespace Sluice.Modules.SumDb;

/// <summary>Where a <see cref="TileHashReader"/> gets tiles from, and puts those that have proved right.</summary>
public interface ITileReader
{
    /// <summary>The height of the tiles that there are, from 1 to <see cref="TileCoordinate.MaxHeight"/>.</summary>
    int Height { get; }

    /// <summary>
    /// Reads tiles of hashes. They are not believed, and must not be kept for others, before <see cref="SaveAsync"/> is called for them. A complete tile may be
    /// asked for by its first hashes.
    /// </summary>
    /// <param name="tiles">Tiles, each once.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>For each tile its content, in the same order.</returns>
    ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAsync(IReadOnlyList<TileCoordinate> tiles, CancellationToken cancellationToken);

    /// <summary>Says that tiles are the log's and may be kept.</summary>
    /// <param name="tiles">The tiles of a call of <see cref="ReadAsync"/>.</param>
    /// <param name="contents">What it gave.</param>
    /// <param name="cancellationToken">Ends the saving.</param>
    ValueTask SaveAsync(IReadOnlyList<TileCoordinate> tiles, IReadOnlyList<ReadOnlyMemory<byte>> contents, CancellationToken cancellationToken);
}
