using Sluice.Modules.SumDb;

namespace Sluice.Modules.Tests.SumDb;

public sealed class TileCoordinateTests
{
    [Theory]
    [InlineData("tile/4/0/001", 4, 0, 1, 16)]
    [InlineData("tile/4/0/001.p/5", 4, 0, 1, 5)]
    [InlineData("tile/3/5/x123/x456/078", 3, 5, 123456078, 8)]
    [InlineData("tile/3/5/x123/x456/078.p/2", 3, 5, 123456078, 2)]
    [InlineData("tile/1/0/x003/x057/500", 1, 0, 3057500, 2)]
    [InlineData("tile/1/data/x003/x057/500", 1, -1, 3057500, 2)]
    [InlineData("tile/3/4/x001/x234/067.p/1", 3, 4, 1234067, 1)]
    [InlineData("tile/8/0/x001/x234/067.p/5", 8, 0, 1234067, 5)]
    [InlineData("tile/8/63/000", 8, 63, 0, 256)]
    [InlineData("tile/30/0/x001/x152/x921/x504/x606/x846/975.p/1073741823", 30, 0, 1152921504606846975, 1073741823)]
    public void Paths_are_read_and_written(string path, int height, int level, long number, int width)
    {
        var tile = new TileCoordinate(height, level, number, width);

        Assert.Equal(path, tile.Path);
        Assert.Equal(tile, TileCoordinate.Parse(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("tile")]
    [InlineData("tile/8/0")]
    [InlineData("/tile/8/0/000")]
    [InlineData("tile/8/0/000/")]
    [InlineData("tiles/8/0/000")]
    [InlineData("tile/0/0/000")]
    [InlineData("tile/31/0/000")]
    [InlineData("tile/08/0/000")]
    [InlineData("tile/+8/0/000")]
    [InlineData("tile/8/64/000")]
    [InlineData("tile/8/-1/000")]
    [InlineData("tile/3/-1/123/456/078")]
    [InlineData("tile/3/5/123/456/078")]
    [InlineData("tile/3/5/x123/x456/x078")]
    [InlineData("tile/8/0/0")]
    [InlineData("tile/8/0/0000")]
    [InlineData("tile/8/0/x000/001")]
    [InlineData("tile/8/0/x00x/001")]
    [InlineData("tile/8/0/x/001")]
    [InlineData("tile/8/0//001")]
    [InlineData("tile/8/0/-01")]
    [InlineData("tile/8/0/000.p")]
    [InlineData("tile/8/0/000.p/0")]
    [InlineData("tile/8/0/000.p/256")]
    [InlineData("tile/8/0/000.p/05")]
    [InlineData("tile/8/0/000.p/-5")]
    [InlineData("tile/8/0/000.p/5/6")]
    [InlineData("tile/8/0/.p/5")]
    [InlineData("tile/8/0/xp./000")]
    [InlineData("tile/8/data/000.p/")]
    [InlineData("tile/8/DATA/000")]
    [InlineData("tile/8/0/000\n")]
    [InlineData("tile/8/0/x001/x152/x921/x504/x606/x846/976")]
    [InlineData("tile/8/0/x999/x999/x999/x999/x999/x999/x999/x999/x999/999")]
    public void Other_paths_name_no_tile(string path)
    {
        Assert.False(TileCoordinate.TryParse(path, out _, out var error));
        Assert.StartsWith("malformed tile path", error, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => TileCoordinate.Parse(path));
    }

    /// <summary>The counts of golang.org/x/mod's own test.</summary>
    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(100, 101, 1)]
    [InlineData(1023, 1025, 3)]
    [InlineData(1024, 1030, 1)]
    [InlineData(1030, 2000, 1)]
    [InlineData(1030, 10000, 10)]
    [InlineData(49516517, 49516586, 3)]
    public void Growth_makes_new_tiles(long oldSize, long newSize, int count) => Assert.Equal(count, TileCoordinate.NewTiles(10, oldSize, newSize).Count);

    [Theory]
    [InlineData("tile/2/0/001.p/2", 5, false)]
    [InlineData("tile/2/0/001.p/2", 6, true)]
    [InlineData("tile/2/0/001.p/2", 1000, true)]
    [InlineData("tile/2/0/001", 7, false)]
    [InlineData("tile/2/0/001", 8, true)]
    [InlineData("tile/2/1/000.p/1", 3, false)]
    [InlineData("tile/2/1/000.p/1", 4, true)]
    [InlineData("tile/2/data/001.p/2", 5, false)]
    [InlineData("tile/2/data/001.p/2", 6, true)]
    [InlineData("tile/30/63/000.p/1", TreeHead.MaxSize, false)]
    [InlineData("tile/30/2/000.p/1", TreeHead.MaxSize, true)]
    [InlineData("tile/30/0/x001/x152/x921/x504/x606/x846/975", TreeHead.MaxSize, false)]
    [InlineData("tile/1/0/000.p/1", 0, false)]
    public void Tiles_are_in_a_tree_or_not(string path, long treeSize, bool isIn) => Assert.Equal(isIn, TileCoordinate.Parse(path).IsIn(treeSize));

    [Fact]
    public void Every_place_in_storage_has_its_node_and_back()
    {
        for (var index = 0L; index < 5000; index++)
        {
            var (level, number) = StoredHashIndex.Split(index);
            Assert.Equal(index, StoredHashIndex.Of(level, number));
        }

        for (var level = 0; level <= 60; level++)
        {
            var last = (TreeHead.MaxSize >> level) - 1;
            Assert.Equal((level, last), StoredHashIndex.Split(StoredHashIndex.Of(level, last)));
        }
    }

    [Fact]
    public void What_no_tree_can_have_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => StoredHashIndex.Of(0, TreeHead.MaxSize));
        Assert.Throws<ArgumentOutOfRangeException>(() => StoredHashIndex.Of(61, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => StoredHashIndex.Of(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => StoredHashIndex.Split(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => StoredHashIndex.Split(long.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => TileCoordinate.ForIndex(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TileCoordinate.NewTiles(31, 0, 1));
    }
}
