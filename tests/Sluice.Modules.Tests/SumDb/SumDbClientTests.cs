using System.Text;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Modules.Tests.Versions;
using Sluice.Modules.Versions;
using Sluice.Testing.SumDb;

namespace Sluice.Modules.Tests.SumDb;

public sealed class SumDbClientTests
{
    private static readonly TestNoteKey Key = new("sum.test/db", "secret");
    private static ReadOnlyMemory<byte>? Nothing => null;
    private readonly MemorySumDb _database = new(Key);
    private readonly MemorySumDbState _state = new();

    [Fact]
    public async Task The_hashes_of_a_version_are_those_of_its_record()
    {
        await FillAsync(_database, 20);
        var found = Assert.IsType<SumDbLookup.Verified>(await LookupAsync(Client(), 7));

        Assert.Equal([MemorySumDb.HashOf("example.com/M7v1.0.0")], found.ZipHashes);
        Assert.Equal([MemorySumDb.HashOf("example.com/M7")], found.GoModHashes);
        Assert.Equal(7, found.Answer.Record.Id);
        Assert.Equal(await _database.SignedHeadAsync(), _state.Latest);
    }

    [Fact]
    public async Task A_version_that_the_database_does_not_have_is_not_found()
    {
        await FillAsync(_database, 3);

        Assert.IsType<SumDbLookup.NotFound>(await LookupAsync(Client(), 3));
    }

    [Fact]
    public async Task What_is_cached_needs_no_database()
    {
        await FillAsync(_database, 20);
        Assert.IsType<SumDbLookup.Verified>(await LookupAsync(Client(), 7));
        _database.Reads.Clear();

        Assert.IsType<SumDbLookup.Verified>(await LookupAsync(Client(), 7));
        Assert.Empty(_database.Reads);
    }

    [Fact]
    public async Task The_kept_head_moves_on_and_never_back()
    {
        await FillAsync(_database, 5);
        var client = Client();
        var older = await _database.SignedHeadAsync(3);
        await LookupAsync(client, 1);
        await FillAsync(_database, 30);

        Assert.IsType<SumDbLookup.Verified>(await LookupAsync(client, 29));
        Assert.Null(await client.MergeAsync(older, CancellationToken.None));
        Assert.Equal(30, client.Latest.Size);
        Assert.Equal(await _database.SignedHeadAsync(), _state.Latest);
        Assert.Equal(30, await SizeAfterLoadAsync());
    }

    [Fact]
    public async Task Complete_tiles_stand_in_for_partial_ones_that_are_gone()
    {
        await FillAsync(_database, 6);
        var early = await _database.SignedHeadAsync();
        await FillAsync(_database, 23);
        _database.DropsOldPartialTiles = true;
        var client = Client();

        Assert.Null(await client.MergeAsync(early, CancellationToken.None));
        Assert.IsType<SumDbLookup.Verified>(await LookupAsync(client, 2));
        Assert.Equal(23, client.Latest.Size);
    }

    [Fact]
    public async Task Clients_that_share_a_state_stay_on_one_line()
    {
        await FillAsync(_database, 5);
        var slow = Client();
        await LookupAsync(slow, 1);
        await FillAsync(_database, 9);
        var middle = await _database.SignedHeadAsync();
        await FillAsync(_database, 14);
        await LookupAsync(Client(), 13);

        Assert.Null(await slow.MergeAsync(middle, CancellationToken.None));
        Assert.Equal(14, slow.Latest.Size);
        Assert.Equal(await _database.SignedHeadAsync(14), _state.Latest);
    }

    [Fact]
    public async Task A_head_that_was_kept_in_between_is_merged_not_overwritten()
    {
        await FillAsync(_database, 14);
        var larger = await _database.SignedHeadAsync();
        var conflicts = 0;
        _state.BeforeReplacing = () => _state.Latest = conflicts++ == 0 ? larger : _state.Latest;
        var client = Client();

        Assert.Null(await client.MergeAsync(await _database.SignedHeadAsync(5), CancellationToken.None));
        Assert.Equal((1, 14), (conflicts, client.Latest.Size));
        Assert.Equal(larger, _state.Latest);
    }

