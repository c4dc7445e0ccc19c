using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Testing;

namespace Sluice.Core.Tests.Pipeline;

public sealed class ChecksumOracleTests
{
    private static readonly ChecksumAnswer Unreachable = new ChecksumAnswer.Unreachable(ScriptedDatabase.Name, FaultCodes.ConnectTimeout.At(ScriptedDatabase.Name));
    private static readonly ChecksumAnswer Recorded = new ChecksumAnswer.Recorded(ScriptedDatabase.Name, 7, ["h1:z"], ["h1:g"]);
    private readonly ManualTimeProvider _time = new();
    private readonly ScriptedDatabase _database = new();

    [Fact]
    public async Task A_database_that_hangs_holds_up_one_fetch_for_a_few_seconds_and_the_next_not_at_all()
    {
        var hanging = new TaskCompletionSource<ChecksumAnswer>();
        _database.Does(() => hanging.Task);
        var oracle = Oracle(ChecksumPolicy.Prefer);

        var first = AskAsync(oracle);
        Assert.False(first.IsCompleted);
        _time.Advance(ChecksumOracle.Patience);
        Assert.IsType<ChecksumAnswer.Unreachable>(await first.OrFail());
        Assert.IsType<ChecksumAnswer.Unreachable>(await AskAsync(oracle).OrFail());

        Assert.Equal(1, _database.Questions);
    }

    [Fact]
    public async Task After_a_failure_nobody_asks_for_a_while_that_grows_to_five_minutes()
    {
        _database.Says(Unreachable);
        var oracle = Oracle(ChecksumPolicy.Prefer);
        foreach (var seconds in (int[])[15, 30, 60, 120, 240, 300, 300])
        {
            var questions = _database.Questions;
            await AskAsync(oracle);
            Assert.Equal(questions + 1, _database.Questions);
            _time.Advance(TimeSpan.FromSeconds(seconds - 1));
            Assert.IsType<ChecksumAnswer.Unreachable>(await AskAsync(oracle));
            Assert.Equal(questions + 1, _database.Questions);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    [Fact]
    public async Task Whoever_verifies_later_asks_in_any_case_and_opens_the_way_for_all()
    {
        _database.Says(Unreachable);
        var oracle = Oracle(ChecksumPolicy.Prefer);
        await AskAsync(oracle);
        _database.Says(Recorded);

        Assert.Same(Recorded, await oracle.AskPatientlyAsync(Rig.Module, Rig.Version, Context(), CancellationToken.None));

        Assert.Same(Recorded, await AskAsync(oracle));
    }

    [Fact]
    public async Task Where_an_answer_is_required_every_fetch_asks_and_waits()
    {
        _database.Says(Unreachable);
        var oracle = Oracle(ChecksumPolicy.Require);
        await AskAsync(oracle);
        await AskAsync(oracle);
        Assert.Equal(2, _database.Questions);

        var hanging = new TaskCompletionSource<ChecksumAnswer>();
        _database.Does(() => hanging.Task);
        var asking = AskAsync(oracle);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(asking.IsCompleted);
        hanging.SetResult(Recorded);
        Assert.Same(Recorded, await asking.OrFail());
    }

    private ChecksumOracle Oracle(ChecksumPolicy policy) => new(_database, policy, _time);

    private static FetchContext Context() => new() { RequestId = "test" };

    private static Task<ChecksumAnswer> AskAsync(ChecksumOracle oracle) => oracle.AskAsync(Rig.Module, Rig.Version, Context(), CancellationToken.None).AsTask();
}
