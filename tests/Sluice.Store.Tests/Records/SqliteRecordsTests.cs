using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Core.Records;
using Sluice.Modules.Paths;
using Sluice.Store.Records;
using Sluice.Testing;

namespace Sluice.Store.Tests.Records;

public sealed class SqliteRecordsTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly TempDirectory _data = new();
    private readonly SqliteRecords _records;

    public SqliteRecordsTests() => _records = new SqliteRecords(_data.FullName);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _records.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task What_is_recorded_is_read_back_by_another_process()
    {
        var record = Record("v1.0.0") with { State = OriginState.Present, Folder = "sub", Ref = "refs/tags/sub/v1.0.0" };
        await _records.AddAsync(record, Token);

        using var other = new SqliteRecords(_data.FullName);
        Assert.Equal(record, await other.FindAsync(record.Path, "v1.0.0", Token));
        Assert.Equal([record], await other.OfModuleAsync(record.Path, Token));
        Assert.Null(await other.FindAsync(record.Path, "v1.0.1", Token));
        Assert.Empty(await other.OfModuleAsync(ModulePath.Parse("example.com/other"), Token));
    }

    [Fact]
    public async Task The_first_sight_counts()
    {
        await _records.AddAsync(Record("v1.0.0"), Token);
        await _records.AddAsync(Record("v1.0.0") with { Hash = "other" }, Token);

        Assert.Equal(Record("v1.0.0"), await _records.FindAsync(Record("v1.0.0").Path, "v1.0.0", Token));
    }

    [Fact]
    public async Task A_change_is_recorded_and_audited_once_however_many_notice_it()
    {
        await _records.AddAsync(Record("v1.0.0"), Token);
        await _records.AddAsync(Record("v1.1.0"), Token);
        using var other = new SqliteRecords(_data.FullName);
        var moved = Record("v1.0.0") with { State = OriginState.Moved, HashNow = "b", StateSince = Noon.AddDays(1) };
        var audit = new AuditEvent(Noon.AddDays(1), "origin.tag-moved", "example.com/m", "v1.0.0", "it moved");

        var changed = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => (number % 2 == 0 ? _records : other).ChangeAsync(moved, audit, Token).AsTask()));

        Assert.Single(changed, true);
        Assert.Equal([moved], (await other.AllAsync(Token)).Where(record => record.State == OriginState.Moved));
        Assert.Equal([audit], await other.EventsAsync(Token));
        Assert.Equal(["v1.0.0", "v1.1.0"], (await other.AllAsync(Token)).Select(record => record.Version));
    }

    [Fact]
    public async Task Records_that_cannot_be_kept_are_a_failure_of_the_store()
    {
        _data.Write(".records", "a file where the folder should be");

        var failure = await Assert.ThrowsAsync<StoreException>(async () => await _records.AddAsync(Record("v1.0.0"), Token));

        Assert.Equal(FaultCodes.StoreFailed, failure.Fault.Code);
        Assert.DoesNotContain(_data.FullName, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_a_failure_of_the_store()
    {
        _data.Write(".records/records.db", new string('x', 5000));

        var failure = await Assert.ThrowsAsync<StoreException>(async () => await _records.AllAsync(Token));

        Assert.Equal(FaultCodes.StoreFailed, failure.Fault.Code);
    }

    private static OriginRecord Record(string version) => new(ModulePath.Parse("example.com/m"), version, "a", Noon)
    {
        Vcs = "git",
        Url = "https://example.com/m.git",
        Ref = "refs/tags/" + version,
    };

    [Fact]
    public async Task Unverified_versions_are_due_in_order_and_go_when_they_are_verified()
    {
        await _records.AddUnverifiedAsync(Unverified("v1.0.0", minutes: 2), Token);
        await _records.AddUnverifiedAsync(Unverified("v1.1.0", minutes: 1), Token);
        await _records.AddUnverifiedAsync(Unverified("v1.2.0", minutes: 9), Token);
        await _records.AddUnverifiedAsync(Unverified("v1.0.0", minutes: 0) with { Source = "another" }, Token);

        Assert.Equal(["v1.1.0", "v1.0.0"], (await _records.DueAsync(Noon.AddMinutes(5), 10, Token)).Select(version => version.Version));
        Assert.Equal("v1.1.0", Assert.Single(await _records.DueAsync(Noon.AddMinutes(5), 1, Token)).Version);
        await _records.PostponeAsync(Unverified("v1.1.0", minutes: 30) with { Tries = 1, Reason = "later" }, Token);
        await _records.RemoveUnverifiedAsync(ModulePath.Parse("example.com/m"), "v1.0.0", Token);

        Assert.Empty(await _records.DueAsync(Noon.AddMinutes(5), 10, Token));
        var all = await _records.AllUnverifiedAsync(Token);
        Assert.Equal([("v1.1.0", 1, "later"), ("v1.2.0", 0, "away")], all.Select(version => (version.Version, version.Tries, version.Reason)));
    }

    [Fact]
    public async Task Many_unverified_versions_at_once_are_all_kept()
    {
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => _records.AddUnverifiedAsync(Unverified($"v1.0.{i}", minutes: i), Token).AsTask()));

        Assert.Equal(500, (await _records.AllUnverifiedAsync(Token)).Count);
    }

    [Fact]
    public async Task A_look_at_what_is_due_makes_no_file()
    {
        Assert.Empty(await _records.DueAsync(Noon, 10, Token));

        Assert.False(Directory.Exists(Path.Join(_data.FullName, ".records")));
    }

    private static UnverifiedVersion Unverified(string version, int minutes) =>
        new(ModulePath.Parse("example.com/m"), version, Noon) { Source = "https://mirror.test", Reason = "away", NextTry = Noon.AddMinutes(minutes) };
}
