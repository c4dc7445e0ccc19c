namespace Sluice.Modules.SumDb;

/// <summary>
/// Reads hashes of a log from tiles of any origin, and gives out only what a tree head vouches for. With the tiles that hold the wanted hashes it reads
/// those from which the tree's hash follows, and those between. Then, before anything of them is used:
/// <list type="number">
/// <item>The tree's hash, computed from the tiles at the right edge, must be that of the head.</item>
/// <item>Every other tile's hash must stand in the tile above it, which has been checked before. No tile is left out, however many of the edge's subtrees share a tile
/// (https://go.dev/issue/80744).</item>
/// <item>Only then are the tiles given back as right.</item>
/// </list>
/// Safe to call concurrently if the tile reader is.
/// </summary>
/// <param name="tree">The head that is believed.</param>
/// <param name="tiles">The tiles.</param>
public sealed class TileHashReader(TreeHead tree, ITileReader tiles) : IHashReader
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A place is not in the tree.</exception>
    /// <exception cref="SumDbException">A tile has the wrong length, or does not belong to the tree.</exception>
    public async ValueTask<IReadOnlyList<LogHash>> ReadAsync(IReadOnlyList<long> indexes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(indexes);
        if (indexes.Count == 0)
        {
            return [];
        }

        var plan = new TilePlan(tree, tiles.Height);
        foreach (var index in indexes)
        {
            plan.Want(index);
        }

        var contents = await tiles.ReadAsync(plan.Tiles, cancellationToken);
        plan.Check(contents);
        await tiles.SaveAsync(plan.Tiles, contents, cancellationToken);
        return [.. indexes.Select(index => plan.HashAt(index, contents))];
    }
}