    [Fact]
    public async Task A_state_that_never_keeps_the_head_ends_the_lookup()
    {
        await FillAsync(_database, 2);
        var replaced = 0;
        _state.BeforeReplacing = () => _state.Latest = replaced++ % 2 == 0 ? "x"u8.ToArray() : default;

        var refused = Assert.IsType<SumDbLookup.Untrusted>(await LookupAsync(Client(), 1));
        Assert.Equal(SumDbProblem.BadStoredHead, refused.Problem);
        _state.BeforeReplacing = () => _state.Latest = _state.Latest.IsEmpty ? Head(1) : default;
        _state.Latest = default;
        refused = Assert.IsType<SumDbLookup.Untrusted>(await LookupAsync(Client(), 1));
        Assert.Equal(SumDbProblem.StoredHeadContended, refused.Problem);
    }

    [Fact]
    public async Task A_head_that_could_not_be_kept_is_kept_with_the_next_lookup()
    {
        await FillAsync(_database, 8);
        var client = Client();
        _state.BeforeReplacing = () => throw new IOException("full");
        await Assert.ThrowsAsync<IOException>(async () => await LookupAsync(client, 1));
        _state.BeforeReplacing = () => { };

        Assert.IsType<SumDbLookup.Verified>(await LookupAsync(client, 1));
        Assert.Equal(8, await SizeAfterLoadAsync());
    }

    [Fact]
    public async Task A_damaged_cache_heals()
    {
        await FillAsync(_database, 20);
        await LookupAsync(Client(), 7);
        var damaged = _state.Copy();
        foreach (var (path, content) in damaged.Cache)
        {
            damaged.Cache[path] = [.. content.Select((value, i) => i == content.Length / 2 ? (byte)(value ^ 1) : value)];
        }

        Assert.IsType<SumDbLookup.Verified>(await new SumDbClient(Key, _database, damaged, 2).LookupAsync(PathOf(7), Version, CancellationToken.None));
        Assert.Equal(_state.Cache.OrderBy(entry => entry.Key), damaged.Cache.OrderBy(entry => entry.Key));
    }

    /// <summary>Whatever byte of whatever answer is changed on the way: nothing is believed that is not so, and nothing wrong is kept.</summary>
    [Fact]
    public async Task Any_changed_byte_of_a_lookup_or_a_tile_is_noticed()
    {
        await FillAsync(_database, 13);
        Assert.IsType<SumDbLookup.Verified>(await LookupAsync(Client(), 5));
        var dice = new Dice(5);
        foreach (var path in _database.Reads.Distinct().ToList())
        {
            var length = _state.Cache[path].Length;
            for (var at = 0; at < length; at++)
            {
                var change = (byte)(1 << dice.Next(8));
                var state = new MemorySumDbState();
                _database.Transit = (read, content) => read == path ? Changed(content, at, change) : content;
                var result = await new SumDbClient(Key, _database, state, 2).LookupAsync(PathOf(5), Version, CancellationToken.None);

                Assert.True(result is SumDbLookup.Untrusted, $"{path}: byte {at} xor {change}: {result}");
                Assert.Empty(state.Forks);
                Assert.All(state.Cache, entry => Assert.Equal(_state.Cache[entry.Key], entry.Value));
            }
        }
    }

    [Fact]
    public async Task Missing_tiles_and_tiles_of_a_wrong_length_are_named()
    {
        await FillAsync(_database, 13);
        _database.Transit = (path, content) => IsTile(path) ? Nothing : content;
        Assert.Equal(SumDbProblem.MissingTile, await ProblemAsync());
        _database.Transit = (path, content) => IsTile(path) ? content[1..] : content;
        Assert.Equal(SumDbProblem.MalformedTile, await ProblemAsync());
        await FillAsync(_database, 20);
        _database.Transit = (path, content) => !IsTile(path) ? content : path.Contains(".p/", StringComparison.Ordinal) ? Nothing : new byte[5];
        Assert.Equal(SumDbProblem.MissingTile, await ProblemAsync());
    }

