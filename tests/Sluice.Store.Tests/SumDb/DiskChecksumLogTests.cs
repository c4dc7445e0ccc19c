using Microsoft.Data.Sqlite;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Modules.Versions;
using Sluice.Store.SumDb.Log;
using Sluice.Testing.SumDb;

namespace Sluice.Store.Tests.SumDb;

public sealed class DiskChecksumLogTests : IDisposable
{
    private readonly LogFixture _fixture = new();

    public static TheoryData<int> Sizes => [1, 2, 3, 255, 256, 257, 511, 512, 700, 65_535, 65_536, 65_537];

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task A_recorded_version_is_found_with_a_head_that_has_it()
    {
        await using var log = _fixture.Open();

        var kept = await LogFixture.AppendAsync(log, "example.com/M", "v1.0.0");
        var answer = await LogFixture.LookupAsync(log, "example.com/M", "v1.0.0");

        Assert.NotNull(answer);
        Assert.Equal(0, kept.RecordId);
        Assert.Equal(kept.ZipHashes, answer.HashesOf(ModulePath.Parse("example.com/M"), ModuleVersion.Parse("v1.0.0"), Modules.GoMod.GoSumKind.Zip));
        Assert.Equal(1, log.ReadHead().Tree.Size);
        Assert.Equal(answer.Note, log.ReadHead().Note);
        Assert.Null(await LogFixture.LookupAsync(log, "example.com/m", "v1.0.0"));
        Assert.Null(await LogFixture.LookupAsync(log, "example.com/M", "v1.0.1"));
    }

    [Fact]
    public async Task A_version_is_recorded_once_and_never_changed()
    {
        await using var log = _fixture.Open();
        var first = await LogFixture.AppendAsync(log, "example.com/m", "v1.0.0");

        var again = await LogFixture.AppendAsync(log, "example.com/m", "v1.0.0", "other content");
        await using var restarted = _fixture.Open();
        var afterRestart = await LogFixture.AppendAsync(restarted, "example.com/m", "v1.0.0", "yet another");

        Assert.Equal(first.ZipHashes, again.ZipHashes);
        Assert.Equal(first.ZipHashes, afterRestart.ZipHashes);
        Assert.Equal(1, log.ReadHead().Tree.Size);
    }

