using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Testing;

namespace Sluice.Core.Tests.Pipeline;

public sealed class FreshnessTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    [Fact]
    public async Task The_second_answer_comes_from_memory()
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.List, "v1.0.0\n");

        var first = await rig.GetAsync(Rig.List);
        var second = await rig.GetAsync(Rig.List);

        Assert.Equal((CacheStatus.Miss, CacheStatus.Hit), (first.Status, second.Status));
        Assert.Same(first.Document, second.Document);
        Assert.Equal(1, rig.Source.CountOf(Rig.List));
    }

    [Fact]
    public async Task After_a_restart_the_store_answers()
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.List, "v1.0.0\n");
        rig.Source.Says(Rig.Info, "{}");
        await rig.GetAsync(Rig.List);
        await rig.GetAsync(Rig.Info);
        await rig.RestartAsync();

        var list = await rig.GetAsync(Rig.List);
        var info = await rig.GetAsync(Rig.Info);

        Assert.Equal(("v1.0.0\n", CacheStatus.Hit, "store"), (Rig.Text(list), list.Status, list.Document?.Source));
        Assert.Equal(("{}", CacheStatus.Hit), (Rig.Text(info), info.Status));
        Assert.Equal((1, 1), (rig.Source.CountOf(Rig.List), rig.Source.CountOf(Rig.Info)));
    }

    [Fact]
    public async Task A_list_keeps_its_age_over_a_restart()
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.List, "v1.0.0\n");
        await rig.GetAsync(Rig.List);
        rig.Time.Advance(TimeSpan.FromSeconds(60));
        await rig.RestartAsync();
        rig.Source.Says(Rig.List, "v1.0.0\nv1.1.0\n");

        var answer = await rig.GetAsync(Rig.List);

        Assert.Equal(("v1.0.0\nv1.1.0\n", CacheStatus.Miss), (Rig.Text(answer), answer.Status));
    }

    [Theory]
    [InlineData(0.0, 54)]
    [InlineData(0.5, 60)]
    [InlineData(1.0, 66)]
    public async Task What_may_change_is_believed_for_a_minute_give_or_take_a_tenth(double jitter, int seconds)
    {
        await using var rig = new Rig { Jitter = jitter };
        rig.Source.Says(Rig.List, "v1.0.0\n");
        await rig.GetAsync(Rig.List);
        rig.Source.Does(Rig.List, Never);

        rig.Time.Advance(TimeSpan.FromSeconds(seconds) - Tick);
        Assert.True(rig.TryGet(Rig.List, out var fresh));
        Assert.Equal(CacheStatus.Hit, fresh.Status);

        rig.Time.Advance(Tick);
        Assert.False(rig.TryGet(Rig.List, out _));
    }

    [Fact]
    public async Task From_three_quarters_of_its_life_on_a_list_is_refreshed_while_the_old_one_is_given()
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.List, "v1.0.0\n");
        await rig.GetAsync(Rig.List);
        var gate = new Gate();
        rig.Source.Does(Rig.List, async (_, token) =>
        {
            await gate.PassAsync(token);
            return new Document("v1.0.0\nv1.1.0\n"u8.ToArray(), "scripted");
        });

        rig.Time.Advance(TimeSpan.FromSeconds(45) - Tick);
        await rig.GetAsync(Rig.List);
        Assert.Equal(1, rig.Source.CountOf(Rig.List));

        rig.Time.Advance(Tick);
        var old = await rig.GetAsync(Rig.List);
        await gate.WaitForArrivalsAsync();
        var still = await rig.GetAsync(Rig.List);
        gate.Open();
        await rig.Gateway.DrainAsync().OrFail();

        Assert.Equal(("v1.0.0\n", CacheStatus.Hit), (Rig.Text(old), old.Status));
        Assert.Equal(("v1.0.0\n", CacheStatus.Hit), (Rig.Text(still), still.Status));
        Assert.True(rig.TryGet(Rig.List, out var renewed));
        Assert.Equal("v1.0.0\nv1.1.0\n", Rig.Text(renewed));
        Assert.Equal(2, rig.Source.CountOf(Rig.List));
    }

    [Fact]
    public async Task A_refresh_that_failed_ahead_of_time_is_not_tried_again_for_five_seconds()
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.List, "v1.0.0\n");
        await rig.GetAsync(Rig.List);
        rig.Source.Says(Rig.List, FaultCodes.Refused.At("scripted"));
        rig.Time.Advance(TimeSpan.FromSeconds(45));
        await rig.GetAsync(Rig.List);
        await rig.Gateway.DrainAsync().OrFail();
        var gate = new Gate();
        rig.Source.Does(Rig.List, async (_, token) =>
        {
            await gate.PassAsync(token);
            return FaultCodes.Refused.At("scripted");
        });

        rig.Time.Advance(TimeSpan.FromSeconds(5) - Tick);
        var paused = await rig.GetAsync(Rig.List);
        await rig.Gateway.DrainAsync().OrFail();
        Assert.Equal((CacheStatus.Hit, 2), (paused.Status, rig.Source.CountOf(Rig.List)));

        rig.Time.Advance(Tick);
        await rig.GetAsync(Rig.List);
        await gate.WaitForArrivalsAsync();
        gate.Open();
    }

    [Fact]
    public async Task Many_who_ask_in_the_last_quarter_start_one_refresh()
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.List, "v1.0.0\n");
        await rig.GetAsync(Rig.List);
        rig.Source.Does(Rig.List, Never);
        rig.Time.Advance(TimeSpan.FromSeconds(50));

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => rig.GetAsync(Rig.List)))).OrFail();
        await Eventually.HoldsAsync(() => rig.Source.CountOf(Rig.List) > 1);

        Assert.Equal(2, rig.Source.CountOf(Rig.List));
    }

    [Fact]
    public async Task What_belongs_to_a_version_is_never_asked_for_again()
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.Info, "{}");
        rig.Source.Says(Rig.GoMod, "module example.com/m\n");
        await rig.GetAsync(Rig.Info);
        await rig.GetAsync(Rig.GoMod);
        rig.Time.Advance(TimeSpan.FromDays(3650));

        Assert.True(rig.TryGet(Rig.Info, out var info));
        Assert.Equal(CacheStatus.Hit, info.Status);
        await rig.RestartAsync();
        Assert.Equal(CacheStatus.Hit, (await rig.GetAsync(Rig.GoMod)).Status);
        Assert.Equal((1, 1), (rig.Source.CountOf(Rig.Info), rig.Source.CountOf(Rig.GoMod)));
    }

    [Fact]
    public async Task A_version_that_does_not_belong_to_its_path_is_a_question_and_asked_again()
    {
        await using var rig = new Rig();
        var query = Artefact.Info(Rig.Module, Rig.ParseRevision("v2.0.0"));
        rig.Source.Says(query, """{"Version":"v2.0.0+incompatible"}""");
        await rig.GetAsync(query);
        rig.Time.Advance(TimeSpan.FromSeconds(60));

        await rig.GetAsync(query);

        Assert.Equal(2, rig.Source.CountOf(query));
    }

    [Fact]
    public async Task With_no_lifetime_every_question_goes_on()
    {
        await using var rig = new Rig(new GatewayOptions { Cache = new CacheOptions { ListTtl = TimeSpan.Zero, NegativeTtl = TimeSpan.Zero } });
        rig.Source.Says(Rig.List, "v1.0.0\n");

        await rig.GetAsync(Rig.List);
        await rig.GetAsync(Rig.List);
        await rig.GetAsync(Rig.Info);
        await rig.GetAsync(Rig.Info);

        Assert.Equal((2, 2), (rig.Source.CountOf(Rig.List), rig.Source.CountOf(Rig.Info)));
    }

    private static async Task<Outcome<Document>> Never(FetchContext context, CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return FaultCodes.Internal.At();
    }
}