    [Fact]
    public async Task A_complete_tile_of_a_wrong_length_stands_in_for_nothing()
    {
        await FillAsync(_database, 6);
        var early = await _database.SignedHeadAsync();
        await FillAsync(_database, 23);
        var client = Client();
        _database.Transit = (path, content) => path == "tile/2/0/001.p/2" ? Nothing : path == "tile/2/0/001" ? content[1..] : content;
        await client.MergeAsync(await _database.SignedHeadAsync(), CancellationToken.None);
        Assert.Equal(SumDbProblem.MalformedTile, (await client.MergeAsync(early, CancellationToken.None) as SumDbLookup.Untrusted)?.Problem);

        _database.Transit = (_, content) => content;
        foreach (var path in new[] { "tile/2/0/001.p/2", "tile/2/0/001", "tile/2/0/005.p/3", "tile/2/0/005" })
        {
            _state.Cache[path] = new byte[5];
        }

        Assert.Null(await client.MergeAsync(early, CancellationToken.None));
        Assert.Equal(128, _state.Cache["tile/2/0/001"].Length);
    }

    [Fact]
    public async Task A_record_about_another_module_is_refused()
    {
        await FillAsync(_database, 5);
        var other = await _database.ReadAsync(LookupAnswer.PathOf(PathOf(2), Version), 0, CancellationToken.None);
        _database.Transit = (path, content) => IsTile(path) ? content : other;

        Assert.Equal(SumDbProblem.OtherModule, await ProblemAsync());
        Assert.DoesNotContain(_state.Cache.Keys, path => path.StartsWith("lookup/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lines_in_the_note_vouch_for_nothing()
    {
        await FillAsync(_database, 5);
        var head = await _database.Log.HeadAsync(5);
        var forged = SignedNote.Unsigned($"{head}{MemorySumDb.TextOf("example.com/M1", "v1.0.0")}").Sign(Key);
        var answer = LookupAnswer.Format(_database.Log.Records[2], forged);
        _database.Transit = (path, content) => IsTile(path) ? content : answer;

        Assert.Equal(SumDbProblem.OtherModule, await ProblemAsync());
    }

    [Fact]
    public async Task A_record_that_is_not_the_logs_is_refused()
    {
        await FillAsync(_database, 5);
        var note = await _database.SignedHeadAsync();
        Assert.Equal(SumDbProblem.WrongRecord, await ProblemAsync(1, "example.com/M1 v1.0.0 h1:forged\n", note));
        Assert.Equal(SumDbProblem.WrongRecord, await ProblemAsync(2, MemorySumDb.TextOf("example.com/M1", "v1.0.0"), note));
        Assert.Equal(SumDbProblem.RecordBeyondTree, await ProblemAsync(5, MemorySumDb.TextOf("example.com/M1", "v1.0.0"), note));
    }

    [Fact]
    public async Task Only_heads_that_the_database_has_signed_count()
    {
        await FillAsync(_database, 5);
        var (record, text) = (1, MemorySumDb.TextOf("example.com/M1", "v1.0.0"));
        var head = (await _database.Log.HeadAsync(5)).ToString();

        Assert.Equal(SumDbProblem.UnknownSigner, await ProblemAsync(record, text, SignedNote.Unsigned(head).Sign(new TestNoteKey(Key.Name, "other"))));
        Assert.Equal(SumDbProblem.InvalidSignature, await ProblemAsync(record, text, Encoding.UTF8.GetBytes($"{head}\n{NoteSignature.Create(Key.Name, Key.KeyHash, [1])}\n")));
        Assert.Equal(SumDbProblem.MalformedNote, await ProblemAsync(record, text, []));
        Assert.Equal(SumDbProblem.MalformedHead, await ProblemAsync(record, text, SignedNote.Unsigned("hello\n").Sign(Key)));
        Assert.Equal(SumDbProblem.MalformedHead, await ProblemAsync(record, text, SignedNote.Unsigned(new TreeHead(0, LogTreeTests.HashOf(1)).ToString()).Sign(Key)));
        Assert.Equal(SumDbProblem.RecordBeyondTree, await ProblemAsync(record, text, SignedNote.Unsigned(TreeHead.Empty.ToString()).Sign(Key)));
        Assert.True(_state.Latest.IsEmpty);
    }

    [Fact]
    public async Task A_kept_head_that_is_damaged_is_not_passed_over()
    {
        await FillAsync(_database, 5);
        _state.Latest = "damaged"u8.ToArray();

        Assert.Equal(SumDbProblem.BadStoredHead, await ProblemAsync());
        Assert.Equal("damaged"u8, _state.Latest.Span);
    }

    [Fact]
    public async Task Failures_of_the_remote_side_come_through_and_leave_nothing_behind()
    {
        await FillAsync(_database, 13);
        var client = Client();
        _database.Transit = (path, content) => IsTile(path) ? throw new IOException("reset") : content;
        await Assert.ThrowsAsync<IOException>(async () => await LookupAsync(client, 5));
        _database.Transit = (_, content) => content;

        Assert.IsType<SumDbLookup.Verified>(await LookupAsync(client, 5));
    }

    [Fact]
    public async Task Many_lookups_at_once_end_on_one_line()
    {
        await FillAsync(_database, 40);
        var client = Client();
        var heads = await Task.WhenAll(Enumerable.Range(1, 40).Select(size => _database.SignedHeadAsync(size)));
        var merges = heads.Select(head => Task.Run(async () => await client.MergeAsync(head, CancellationToken.None)));
        var lookups = Enumerable.Range(0, 40).Select(i => Task.Run(async () => (SumDbLookup?)await LookupAsync(client, i)));
        var results = await Task.WhenAll(merges.Concat(lookups));

        Assert.All(results, result => Assert.True(result is null or SumDbLookup.Verified, result?.ToString()));
        Assert.Equal(40, client.Latest.Size);
        Assert.Equal(heads[^1], _state.Latest);
    }

    private static async Task FillAsync(MemorySumDb database, int count)
    {
        for (var i = database.Log.Records.Count; i < count; i++)
        {
            await database.AddAsync($"example.com/M{i}", "v1.0.0");
        }
    }

    private static readonly ModuleVersion Version = ModuleVersion.Parse("v1.0.0");

    private static ModulePath PathOf(int number) => ModulePath.Parse($"example.com/M{number}");

    private static ValueTask<SumDbLookup> LookupAsync(SumDbClient client, int number) => client.LookupAsync(PathOf(number), Version, CancellationToken.None);

    private static bool IsTile(string path) => path.StartsWith("tile/", StringComparison.Ordinal);

    private static ReadOnlyMemory<byte> Changed(ReadOnlyMemory<byte> content, int at, byte change)
    {
        var copy = content.ToArray();
        copy[at] ^= change;
        return copy;
    }

    private static byte[] Head(long size) => SignedNote.Unsigned(new TreeHead(size, LogHash.OfRecord(Encoding.UTF8.GetBytes(MemorySumDb.TextOf("example.com/M0", "v1.0.0")))).ToString()).Sign(Key);

    private SumDbClient Client() => new(Key, _database, _state, 2);

    private async Task<long> SizeAfterLoadAsync()
    {
        var client = Client();
        Assert.Null(await client.MergeAsync(await _database.SignedHeadAsync(1), CancellationToken.None));
        return client.Latest.Size;
    }

    private async Task<SumDbProblem?> ProblemAsync() => (await LookupAsync(Client(), 1) as SumDbLookup.Untrusted)?.Problem;

    /// <summary>What is said of an answer made by hand for module 1.</summary>
    private Task<SumDbProblem?> ProblemAsync(long id, string text, byte[] note)
    {
        Assert.True(LogRecord.TryCreate(id, Encoding.UTF8.GetBytes(text), out var record, out _));
        var answer = LookupAnswer.Format(record, note);
        _database.Transit = (path, content) => IsTile(path) ? content : answer;
        return ProblemAsync();
    }
}
