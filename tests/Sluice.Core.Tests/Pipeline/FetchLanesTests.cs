using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;

namespace Sluice.Core.Tests.Pipeline;

public sealed class FetchLanesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_chain_that_hangs_leaves_turns_for_the_others()
    {
        using var lanes = new FetchLanes(new FetchLimits { MaxConcurrentFetches = 8 });
        var hanging = new TaskCompletionSource<Outcome<Document>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = 0;
        var slow = Enumerable.Range(0, 20).Select(_ => lanes.RunAsync("slow", () => HangAsync(), Token)).ToArray();

        var quick = await lanes.RunAsync("quick", () => ValueTask.FromResult<Outcome<Document>>(new Document(default, "quick")), Token).WaitAsync(Patience, Token);

        Assert.Equal(("quick", 6), (quick.Value?.Source, Volatile.Read(ref running)));
        hanging.SetResult(new Document(default, "slow"));
        Assert.All(await Task.WhenAll(slow).WaitAsync(Patience, Token), outcome => Assert.True(outcome.IsFound));

        async ValueTask<Outcome<Document>> HangAsync()
        {
            Interlocked.Increment(ref running);
            return await hanging.Task;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Few_turns_are_for_everybody(int turns)
    {
        using var lanes = new FetchLanes(new FetchLimits { MaxConcurrentFetches = turns });
        var hanging = new TaskCompletionSource<Outcome<Document>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = 0;
        var fetches = Enumerable.Range(0, 5).Select(_ => lanes.RunAsync("one", async () =>
        {
            Interlocked.Increment(ref running);
            return await hanging.Task;
        }, Token)).ToArray();

        Assert.Equal(turns, Volatile.Read(ref running));
        hanging.SetResult(FaultCodes.NotFound.At());
        await Task.WhenAll(fetches).WaitAsync(Patience, Token);
    }

    [Fact]
    public async Task Whoever_finds_the_line_too_long_hears_it()
    {
        using var lanes = new FetchLanes(new FetchLimits { MaxConcurrentFetches = 1, MaxWaitingFetches = 0 });
        var hanging = new TaskCompletionSource<Outcome<Document>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = lanes.RunAsync("one", async () => await hanging.Task, Token);
        var second = await lanes.RunAsync("one", () => ValueTask.FromResult<Outcome<Document>>(new Document(default, "x")), Token).WaitAsync(Patience, Token);
        Assert.Equal(FaultCodes.Overloaded, second.Fault?.Code);
        hanging.SetResult(new Document(default, "x"));
        Assert.True((await first.WaitAsync(Patience, Token)).IsFound);
    }
}
