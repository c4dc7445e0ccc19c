using System.Text;
using Sluice.Modules.SumDb;
using Sluice.Testing.SumDb;

namespace Sluice.Modules.Tests.SumDb;

public sealed class TileEdgeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public async Task It_completes_the_tiles_of_the_log_and_has_its_hash_at_every_size(int height)
    {
        var log = new MemoryLog();
        var edge = TileEdge.Load(height, 0, []);
        for (var size = 1; size <= 600; size++)
        {
            var completed = new List<(TileCoordinate Tile, byte[] Content)>();
            var hash = LogHash.OfRecord(Encoding.UTF8.GetBytes($"{size}"));
            await log.AppendHashAsync(hash);

            edge.Append(hash, (tile, content) => completed.Add((tile, content)));

            Assert.Equal(size, edge.Size);
            Assert.Equal((await log.HeadAsync(size)).Hash, await edge.HashAsync(TestContext.Current.CancellationToken));
            var written = completed.Concat(edge.Partial()).ToDictionary(pair => pair.Tile, pair => pair.Content);
            foreach (var tile in TileCoordinate.NewTiles(height, size - 1, size))
            {
                Assert.Equal(await TileData.ReadAsync(tile, log, TestContext.Current.CancellationToken), written[tile]);
            }
        }
    }

    [Fact]
    public async Task It_is_loaded_from_its_partial_tiles()
    {
        var log = new MemoryLog();
        var edge = TileEdge.Load(2, 0, []);
        for (var size = 1; size <= 300; size++)
        {
            var hash = LogHash.OfRecord(Encoding.UTF8.GetBytes($"{size}"));
            await log.AppendHashAsync(hash);
            var contents = edge.Partial().Select(pair => (ReadOnlyMemory<byte>)pair.Content).ToList();
            Assert.Equal(TileEdge.TilesOf(2, size - 1), edge.Partial().Select(pair => pair.Tile));

            edge = TileEdge.Load(2, size - 1, contents);
            edge.Append(hash, (_, _) => { });

            Assert.Equal((await log.HeadAsync(size)).Hash, await edge.HashAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task Contents_that_do_not_fit_are_refused_and_other_hashes_are_not_there()
    {
        Assert.Throws<ArgumentException>(() => TileEdge.Load(8, 5, []));
        Assert.Throws<ArgumentException>(() => TileEdge.Load(8, 5, [new byte[4 * LogHash.SizeBytes]]));
        var edge = TileEdge.Load(8, 256, [new byte[LogHash.SizeBytes]]);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await edge.ReadAsync([0], TestContext.Current.CancellationToken));
    }
}
