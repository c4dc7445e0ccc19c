using System.Diagnostics;

namespace Sluice.Modules.SumDb;

/// <summary>The tiles of one reading of a <see cref="TileHashReader"/>: first those of the tree's right edge, then others, each after the one above it.</summary>
internal sealed class TilePlan
{
    private readonly TreeHead _tree;
    private readonly int _height;
    private readonly List<TileCoordinate> _tiles = [];
    private readonly Dictionary<TileCoordinate, int> _places = [];
    private readonly List<long> _edge = [];
    private readonly int _edgeTiles;

    public TilePlan(TreeHead tree, int height)
    {
        _tree = tree;
        _height = height;
        new Subtree(0, tree.Size).AddIndexes(_edge);
        foreach (var index in _edge)
        {
            Add(TileOf(index));
        }

        _edgeTiles = _tiles.Count;
    }

    public IReadOnlyList<TileCoordinate> Tiles => _tiles;

    /// <summary>Adds the tile that holds a hash, and those between it and the ones that are there already.</summary>
    public void Want(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, StoredHashIndex.Count(_tree.Size));
        var missing = new Stack<TileCoordinate>();
        for (var tile = TileOf(index); !_places.ContainsKey(tile); tile = AboveOf(tile))
        {
            missing.Push(tile);
        }

        while (missing.TryPop(out var tile))
        {
            Add(tile);
        }
    }

    /// <summary>Checks all contents against the tree's hash.</summary>
    /// <exception cref="SumDbException">One has the wrong length or does not belong to the tree.</exception>
    public void Check(IReadOnlyList<ReadOnlyMemory<byte>> contents)
    {
        if (contents.Count != _tiles.Count)
        {
            throw new InvalidOperationException($"the tile reader gave {contents.Count} tiles of {_tiles.Count}");
        }

        for (var i = 0; i < _tiles.Count; i++)
        {
            if (contents[i].Length != _tiles[i].HashBytes)
            {
                throw new SumDbException(SumDbProblem.MalformedTile, $"{_tiles[i]} has {contents[i].Length} bytes, want {_tiles[i].HashBytes}");
            }
        }

        CheckEdge(contents);
        for (var i = _edgeTiles; i < _tiles.Count; i++)
        {
            var above = AboveOf(_tiles[i]);
            var index = StoredHashIndex.Of(above.Level * _height, _tiles[i].Number);
            if (!TileData.TryGetHash(above, contents[_places[above]].Span, index, out var hash) || hash != TileData.HashOf(contents[i].Span))
            {
                throw new SumDbException(SumDbProblem.InconsistentTile, $"{_tiles[i]} does not belong to the tree of {_tree.Size} records");
            }
        }
    }

    /// <summary>A hash that was wanted.</summary>
    public LogHash HashAt(long index, IReadOnlyList<ReadOnlyMemory<byte>> contents)
    {
        var tile = TileOf(index);
        return TileData.TryGetHash(tile, contents[_places[tile]].Span, index, out var hash)
            ? hash
            : throw new UnreachableException($"{tile} has no hash {index}");
    }

    private void CheckEdge(IReadOnlyList<ReadOnlyMemory<byte>> contents)
    {
        ReadOnlySpan<LogHash> hashes = [.. _edge.Select(index => HashAt(index, contents))];
        if (new Subtree(0, _tree.Size).TakeHash(ref hashes) != _tree.Hash)
        {
            // One of them at least is wrong; which, nobody can tell.
            throw new SumDbException(
                SumDbProblem.InconsistentTile, $"none of, or not all of {string.Join(", ", _tiles.Take(_edgeTiles))} belong to the tree of {_tree.Size} records");
        }
    }

    private void Add(TileCoordinate tile)
    {
        if (_places.TryAdd(tile, _tiles.Count))
        {
            _tiles.Add(tile);
        }
    }

    private TileCoordinate TileOf(long index) =>
        TileCoordinate.ForIndex(_height, index).Above(0, _tree.Size) ?? throw new UnreachableException($"no tile for hash {index} of {_tree.Size} records");

    /// <summary>Partial tiles are at the edge, and so are complete ones with nothing above them: whoever asks has a tile that is complete and below another.</summary>
    private TileCoordinate AboveOf(TileCoordinate tile) =>
        tile.IsComplete && tile.Above(1, _tree.Size) is { } above ? above : throw new UnreachableException($"nothing above {tile} of {_tree.Size} records");
}
