using System.Collections.Concurrent;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Running;
using Sluice.Testing;

namespace Sluice.Doctor.Tests.Probes.Running;

public sealed class ProbeRunnerTests
{
    private readonly ConcurrentQueue<string> _log = new();

    [Fact]
    public async Task A_probe_begins_when_what_it_builds_on_has_ended_however()
    {
        var runs = await RunAsync(
            Job("c", ["a", "b", "unknown"], _ => Log("c")),
            Job("a", [], async _ =>
            {
                await Task.Yield();
                await Log("a");
                throw new InvalidDataException("broken");
            }),
            Job("b", [], _ => Log("b", new NotChecked(NotCheckedReason.Blocked, "no"))));

        Assert.Equal("c", _log.Last());
        Assert.Equal([null, NotCheckedReason.Failed, NotCheckedReason.Blocked], runs.Select(run => run.NotChecked?.Reason));
        Assert.Equal("the probe failed: InvalidDataException: broken", runs[1].NotChecked!.Because);
    }

    [Fact]
    public async Task Probes_run_side_by_side()
    {
        var first = new TaskCompletionSource();
        var second = new TaskCompletionSource();

        await RunAsync(
            Job("a", [], async _ =>
            {
                first.SetResult();
                await second.Task.OrFail();
                return null;
            }),
            Job("b", [], async _ =>
            {
                second.SetResult();
                await first.Task.OrFail();
                return null;
            }));
    }

    [Fact]
    public async Task What_takes_too_long_is_left_behind_even_when_it_does_not_listen()
    {
        var never = new TaskCompletionSource();
        var runs = await new ProbeRunner(TimeProvider.System, TimeSpan.FromMilliseconds(100), Patience.Long, null).RunAsync(
            [Job("deaf", [], async _ =>
            {
                await never.Task;
                return null;
            }), Job("listening", [], async cancellationToken =>
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return null;
            })],
            TestContext.Current.CancellationToken).OrFail();

        Assert.All(runs, run => Assert.Equal(NotCheckedReason.ProbeBudget, run.NotChecked!.Reason));
        never.SetResult();
    }

    [Fact]
    public async Task The_total_budget_ends_what_runs_and_what_waits()
    {
        var runs = await new ProbeRunner(TimeProvider.System, Patience.Long, TimeSpan.FromMilliseconds(100), null).RunAsync(
            [Job("a", [], async cancellationToken =>
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return null;
            }), Job("b", ["a"], _ => Log("b"))],
            TestContext.Current.CancellationToken).OrFail();

        Assert.All(runs, run => Assert.Equal(NotCheckedReason.TotalBudget, run.NotChecked!.Reason));
        Assert.Null(runs[1].StartedMs);
        Assert.Empty(_log);
    }

    [Fact]
    public async Task Cancellation_is_a_result()
    {
        using var cancelled = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var running = new ProbeRunner(TimeProvider.System, Patience.Long, Patience.Long, null).RunAsync(
            [Job("a", [], async cancellationToken =>
            {
                begun.SetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                return null;
            })],
            cancelled.Token);
        await begun.Task.OrFail();
        await cancelled.CancelAsync();

        Assert.Equal(NotCheckedReason.Cancelled, Assert.Single(await running.OrFail()).NotChecked!.Reason);
    }

    [Fact]
    public async Task Progress_tells_what_begins_and_what_ends()
    {
        var told = new ConcurrentQueue<ProbeProgress>();
        await new ProbeRunner(TimeProvider.System, Patience.Long, Patience.Long, told.Enqueue).RunAsync(
            [Job("a", [], _ => Log("a")), new ProbeJob(Plan("b", ["a"]) with { Skip = new NotChecked(NotCheckedReason.NotAsked, "no") }, _ => Log("b"))],
            TestContext.Current.CancellationToken);

        Assert.Equal([("dns a", false, 0), ("dns a", true, 1), ("dns b", true, 2)], told.Select(one => (one.Id, one.IsDone, one.Finished)));
        Assert.All(told, one => Assert.Equal(2, one.Total));
        Assert.Equal(["a"], _log);
    }

    private static Task<IReadOnlyList<ProbeRun>> RunAsync(params ProbeJob[] jobs) =>
        new ProbeRunner(TimeProvider.System, Patience.Long, Patience.Long, null).RunAsync(jobs, TestContext.Current.CancellationToken).OrFail();

    private static PlannedProbe Plan(string name, string[] after) => new(ProbeKind.Dns, name) { After = [.. after.Select(id => "dns " + id)] };

    private static ProbeJob Job(string name, string[] after, Func<CancellationToken, Task<NotChecked?>> run) => new(Plan(name, after), run);

    private Task<NotChecked?> Log(string name, NotChecked? result = null)
    {
        _log.Enqueue(name);
        return Task.FromResult(result);
    }
}
