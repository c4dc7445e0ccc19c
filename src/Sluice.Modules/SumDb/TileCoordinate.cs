using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Sluice.Modules.SumDb;

/// <summary>
/// Names a tile of a log: <c>2^Height</c> neighbouring hashes, or the first of them while the log has no more (https://go.dev/design/25530-sumdb,
/// https://research.swtch.com/tlog#tiling_a_log). A tile at level L holds hashes of the tree's level <c>Height × L</c>, from number <c>Number × 2^Height</c> on;
/// the levels between two tiles follow from the hashes. At level -1 it holds the texts of records.
/// <para>
/// As path <c>tile/HEIGHT/LEVEL/NUMBER[.p/WIDTH]</c>: level -1 is written <c>data</c>, the number in groups of three digits, each but the last after an
/// <c>x</c>, and the width only when the tile is partial: <c>tile/3/4/x001/x234/067.p/1</c>.
/// </para>
/// </summary>
/// <param name="Height">From 1 to <see cref="MaxHeight"/>; sum.golang.org has 8.</param>
/// <param name="Level">From -1 to 63.</param>
/// <param name="Number">From 0 to below <see cref="TreeHead.MaxSize"/>.</param>
/// <param name="Width">Hashes or records, from 1 to <c>2^Height</c>.</param>
public readonly record struct TileCoordinate(int Height, int Level, long Number, int Width)
{
    /// <summary>Largest height, as golang.org/x/mod has it.</summary>
    public const int MaxHeight = 30;

    /// <summary>Longest path that is parsed, in characters; the longest there is has 56.</summary>
    public const int MaxPathLength = 64;

    private const int MaxLevel = 63;
    private const int DataLevel = -1;
    private const string DataName = "data";

    /// <summary>Whether it holds records and not hashes.</summary>
    public bool IsData => Level == DataLevel;

    /// <summary>Whether it has all its hashes or records; then it never changes, and has a parent.</summary>
    public bool IsComplete => Width == 1 << Height;

    /// <summary>The tile with all its hashes.</summary>
    public TileCoordinate Complete => this with { Width = 1 << Height };

    /// <summary>Length of the content of a tile of hashes, in bytes.</summary>
    public long HashBytes => (long)Width * LogHash.SizeBytes;

    /// <summary>The path, without a slash before it.</summary>
    public string Path
    {
        get
        {
            var number = (Number % 1000).ToString("000", CultureInfo.InvariantCulture);
            for (var rest = Number / 1000; rest > 0; rest /= 1000)
            {
                number = $"x{rest % 1000:000}/{number}";
            }

            var level = IsData ? DataName : Level.ToString(CultureInfo.InvariantCulture);
            return IsComplete ? $"tile/{Height}/{level}/{number}" : $"tile/{Height}/{level}/{number}.p/{Width}";
        }
    }

    /// <summary>Parses a path, spelled exactly as <see cref="Path"/> spells it.</summary>
    public static bool TryParse(ReadOnlySpan<char> path, out TileCoordinate tile, [NotNullWhen(false)] out string? error)
    {
        error = TryRead(path, out tile) && path.SequenceEqual(tile.Path) ? null : "malformed tile path: want tile/HEIGHT/LEVEL/NUMBER[.p/WIDTH]";
        tile = error is null ? tile : default;
        return error is null;
    }

    /// <summary>Parses a path.</summary>
    /// <exception cref="FormatException">It names no tile.</exception>
    public static TileCoordinate Parse(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return TryParse(path, out var tile, out var error) ? tile : throw new FormatException($"\"{path}\": {error}");
    }

    /// <summary>The narrowest tile that holds what is needed to compute a stored hash.</summary>
    /// <param name="height">Of the tiles, from 1 to <see cref="MaxHeight"/>.</param>
    /// <param name="index">The hash's place in storage; see <see cref="StoredHashIndex"/>.</param>
    public static TileCoordinate ForIndex(int height, long index) => Locate(height, index, out _);

    /// <summary>The tiles of hashes that have to be published when a log has grown: the complete ones that are new, and the partial ones as they are now.</summary>
    /// <param name="height">Of the tiles, from 1 to <see cref="MaxHeight"/>.</param>
    /// <param name="oldSize">Records before; 0 to get all tiles.</param>
    /// <param name="newSize">Records now, up to <see cref="TreeHead.MaxSize"/>.</param>
    public static IReadOnlyList<TileCoordinate> NewTiles(int height, long oldSize, long newSize)
    {
        CheckHeight(height);
        ArgumentOutOfRangeException.ThrowIfNegative(oldSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(newSize, TreeHead.MaxSize);
        var tiles = new List<TileCoordinate>();
        for (var level = 0; level * height <= 60 && newSize >> (level * height) > 0; level++)
        {
            var oldCount = oldSize >> (level * height);
            var newCount = newSize >> (level * height);
            if (oldCount == newCount)
            {
                continue;
            }

            for (var number = oldCount >> height; number < newCount >> height; number++)
            {
                tiles.Add(new TileCoordinate(height, level, number, 1 << height));
            }

            if (newCount % (1L << height) is var width and > 0)
            {
                tiles.Add(new TileCoordinate(height, level, newCount >> height, (int)width));
            }
        }

        return tiles;
    }

    /// <summary>
    /// The tile some levels above that this one's hash lies below, as wide as a tree has it; null where the tree has none. With 0 levels this tile itself
    /// becomes as wide as the tree has it. Only for tiles of hashes.
    /// </summary>
    /// <param name="levels">From 0.</param>
    /// <param name="treeSize">The tree's records.</param>
    public TileCoordinate? Above(int levels, long treeSize)
    {
        var shift = (Level + levels) * Height;
        var number = levels * Height < 64 ? Number >> (levels * Height) : 0;
        var hashes = shift < 64 ? treeSize >> shift : 0;
        if (number > hashes >> Height)
        {
            return null;
        }

        var left = hashes - (number << Height);
        return left > 0 ? new TileCoordinate(Height, Level + levels, number, (int)Math.Min(left, 1L << Height)) : null;
    }

    /// <summary>Whether a tree has all the tile's hashes or records.</summary>
    /// <param name="treeSize">The tree's records.</param>
    public bool IsIn(long treeSize) => (IsData ? this with { Level = 0 } : this).Above(0, treeSize) is { } whole && whole.Width >= Width;

    /// <inheritdoc cref="ForIndex"/>
    /// <param name="hashes">Which of the tile's hashes the wanted one is computed from; a power of two.</param>
    internal static TileCoordinate Locate(int height, long index, out Range hashes)
    {
        CheckHeight(height);
        var (level, number) = StoredHashIndex.Split(index);
        var levelInTile = level % height;
        var tileNumber = number >> (height - levelInTile);
        var first = (int)((number << levelInTile) - (tileNumber << height));
        var end = first + (1 << levelInTile);
        hashes = first..end;
        return new TileCoordinate(height, level / height, tileNumber, end);
    }

    /// <summary><see cref="Path"/>.</summary>
    public override string ToString() => Path;

    private static void CheckHeight(int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MaxHeight);
    }

    /// <summary>Reads a path leniently; that it is spelled as it should be is seen by writing it anew.</summary>
    private static bool TryRead(ReadOnlySpan<char> path, out TileCoordinate tile)
    {
        tile = default;
        var parts = path.Length > MaxPathLength ? [] : path.ToString().Split('/');
        if (parts is not ["tile", var heightText, var levelText, _, ..] || !CanonicalNumber.TryParse(heightText, out var height) || height is < 1 or > MaxHeight)
        {
            return false;
        }

        var level = (long)DataLevel;
        if (levelText != DataName && (!CanonicalNumber.TryParse(levelText, out level) || level > MaxLevel))
        {
            return false;
        }

        var width = 1L << (int)height;
        var groups = parts.AsSpan(3);
        var isPartial = groups is [.., var last, _] && last.EndsWith(".p", StringComparison.Ordinal);
        if (isPartial && (!CanonicalNumber.TryParse(groups[^1], out width) || width < 1 || width >= 1L << (int)height))
        {
            return false;
        }

        if (!TryReadNumber(isPartial ? groups[..^1] : groups, out var number))
        {
            return false;
        }

        tile = new TileCoordinate((int)height, (int)level, number, (int)width);
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<string> groups, out long number)
    {
        var digits = new StringBuilder();
        foreach (var group in groups)
        {
            digits.Append(group.AsSpan().Trim("x.p"));
        }

        return long.TryParse(digits.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out number) && number < TreeHead.MaxSize;
    }
}
