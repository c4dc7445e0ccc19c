using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Testing;

namespace Sluice.Core.Tests.Pipeline;

public sealed class StaleTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    public static TheoryData<string> Troubles => [.. AllCodes().Where(code => code.Kind is FaultKind.Unavailable or FaultKind.Corrupt or FaultKind.Denied or FaultKind.Full or FaultKind.Internal).Select(code => code.Id)];

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task When_no_source_can_tell_the_old_list_is_given_and_nobody_asks_for_five_seconds(string code)
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.List, "v1.0.0\n");
        await rig.GetAsync(Rig.List);
        rig.Time.Advance(TimeSpan.FromHours(1));
        rig.Source.Says(Rig.List, AllCodes().Single(known => known.Id == code).At("scripted"));

        var stale = await rig.GetAsync(Rig.List);
        rig.Time.Advance(TimeSpan.FromSeconds(5) - Tick);
        var again = await rig.GetAsync(Rig.List);
        Assert.Equal(("v1.0.0\n", CacheStatus.Stale), (Rig.Text(stale), stale.Status));
        Assert.Equal(("v1.0.0\n", CacheStatus.Stale), (Rig.Text(again), again.Status));
        Assert.Equal(2, rig.Source.CountOf(Rig.List));

        rig.Time.Advance(Tick);
        rig.Source.Says(Rig.List, "v1.0.0\nv1.1.0\n");
        var healed = await rig.GetAsync(Rig.List);
        Assert.Equal(("v1.0.0\nv1.1.0\n", CacheStatus.Miss), (Rig.Text(healed), healed.Status));
    }

    [Fact]
    public async Task After_a_restart_the_stored_list_is_given_stale_when_no_source_can_tell()
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.List, "v1.0.0\n");
        await rig.GetAsync(Rig.List);
        await rig.RestartAsync();
        rig.Time.Advance(TimeSpan.FromDays(7));
        rig.Source.Says(Rig.List, FaultCodes.Refused.At("scripted"));

        var answer = await rig.GetAsync(Rig.List);

        Assert.Equal(("v1.0.0\n", CacheStatus.Stale), (Rig.Text(answer), answer.Status));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refresh_that_hangs_holds_nobody_for_more_than_three_seconds(bool restart)
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.List, "v1.0.0\n");
        await rig.GetAsync(Rig.List);
        rig.Time.Advance(TimeSpan.FromHours(1));
        if (restart)
        {
            await rig.RestartAsync();
        }

        var gate = HoldList(rig, "v1.0.0\nv1.1.0\n");
        var asking = rig.GetAsync(Rig.List);
        await gate.WaitForArrivalsAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(3) - Tick);
        Assert.False(asking.IsCompleted);
        rig.Time.Advance(Tick);
        var stale = await asking.OrFail();
        Assert.Equal(("v1.0.0\n", CacheStatus.Stale), (Rig.Text(stale), stale.Status));

        // Those who come after it do not wait at all, for a while.
        Assert.True(rig.TryGet(Rig.List, out var next));
        Assert.Equal(CacheStatus.Stale, next.Status);

        // What comes late is taken even so.
        gate.Open();
        await rig.Gateway.DrainAsync().OrFail();
        Assert.Equal("v1.0.0\nv1.1.0\n", Rig.Text(await rig.GetAsync(Rig.List)));
        Assert.Equal(2, rig.Source.CountOf(Rig.List));
    }

    [Fact]
    public async Task Who_holds_nothing_waits_for_the_answer()
    {
        await using var rig = new Rig();
        var gate = HoldList(rig, "v1.0.0\n");

        var asking = rig.GetAsync(Rig.List);
        await gate.WaitForArrivalsAsync();
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        gate.Open();

        Assert.Equal("v1.0.0\n", Rig.Text(await asking));
    }

    [Fact]
    public async Task A_list_outlives_its_origin_and_a_branch_does_not()
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.List, "v1.0.0\n");
        rig.Source.Says(Rig.Branch, """{"Version":"v1.0.0"}""");
        await rig.GetAsync(Rig.List);
        await rig.GetAsync(Rig.Branch);
        rig.Time.Advance(TimeSpan.FromHours(1));
        rig.Source.Says(Rig.List, FaultCodes.NotFound.At("scripted"));
        rig.Source.Says(Rig.Branch, FaultCodes.Gone.At("scripted"));

        var list = await rig.GetAsync(Rig.List);
        var branch = await rig.GetAsync(Rig.Branch);

        Assert.Equal(("v1.0.0\n", CacheStatus.Stale), (Rig.Text(list), list.Status));
        Assert.Equal(FaultCodes.Gone, branch.Fault?.Code);
    }

    [Fact]
    public async Task A_branch_that_is_gone_does_not_come_back_from_the_store()
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.Branch, """{"Version":"v1.0.0"}""");
        await rig.GetAsync(Rig.Branch);
        rig.Time.Advance(TimeSpan.FromSeconds(45));
        rig.Source.Says(Rig.Branch, FaultCodes.NotFound.At("scripted"));
        await rig.GetAsync(Rig.Branch);
        await rig.Gateway.DrainAsync().OrFail();
        Assert.Equal(CacheStatus.Negative, (await rig.GetAsync(Rig.Branch)).Status);

        await rig.RestartAsync();
        rig.Source.Says(Rig.Branch, FaultCodes.Refused.At("scripted"));

        Assert.Equal(FaultCodes.NotStored, (await rig.GetAsync(Rig.Branch, cachedOnly: true)).Fault?.Code);
        Assert.Equal(FaultCodes.Refused, (await rig.GetAsync(Rig.Branch)).Fault?.Code);
    }

    [Fact]
    public async Task With_fetching_off_everything_stored_is_given_whatever_its_age()
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.List, "v1.0.0\n");
        rig.Source.Says(Rig.Branch, "{}");
        rig.Source.Says(Rig.Info, "{}");
        await rig.GetAsync(Rig.List);
        await rig.GetAsync(Rig.Branch);
        await rig.GetAsync(Rig.Info);
        await rig.RestartAsync();
        rig.Time.Advance(TimeSpan.FromDays(30));
        foreach (var artefact in (Artefact[])[Rig.List, Rig.Branch, Rig.Info, Rig.GoMod])
        {
            rig.Source.Says(artefact, FaultCodes.Off.At());
        }

        Assert.Equal(CacheStatus.Stale, (await rig.GetAsync(Rig.List)).Status);
        Assert.Equal(CacheStatus.Stale, (await rig.GetAsync(Rig.Branch)).Status);
        Assert.Equal(CacheStatus.Hit, (await rig.GetAsync(Rig.Info)).Status);
        Assert.Equal(FaultCodes.Off, (await rig.GetAsync(Rig.GoMod)).Fault?.Code);
        await rig.RestartAsync();
        Assert.Equal(CacheStatus.Stale, (await rig.GetAsync(Rig.Branch)).Status);
    }

    private static Gate HoldList(Rig rig, string text)
    {
        var gate = new Gate();
        rig.Source.Does(Rig.List, async (_, token) =>
        {
            await gate.PassAsync(token);
            return new Document(System.Text.Encoding.UTF8.GetBytes(text), "scripted");
        });
        return gate;
    }

    private static IEnumerable<FaultCode> AllCodes() => typeof(FaultCodes).GetFields().Select(field => (FaultCode)field.GetValue(null)!);
}