    [Fact]
    public async Task Callers_who_bring_one_version_at_once_get_one_record()
    {
        await using var log = _fixture.Open();

        var kept = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => LogFixture.AppendAsync(log, "example.com/m", $"v1.{number % 5}.0", $"{number}").AsTask()));

        Assert.Equal(5, log.ReadHead().Tree.Size);
        Assert.Equal(5, kept.Select(answer => answer.ZipHashes[0]).Distinct().Count());
        Assert.Empty((await LogFixture.VerifyAsync(log)).Problems);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task A_log_of_any_size_has_the_hash_and_the_tiles_of_its_records(int size)
    {
        var memory = new MemoryLog();
        await using (var log = _fixture.Open())
        {
            // In uneven pieces, so that tiles are completed in the middle and at the end of batches.
            for (var at = 0; at < size; at += 1 + (size / 3))
            {
                await LogFixture.AppendManyAsync(log, "example.com/m", at, Math.Min(1 + (size / 3), size - at));
            }
        }

        await using var opened = _fixture.Open();
        var head = opened.ReadHead();
        for (var id = 0; id < size; id++)
        {
            await memory.AppendHashAsync(opened.Folder.ReadRecord(id).Hash);
        }

        Assert.Equal(await memory.HeadAsync(size), head.Tree);
        Assert.Empty((await LogFixture.VerifyAsync(opened)).Problems);
        foreach (var tile in TileCoordinate.NewTiles(8, 0, size))
        {
            Assert.Equal(await TileData.ReadAsync(tile, memory, LogFixture.Cancelled), (await opened.ReadTileAsync(tile, LogFixture.Cancelled))!.Value.ToArray());
            Assert.Equal(tile.IsComplete, await opened.ReadTileAsync(tile.Complete, LogFixture.Cancelled) is not null);
        }
    }

    [Fact]
    public async Task A_client_verifies_every_record_against_what_it_has_seen_before()
    {
        await using var log = _fixture.Open();
        var state = new MemorySumDbState();
        for (var number = 0; number < 600; number += 37)
        {
            await LogFixture.AppendManyAsync(log, "example.com/m", number, 37);
            var client = new SumDbClient(_fixture.Key, new LogRemote(log), state);

            var found = await client.LookupAsync(ModulePath.Parse("example.com/m"), ModuleVersion.Parse($"v1.{number}.0"), LogFixture.Cancelled);

            Assert.IsType<SumDbLookup.Verified>(found);
        }

        Assert.Empty(state.Forks);
    }

    [Fact]
    public async Task Two_processes_that_append_in_turn_make_one_history()
    {
        await using var one = _fixture.Open();
        await using var other = _fixture.Open();

        await Task.WhenAll(
            AppendOneByOneAsync(one, "example.com/one"),
            AppendOneByOneAsync(other, "example.com/other"),
            AppendOneByOneAsync(one, "example.com/both"),
            AppendOneByOneAsync(other, "example.com/both"));

        Assert.Equal(3 * 40, one.ReadHead().Tree.Size);
        Assert.Equal(one.ReadHead().Tree, other.ReadHead().Tree);
        Assert.Empty((await LogFixture.VerifyAsync(one)).Problems);
        Assert.NotNull(await LogFixture.LookupAsync(one, "example.com/other", "v1.39.0"));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("no database")]
    [InlineData("behind")]
    [InlineData("of another log")]
    public async Task An_index_that_cannot_be_used_is_made_anew(string how)
    {
        await using (var log = _fixture.Open())
        {
            await LogFixture.AppendManyAsync(log, "example.com/m", 0, 300);
        }

        var index = _fixture["index.db"];
        switch (how)
        {
            case "missing":
                File.Delete(index);
                break;
            case "no database":
                await File.WriteAllTextAsync(index, new string('x', 10_000), LogFixture.Cancelled);
                break;
            case "behind":
                File.Copy(index, index + ".old");
                await using (var log = _fixture.Open())
                {
                    await LogFixture.AppendManyAsync(log, "example.com/m", 300, 300);
                }

                File.Move(index + ".old", index, overwrite: true);
                break;
            default:
                using (var other = new LogFixture())
                {
                    await using (var log = other.Open())
                    {
                        await LogFixture.AppendManyAsync(log, "example.com/n", 0, 200);
                    }

                    File.Copy(other["index.db"], index, overwrite: true);
                }

                break;
        }

        await using var opened = _fixture.Open();

        Assert.NotNull(await LogFixture.LookupAsync(opened, "example.com/m", "v1.299.0"));
        var size = opened.ReadHead().Tree.Size;
        await LogFixture.AppendAsync(opened, "example.com/m", "v1.7.0", "other");
        Assert.Equal(size, opened.ReadHead().Tree.Size);
        Assert.Empty((await LogFixture.VerifyAsync(opened)).Problems);
    }

    [Fact]
    public async Task What_lies_beyond_the_head_does_not_exist_and_is_overwritten()
    {
        byte[] head;
        await using (var log = _fixture.Open())
        {
            await LogFixture.AppendManyAsync(log, "example.com/m", 0, 250);
            head = await File.ReadAllBytesAsync(_fixture["latest"], LogFixture.Cancelled);
            await LogFixture.AppendManyAsync(log, "example.com/lost", 0, 50);
        }

        // As a power cut leaves it: the tiles are there, the head is not.
        await File.WriteAllBytesAsync(_fixture["latest"], head, LogFixture.Cancelled);
        await using var opened = _fixture.Open();
        Assert.Null(await LogFixture.LookupAsync(opened, "example.com/lost", "v1.3.0"));
        Assert.Null(await opened.ReadTileAsync(new TileCoordinate(8, 0, 0, 251), LogFixture.Cancelled));
        var kept = await LogFixture.AppendAsync(opened, "example.com/next", "v1.0.0");

        Assert.Equal(250, kept.RecordId);
        Assert.NotNull(await LogFixture.LookupAsync(opened, "example.com/next", "v1.0.0"));
        Assert.Empty((await LogFixture.VerifyAsync(opened)).Problems);
    }

    [Theory]
    [InlineData("latest", 30, "latest")]
    [InlineData("tile/8/0/000", 40, "tile/8/0/000")]
    [InlineData("tile/8/0/001", 40, "latest")]
    [InlineData("tile/8/1/000", 3, "tile/8/0/000")]
    [InlineData("tile/8/data/000", 60, "tile/8/data/000")]
    [InlineData("tile/8/data/001", 60, "tile/8/data/001")]
    public async Task A_changed_byte_is_found_and_nothing_of_it_is_given_out_or_built_upon(string file, int at, string where)
    {
        await using (var log = _fixture.Open())
        {
            await LogFixture.AppendManyAsync(log, "example.com/m", 0, 300);
        }

        _fixture.Damage(file, at);

        if (file == "latest")
        {
            var refused = Assert.Throws<StoreException>(() => _fixture.Open());
            Assert.Equal(FaultCodes.SumLogDamaged, refused.Fault.Code);
            return;
        }

        await using var opened = _fixture.Open();
        Assert.Contains((await LogFixture.VerifyAsync(opened)).Problems, problem => problem.Where == where);
        var failures = 0;
        for (var number = 0; number < 300; number++)
        {
            failures += await opened.FindAsync(ModulePath.Parse("example.com/m"), ModuleVersion.Parse($"v1.{number}.0"), new FetchContext { RequestId = "" }, LogFixture.Cancelled)
                is ChecksumAnswer.Recorded ? 0 : 1;
        }

        Assert.InRange(failures, 1, 300);
    }

    [Fact]
    public async Task A_log_whose_last_tile_was_changed_takes_no_further_records()
    {
        await using (var log = _fixture.Open())
        {
            await LogFixture.AppendManyAsync(log, "example.com/m", 0, 10);
        }

        _fixture.Damage("tile/8/data/000", 20);
        await using var opened = _fixture.Open();

        var refused = await Assert.ThrowsAsync<StoreException>(() => LogFixture.AppendAsync(opened, "example.com/next", "v1.0.0").AsTask());

        Assert.Equal(FaultCodes.SumLogDamaged, refused.Fault.Code);
        Assert.Equal(10, opened.ReadHead().Tree.Size);
    }

    [Fact]
    public async Task Two_records_of_one_version_are_found()
    {
        await using (var log = _fixture.Open())
        {
            await LogFixture.AppendManyAsync(log, "example.com/m", 0, 5);
        }

        // An index that has lost an entry and does not know: nothing but a look at everything can tell.
        ForgetInIndex(2);

        await using var opened = _fixture.Open();
        var again = await LogFixture.AppendAsync(opened, "example.com/m", VersionOf(opened, 2), "other");
        Assert.Equal(5, again.RecordId);

        var problems = (await LogFixture.VerifyAsync(opened)).Problems;
        Assert.Contains(problems, problem => problem.Where == "index.db" && problem.Text.Contains("record 2", StringComparison.Ordinal));
        await opened.DisposeAsync();
        File.Delete(_fixture["index.db"]);
        await using var rebuilt = _fixture.Open();
        Assert.Contains((await LogFixture.VerifyAsync(rebuilt)).Problems, problem => problem.Text.EndsWith("has the records 2, 5", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Only_covered_modules_are_recorded()
    {
        await using var log = _fixture.Open("corp.example");

        Assert.True(log.Covers(ModulePath.Parse("corp.example/m")));
        Assert.False(log.Covers(ModulePath.Parse("example.com/m")));
        Assert.IsType<ChecksumAnswer.NotCovered>(await log.FindAsync(ModulePath.Parse("example.com/m"), ModuleVersion.Parse("v1.0.0"), new FetchContext { RequestId = "" }, LogFixture.Cancelled));
        await Assert.ThrowsAsync<InvalidOperationException>(() => LogFixture.AppendAsync(log, "example.com/m", "v1.0.0").AsTask());
    }

    [Fact]
    public void A_log_is_made_once()
    {
        var other = new TestNoteKey(_fixture.Key.Name, "other");

        Assert.False(LogCreation.TryCreate(_fixture.Directory, NoteVerifierKey.Create(other.Name, new byte[32]), other, default));
        Assert.Equal([_fixture.Key.Name], LogFiles.Names(_fixture.Directory));
        Assert.Equal(FaultCodes.SumLogDamaged, Assert.Throws<StoreException>(() => DiskChecksumLog.Open(_fixture.Directory, other.Name, PathPatterns.None, other, other, TimeProvider.System)).Fault.Code);
    }

    private void ForgetInIndex(long id)
    {
        using var index = new SqliteConnection($"Data Source={_fixture["index.db"]};Pooling=False");
        index.Open();
        using var command = index.CreateCommand();
        command.CommandText = $"DELETE FROM entries WHERE id = {id}";
        command.ExecuteNonQuery();
    }

    private static string VersionOf(DiskChecksumLog log, long id) =>
        ModuleRecord.TryParse(log.Folder.ReadRecord(id).Text.Span, out var record, out var error) ? record.Version.Value : throw new InvalidOperationException(error);

    private static async Task AppendOneByOneAsync(DiskChecksumLog log, string path)
    {
        for (var number = 0; number < 40; number++)
        {
            await LogFixture.AppendAsync(log, path, $"v1.{number}.0");
        }
    }

    /// <summary>A log as a client reaches it.</summary>
    private sealed class LogRemote(DiskChecksumLog log) : ISumDbRemote
    {
        public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
        {
            if (TileCoordinate.TryParse(path, out var tile, out _))
            {
                return await log.ReadTileAsync(tile, cancellationToken);
            }

            var parts = path["lookup/".Length..].Split('@');
            var answer = await log.LookupAsync(ModulePath.Parse(parts[0]), ModuleVersion.Parse(parts[1]), cancellationToken);
            return answer is null ? null : (ReadOnlyMemory<byte>?)LookupAnswer.Format(answer.Record, answer.Note.Span);
        }
    }
}
