using System.Globalization;
using System.Text;
using Sluice.Modules.SumDb;
using Sluice.Modules.Tests.Archives;
using Sluice.Testing.SumDb;

namespace Sluice.Modules.Tests.SumDb;

/// <summary>
/// What golang.org/x/mod/sumdb/tlog says of the log with the records "record 0\n" to "record 999\n". <c>testdata/tlog.txt</c> holds a fact a line:
/// <c>tree SIZE HASH</c>; <c>record SIZE RECORD PROOF…</c>; <c>consistency NEWER OLDER PROOF…</c>; <c>tiles HEIGHT OLD NEW PATH…</c> (NewTiles);
/// <c>index HEIGHT INDEX LEVEL NUMBER PATH</c> (SplitStoredHashIndex, TileForIndex); <c>data PATH HASH</c> (RecordHash of ReadTileData).
/// </summary>
public sealed class GoVectorTests
{
    private static readonly Task<MemoryLog> Log = FillAsync();

    public static IEnumerable<TheoryDataRow<string>> Facts => File.ReadLines(TextArchive.PathOf("SumDb/testdata/tlog.txt")).Select(line => new TheoryDataRow<string>(line));

    [Theory]
    [MemberData(nameof(Facts))]
    public async Task What_Go_says_of_a_log_is_said_here(string fact)
    {
        var words = fact.Split(' ');
        Assert.Equal(fact, $"{string.Join(' ', words[..GivenWords(words[0])])} {await AnswerAsync(words)}".TrimEnd());
    }

    /// <summary>Proofs of another origin are accepted, and none with a flipped bit.</summary>
    [Theory]
    [MemberData(nameof(Facts))]
    public async Task Go_proofs_are_accepted(string fact)
    {
        var words = fact.Split(' ');
        if (words[0] is not ("record" or "consistency"))
        {
            return;
        }

        var log = await Log;
        var (tree, other) = (await log.HeadAsync(Number(words[1])), Number(words[2]));
        var proof = words[3..].Select(LogHash.Parse).ToList();
        var older = await log.HeadAsync(other);
        Assert.True(words[0] == "record"
            ? InclusionProof.Check(proof, tree, other, LogHash.OfRecord(TextOf(other)))
            : ConsistencyProof.Check(proof, tree, older));
    }

    private static int GivenWords(string kind) => kind switch
    {
        "tiles" => 4,
        "tree" or "data" => 2,
        _ => 3,
    };

    private static async Task<string> AnswerAsync(string[] words)
    {
        var log = await Log;
        var numbers = words[0] == "data" ? [] : words[1..GivenWords(words[0])].Select(Number).ToList();
        switch (words[0])
        {
            case "tree":
                return (await log.HeadAsync(numbers[0])).Hash.ToString();
            case "record":
                return string.Join(' ', await InclusionProof.ProveAsync(numbers[0], numbers[1], log, CancellationToken.None));
            case "consistency":
                return string.Join(' ', await ConsistencyProof.ProveAsync(numbers[0], numbers[1], log, CancellationToken.None));
            case "tiles":
                return string.Join(' ', TileCoordinate.NewTiles((int)numbers[0], numbers[1], numbers[2]));
            case "index":
                var (level, number) = StoredHashIndex.Split(numbers[1]);
                return $"{level} {number} {TileCoordinate.ForIndex((int)numbers[0], numbers[1])}";
            default:
                return LogHash.OfRecord(await TileData.ReadAsync(TileCoordinate.Parse(words[1]), log, CancellationToken.None)).ToString();
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static async Task<MemoryLog> FillAsync()
    {
        var log = new MemoryLog();
        for (var i = 0; i < 1000; i++)
        {
            await log.AppendAsync(TextOf(i));
        }

        return log;
    }

    private static byte[] TextOf(long id) => Encoding.UTF8.GetBytes($"record {id}\n");
}
