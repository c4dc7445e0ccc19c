using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Testing;

namespace Sluice.Core.Tests.Pipeline;

public sealed class FetchGateTests
{
    [Fact]
    public async Task As_many_as_allowed_go_in_and_the_next_waits_for_one_to_leave()
    {
        using var gate = new FetchGate(new FetchLimits { MaxConcurrentFetches = 2 });
        Assert.Null(await EnterAtOnceAsync(gate));
        Assert.Null(await EnterAtOnceAsync(gate));

        var third = gate.EnterAsync(TestContext.Current.CancellationToken).AsTask();
        Assert.False(third.IsCompleted);
        gate.Leave();

        Assert.Null(await third.OrFail());
    }

    [Fact]
    public async Task Those_who_wait_go_in_in_the_order_in_which_they_came()
    {
        using var gate = new FetchGate(new FetchLimits { MaxConcurrentFetches = 1 });
        await EnterAtOnceAsync(gate);
        Task<Fault?>[] waiting = [.. Enumerable.Range(0, 5).Select(_ => gate.EnterAsync(TestContext.Current.CancellationToken).AsTask())];
        for (var i = 0; i < waiting.Length; i++)
        {
            gate.Leave();
            Assert.Null(await waiting[i].OrFail());
            Assert.All(waiting[(i + 1)..], later => Assert.False(later.IsCompleted));
        }
    }

    [Fact]
    public async Task Beyond_the_waiting_line_one_is_refused_at_once()
    {
        using var gate = new FetchGate(new FetchLimits { MaxConcurrentFetches = 1, MaxWaitingFetches = 2 });
        await EnterAtOnceAsync(gate);
        Task<Fault?>[] waiting = [gate.EnterAsync(TestContext.Current.CancellationToken).AsTask(), gate.EnterAsync(TestContext.Current.CancellationToken).AsTask()];

        var refused = await EnterAtOnceAsync(gate);
        Assert.Equal(FaultCodes.Overloaded, refused?.Code);

        gate.Leave();
        Assert.Null(await waiting[0].OrFail());
        gate.Leave();
        Assert.Null(await waiting[1].OrFail());
    }

    [Fact]
    public async Task Whoever_is_refused_does_not_stand_in_the_way_of_the_next()
    {
        using var gate = new FetchGate(new FetchLimits { MaxConcurrentFetches = 1, MaxWaitingFetches = 0 });
        await EnterAtOnceAsync(gate);
        for (var i = 0; i < 10_000; i++)
        {
            Assert.Equal(FaultCodes.Overloaded, (await EnterAtOnceAsync(gate))?.Code);
        }

        gate.Leave();

        Assert.Null(await EnterAtOnceAsync(gate));
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_loses_no_slot_and_no_place()
    {
        using var gate = new FetchGate(new FetchLimits { MaxConcurrentFetches = 1, MaxWaitingFetches = 1 });
        await EnterAtOnceAsync(gate);
        for (var i = 0; i < 100; i++)
        {
            using var patience = new CancellationTokenSource();
            var waiting = gate.EnterAsync(patience.Token).AsTask();
            await patience.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.OrFail());
        }

        gate.Leave();
        Assert.Null(await EnterAtOnceAsync(gate));
    }

    [Fact]
    public async Task Whoever_comes_with_his_patience_at_an_end_does_not_go_in()
    {
        using var gate = new FetchGate(new FetchLimits { MaxConcurrentFetches = 1 });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gate.EnterAsync(new CancellationToken(canceled: true)).AsTask());

        Assert.Null(await EnterAtOnceAsync(gate));
    }

    [Fact]
    public async Task No_slot_is_lost_when_leaving_and_giving_up_meet()
    {
        const int Slots = 3;
        using var gate = new FetchGate(new FetchLimits { MaxConcurrentFetches = Slots, MaxWaitingFetches = 20 });
#pragma warning disable RS0030 // A fixed seed: the same run every time, as far as threads allow.
        var random = new Random(20240101);
#pragma warning restore RS0030
        for (var round = 0; round < 200; round++)
        {
            using var patience = new CancellationTokenSource();
            var visits = Enumerable.Range(0, 30).Select(_ => Task.Run(() => VisitAsync(gate, patience.Token))).ToArray();
            for (var spin = random.Next(200); spin > 0; spin--)
            {
                await Task.Yield();
            }

            await patience.CancelAsync();
            await Task.WhenAll(visits).OrFail();
        }

        for (var slot = 0; slot < Slots; slot++)
        {
            Assert.Null(await EnterAtOnceAsync(gate));
        }

        Assert.False(gate.EnterAsync(TestContext.Current.CancellationToken).IsCompleted);
    }

    private static async Task VisitAsync(FetchGate gate, CancellationToken cancellationToken)
    {
        try
        {
            if (await gate.EnterAsync(cancellationToken) is null)
            {
                await Task.Yield();
                gate.Leave();
            }
        }
        catch (OperationCanceledException)
        {
            // Gave up.
        }
    }

    /// <summary>An answer that needs no waiting; anything else fails.</summary>
    private static async Task<Fault?> EnterAtOnceAsync(FetchGate gate)
    {
        var turn = gate.EnterAsync(TestContext.Current.CancellationToken);
        Assert.True(turn.IsCompleted);
        return await turn;
    }
}
