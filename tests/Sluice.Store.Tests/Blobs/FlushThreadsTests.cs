using Sluice.Store.Blobs;

namespace Sluice.Store.Tests.Blobs;

public sealed class FlushThreadsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_work_throws_reaches_the_one_who_waits_and_the_thread_goes_on()
    {
        using var threads = new FlushThreads(1);
        await Assert.ThrowsAsync<IOException>(() => threads.RunAsync(() => throw new IOException()).WaitAsync(Patience, Cancelled));
        var ran = false;
        await threads.RunAsync(() => ran = true).WaitAsync(Patience, Cancelled);
        Assert.True(ran);
    }

    [Fact]
    public async Task Work_runs_side_by_side_up_to_the_limit_and_off_the_thread_pool()
    {
        using var threads = new FlushThreads(3);
        using var together = new Barrier(3);
        var pooled = false;
        var work = Enumerable.Range(0, 30).Select(_ => threads.RunAsync(() =>
        {
            pooled |= Thread.CurrentThread.IsThreadPoolThread;
            Assert.True(together.SignalAndWait(Patience));
        }));
        await Task.WhenAll(work).WaitAsync(Patience, Cancelled);
        Assert.Equal(10, together.CurrentPhaseNumber);
        Assert.False(pooled);
    }

    [Fact]
    public async Task What_was_given_before_disposal_is_finished()
    {
        var threads = new FlushThreads(1);
        using var gate = new ManualResetEventSlim();
        var first = threads.RunAsync(() => gate.Wait(Patience));
        var second = threads.RunAsync(static () => { });
        threads.Dispose();
        gate.Set();
        await Task.WhenAll(first, second).WaitAsync(Patience, Cancelled);
    }
}
