using Sluice.Modules.SumDb;
using Sluice.Modules.Tests.Versions;
using Sluice.Testing.SumDb;

namespace Sluice.Modules.Tests.SumDb;

public sealed class TileHashReaderTests
{
    [Theory]
    [InlineData(1, 40)]
    [InlineData(2, 90)]
    [InlineData(3, 90)]
    [InlineData(8, 20)]
    public async Task Every_hash_of_every_tree_is_read_from_its_tiles(int height, int records)
    {
        var log = await LogTreeTests.FillAsync(records);
        for (var size = 1; size <= records; size++)
        {
            var tiles = new LogTiles(log, height, size);
            var reader = new TileHashReader(await log.HeadAsync(size), tiles);
            for (var index = 0L; index < StoredHashIndex.Count(size); index++)
            {
                Assert.Equal([log.Hashes[(int)index]], await reader.ReadAsync([index], CancellationToken.None));
            }

            var all = Enumerable.Range(0, (int)StoredHashIndex.Count(size)).Select(index => (long)index).ToList();
            Assert.Equal(log.Hashes.Take(all.Count), await reader.ReadAsync(all, CancellationToken.None));
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await reader.ReadAsync([all.Count], CancellationToken.None));
            Assert.Equal(tiles.Read, tiles.Saved);
        }
    }

    /// <summary>
    /// The property on which all trust rests: of the tiles that are fetched for a hash each one counts. golang.org/x/mod before v0.40.0 left tiles out where several
    /// subtrees of the edge lie in one tile, so that others than the log's were believed (https://go.dev/issue/80744).
    /// </summary>
    [Theory]
    [InlineData(1, 24)]
    [InlineData(2, 48)]
    [InlineData(3, 70)]
    public async Task No_tile_that_was_fetched_may_differ(int height, int records)
    {
        var log = await LogTreeTests.FillAsync(records);
        var dice = new Dice(3);
        for (var size = 1; size <= records; size++)
        {
            var tree = await log.HeadAsync(size);
            for (var id = 0L; id < size; id++)
            {
                var honest = new LogTiles(log, height, size);
                await new TileHashReader(tree, honest).ReadAsync([StoredHashIndex.Of(0, id)], CancellationToken.None);
                foreach (var tile in honest.Read)
                {
                    var at = dice.Next((int)tile.HashBytes);
                    var tampered = new LogTiles(log, height, size) { Tamper = (read, content) => content[at % content.Length] ^= (byte)(read == tile ? 1 : 0) };
                    var refused = await Assert.ThrowsAsync<SumDbException>(
                        async () => await new TileHashReader(tree, tampered).ReadAsync([StoredHashIndex.Of(0, id)], CancellationToken.None));
                    Assert.Equal(SumDbProblem.InconsistentTile, refused.Problem);
                    Assert.Empty(tampered.Saved);
                }
            }
        }
    }

    [Fact]
    public async Task Tiles_of_another_log_and_of_the_wrong_length_are_refused()
    {
        var (log, other) = (await LogTreeTests.FillAsync(30), new MemoryLog());
        for (var id = 0; id < 30; id++)
        {
            await other.AppendHashAsync(LogTreeTests.HashOf(id + 1));
        }

        var tree = await log.HeadAsync(30);
        var foreign = await Assert.ThrowsAsync<SumDbException>(async () => await new TileHashReader(tree, new LogTiles(other, 2, 30)).ReadAsync([0], CancellationToken.None));
        var cut = new LogTiles(log, 2, 30) { Length = length => length - 1 };
        var shortened = await Assert.ThrowsAsync<SumDbException>(async () => await new TileHashReader(tree, cut).ReadAsync([0], CancellationToken.None));

        Assert.Equal((SumDbProblem.InconsistentTile, SumDbProblem.MalformedTile), (foreign.Problem, shortened.Problem));
    }

    [Fact]
    public async Task Proofs_made_from_tiles_are_those_made_from_storage()
    {
        const int Size = 77;
        var log = await LogTreeTests.FillAsync(Size);
        var reader = new TileHashReader(await log.HeadAsync(Size), new LogTiles(log, 2, Size));
        for (var n = 1; n < Size; n++)
        {
            Assert.Equal((await log.HeadAsync(n)).Hash, await LogTree.HashAsync(n, reader, CancellationToken.None));
            Assert.Equal(
                await ConsistencyProof.ProveAsync(Size, n, log, CancellationToken.None), await ConsistencyProof.ProveAsync(Size, n, reader, CancellationToken.None));
            Assert.Equal(await InclusionProof.ProveAsync(Size, n, log, CancellationToken.None), await InclusionProof.ProveAsync(Size, n, reader, CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_hash_is_taken_from_a_tile_only_if_the_tile_has_it()
    {
        var log = await LogTreeTests.FillAsync(4);
        var tile = TileCoordinate.Parse("tile/2/0/000.p/3");
        var content = await TileData.ReadAsync(tile, log, CancellationToken.None);

        Assert.True(TileData.TryGetHash(tile, content, StoredHashIndex.Of(1, 0), out var node));
        Assert.Equal(LogHash.OfNode(log.Hashes[0], log.Hashes[1]), node);
        Assert.False(TileData.TryGetHash(tile, content, StoredHashIndex.Of(1, 1), out _));
        Assert.False(TileData.TryGetHash(tile, content.AsSpan(1), StoredHashIndex.Of(0, 0), out _));
        Assert.False(TileData.TryGetHash(tile with { Number = 1 }, content, StoredHashIndex.Of(0, 0), out _));
        Assert.False(TileData.TryGetHash(tile with { Level = 1 }, content, StoredHashIndex.Of(0, 0), out _));
    }

    /// <summary>The tiles of the first records of a log.</summary>
    private sealed class LogTiles(MemoryLog log, int height, long size) : ITileReader
    {
        public int Height => height;

        public HashSet<TileCoordinate> Read { get; } = [];

        public HashSet<TileCoordinate> Saved { get; } = [];

        public Action<TileCoordinate, byte[]> Tamper { get; init; } = (_, _) => { };

        public Func<int, int> Length { get; init; } = length => length;

        public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> ReadAsync(IReadOnlyList<TileCoordinate> tiles, CancellationToken cancellationToken)
        {
            Assert.Equal(tiles.Count, tiles.Distinct().Count());
            var contents = new List<ReadOnlyMemory<byte>>();
            foreach (var tile in tiles)
            {
                Assert.True(tile.IsIn(size), $"{tile} is not in a tree of {size} records");
                Read.Add(tile);
                var content = await TileData.ReadAsync(tile, log, cancellationToken);
                Tamper(tile, content);
                contents.Add(content.AsMemory(0, Length(content.Length)));
            }

            return contents;
        }

        public ValueTask SaveAsync(IReadOnlyList<TileCoordinate> tiles, IReadOnlyList<ReadOnlyMemory<byte>> contents, CancellationToken cancellationToken)
        {
            Saved.UnionWith(tiles);
            return ValueTask.CompletedTask;
        }
    }
}
