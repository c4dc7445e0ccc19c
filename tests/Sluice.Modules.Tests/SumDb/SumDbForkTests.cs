using System.Text;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Modules.Versions;
using Sluice.Testing.SumDb;

namespace Sluice.Modules.Tests.SumDb;

public sealed class SumDbForkTests
{
    private static readonly TestNoteKey Key = new("sum.test/db", "secret");
    private static readonly ModuleVersion Version = ModuleVersion.Parse("v1.0.0");
    private readonly MemorySumDbState _state = new();

    public static TheoryData<int, int, int> Sizes
    {
        get
        {
            var data = new TheoryData<int, int, int>();
            foreach (var shared in new[] { 0, 1, 3, 4, 7, 16, 21 })
            {
                foreach (var (seen, shown) in new[] { (1, 1), (1, 2), (1, 9), (5, 1), (9, 16) })
                {
                    data.Add(shared, seen, shown);
                }
            }

            return data;
        }
    }

    /// <summary>A client knows one history, and is shown another with the same beginning.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task A_second_history_is_noticed_and_proved(int shared, int seen, int shown)
    {
        var (first, second) = await ForkAsync(shared, seen, shown);
        var known = new SumDbClient(Key, first, _state, 2);
        Assert.IsType<SumDbLookup.Verified>(await known.LookupAsync(ModulePath.Parse("example.com/first0"), Version, CancellationToken.None));
        var before = _state.Latest;

        var client = new SumDbClient(Key, second, _state, 2);
        var forked = Assert.IsType<SumDbLookup.Forked>(await client.LookupAsync(ModulePath.Parse("example.com/second0"), Version, CancellationToken.None));

        Assert.Equal(forked.Evidence, Assert.Single(_state.Forks));
        Assert.True(forked.Evidence.Proves([Key]));
        Assert.Equal(before, _state.Latest);
        Assert.Equal(shared + seen, client.Latest.Size);
    }

    [Fact]
    public async Task Evidence_shows_both_heads_and_the_proof()
    {
        var evidence = await EvidenceAsync();
        var text = evidence.ToString();

        Assert.StartsWith("SECURITY: the checksum database sum.test/db has signed two histories of its log\n", text, StringComparison.Ordinal);
        Assert.Contains("older tree head:\n\tgo.sum database tree\n\t6\n\t", text, StringComparison.Ordinal);
        Assert.Contains("newer tree head:\n\tgo.sum database tree\n\t9\n\t", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("\t— sum.test/db ").Length - 1);
        Assert.All(evidence.Proof.Append(evidence.OlderHashInNewer), hash => Assert.Contains($"\t{hash}\n", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Evidence_that_was_tampered_with_proves_nothing()
    {
        var evidence = await EvidenceAsync();
        var honest = new ForkEvidence(evidence.Database, evidence.OlderNote, evidence.OlderNote, HeadOf(evidence.OlderNote).Hash, []);

        Assert.True(evidence.Proves([Key]));
        Assert.False(evidence.Proves([new TestNoteKey(Key.Name, "other")]));
        Assert.False(honest.Proves([Key]));
        Assert.False((evidence with { OlderHashInNewer = HeadOf(evidence.OlderNote).Hash }).Proves([Key]));
        Assert.False((evidence with { OlderNote = evidence.NewerNote, NewerNote = evidence.OlderNote }).Proves([Key]));
        Assert.False((evidence with { Proof = [.. evidence.Proof.Skip(1)] }).Proves([Key]));
        Assert.All(Enumerable.Range(0, evidence.OlderNote.Length), at => Assert.False((evidence with { OlderNote = Changed(evidence.OlderNote, at) }).Proves([Key])));
        Assert.All(Enumerable.Range(0, evidence.NewerNote.Length), at => Assert.False((evidence with { NewerNote = Changed(evidence.NewerNote, at) }).Proves([Key])));
    }

    [Fact]
    public async Task A_longer_history_of_the_same_log_is_no_fork()
    {
        var (first, _) = await ForkAsync(3, 30, 0);
        var client = new SumDbClient(Key, first, _state, 2);
        for (var size = 1; size <= 33; size++)
        {
            Assert.Null(await client.MergeAsync(await first.SignedHeadAsync(size), CancellationToken.None));
        }

        Assert.Empty(_state.Forks);
    }

    /// <summary>Tiles come from who answers now. That they do not fit proves nothing against the database.</summary>
    [Fact]
    public async Task Tiles_that_fit_neither_head_are_no_fork()
    {
        var (first, second) = await ForkAsync(4, 2, 5);
        await new SumDbClient(Key, first, _state, 2).LookupAsync(ModulePath.Parse("example.com/first0"), Version, CancellationToken.None);
        second.Transit = (path, content) => path.StartsWith("tile/", StringComparison.Ordinal) ? new byte[content.Length] : content;
        var refused = Assert.IsType<SumDbLookup.Untrusted>(
            await new SumDbClient(Key, second, _state.Copy(), 2).LookupAsync(ModulePath.Parse("example.com/second0"), Version, CancellationToken.None));

        Assert.Equal(SumDbProblem.InconsistentTile, refused.Problem);
        Assert.Empty(_state.Forks);
    }

    private async Task<ForkEvidence> EvidenceAsync()
    {
        var (first, second) = await ForkAsync(4, 2, 5);
        await new SumDbClient(Key, first, _state, 2).LookupAsync(ModulePath.Parse("example.com/first0"), Version, CancellationToken.None);
        await new SumDbClient(Key, second, _state, 2).LookupAsync(ModulePath.Parse("example.com/second0"), Version, CancellationToken.None);
        return Assert.Single(_state.Forks);
    }

    private static async Task<(MemorySumDb First, MemorySumDb Second)> ForkAsync(int shared, int seen, int shown)
    {
        var first = new MemorySumDb(Key);
        for (var i = 0; i < shared; i++)
        {
            await first.AddAsync($"example.com/shared{i}", "v1.0.0");
        }

        var second = first.Fork();
        for (var i = 0; i < Math.Max(seen, shown); i++)
        {
            await (i < seen ? first.AddAsync($"example.com/first{i}", "v1.0.0") : Task.CompletedTask);
            await (i < shown ? second.AddAsync($"example.com/second{i}", "v1.0.0") : Task.CompletedTask);
        }

        return (first, second);
    }

    private static TreeHead HeadOf(ReadOnlyMemory<byte> note) => TreeHead.Parse(Encoding.UTF8.GetString(note.Span).Split("\n\n")[0] + "\n");

    private static byte[] Changed(ReadOnlyMemory<byte> note, int at)
    {
        var copy = note.ToArray();
        copy[at] ^= 1;
        return copy;
    }
}
