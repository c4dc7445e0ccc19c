using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Testing;

namespace Sluice.Core.Tests.Pipeline;

public sealed class AbsenceTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    [Theory]
    [InlineData("other.example", 30)]
    [InlineData("example.com", 5)]
    public async Task Proven_absence_is_believed_for_a_while(string privatePattern, int seconds)
    {
        await using var rig = new Rig(new GatewayOptions { Private = PathPatterns.Parse(privatePattern) });

        var first = await rig.GetAsync(Rig.Info);
        rig.Time.Advance(TimeSpan.FromSeconds(seconds) - Tick);
        var second = await rig.GetAsync(Rig.Info);
        Assert.Equal((CacheStatus.Miss, CacheStatus.Negative), (first.Status, second.Status));
        Assert.Equal((FaultCodes.NotFound, FaultCodes.NotFound), (first.Fault?.Code, second.Fault?.Code));
        Assert.Equal(1, rig.Source.CountOf(Rig.Info));

        rig.Time.Advance(Tick);
        rig.Source.Says(Rig.Info, "{}");
        Assert.Equal("{}", Rig.Text(await rig.GetAsync(Rig.Info)));
    }

    [Fact]
    public async Task Gone_stays_gone_and_the_source_s_text_stays_its_own()
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.Info, FaultCodes.Gone.At("scripted") with { UpstreamText = "gone: taken back\n" });

        await rig.GetAsync(Rig.Info);
        var second = await rig.GetAsync(Rig.Info);

        Assert.Equal((FaultCodes.Gone, "gone: taken back\n"), (second.Fault?.Code, second.Fault?.UpstreamText));
    }

    [Fact]
    public async Task An_outage_is_never_taken_for_absence()
    {
        await using var rig = new Rig();
        foreach (var code in (FaultCode[])[FaultCodes.Refused, FaultCodes.UpstreamTimeout, FaultCodes.HtmlAnswer, FaultCodes.UpstreamForbidden, FaultCodes.VcsFailed])
        {
            rig.Source.Says(Rig.Info, code.At("scripted"));
            rig.Source.Says(Rig.Zip, code.At("scripted"));
            var asked = (rig.Source.CountOf(Rig.Info), rig.Source.CountOf(Rig.Zip));

            Assert.Equal((code, CacheStatus.Miss), ((await rig.GetAsync(Rig.Info)).Fault?.Code, (await rig.GetAsync(Rig.Info)).Status));
            Assert.Equal((code, CacheStatus.Miss), ((await rig.GetZipAsync(Rig.Zip)).Fault?.Code, (await rig.GetZipAsync(Rig.Zip)).Status));
            Assert.Equal((asked.Item1 + 2, asked.Item2 + 2), (rig.Source.CountOf(Rig.Info), rig.Source.CountOf(Rig.Zip)));
        }
    }

    [Fact]
    public async Task Absence_of_a_zip_is_believed_as_long()
    {
        await using var rig = new Rig();

        await rig.GetZipAsync(Rig.Zip);
        var second = await rig.GetZipAsync(Rig.Zip);

        Assert.Equal((FaultCodes.NotFound, CacheStatus.Negative), (second.Fault?.Code, second.Status));
        Assert.Equal(1, rig.Source.CountOf(Rig.Zip));
        rig.Time.Advance(TimeSpan.FromSeconds(30));
        await rig.GetZipAsync(Rig.Zip);
        Assert.Equal(2, rig.Source.CountOf(Rig.Zip));
    }

    [Fact]
    public async Task Cached_only_asks_no_source()
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.List, "v1.0.0\n");

        Assert.Equal(FaultCodes.NotStored, (await rig.GetAsync(Rig.List, cachedOnly: true)).Fault?.Code);
        Assert.Equal(FaultCodes.NotStored, (await rig.GetZipAsync(Rig.Zip, cachedOnly: true)).Fault?.Code);
        Assert.Equal((0, 0), (rig.Source.CountOf(Rig.List), rig.Source.CountOf(Rig.Zip)));

        // And it is not remembered: the next one may fetch.
        Assert.Equal("v1.0.0\n", Rig.Text(await rig.GetAsync(Rig.List)));
    }

    [Fact]
    public async Task Cached_only_gives_what_is_there_and_says_when_it_is_old()
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.List, "v1.0.0\n");
        await rig.GetAsync(Rig.List);

        rig.Time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(CacheStatus.Hit, (await rig.GetAsync(Rig.List, cachedOnly: true)).Status);
        rig.Time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(CacheStatus.Stale, (await rig.GetAsync(Rig.List, cachedOnly: true)).Status);
        await rig.RestartAsync();
        Assert.Equal(CacheStatus.Stale, (await rig.GetAsync(Rig.List, cachedOnly: true)).Status);
        Assert.Equal(1, rig.Source.CountOf(Rig.List));
    }

    [Fact]
    public void The_memory_of_absences_is_bounded()
    {
        var time = new ManualTimeProvider();
        var memory = new AbsenceMemory(time);
        var fault = FaultCodes.NotFound.At();
        memory.Set(At(0), fault, TimeSpan.FromSeconds(30));
        for (var i = 1; i <= AbsenceMemory.MaxEntries; i++)
        {
            memory.Set(At(i), fault, TimeSpan.FromSeconds(30));
        }

        Assert.False(memory.TryGet(At(0), out _));
        Assert.True(memory.TryGet(At(AbsenceMemory.MaxEntries), out _));
    }

    [Fact]
    public void Expired_absences_make_room_for_those_that_still_hold()
    {
        var time = new ManualTimeProvider();
        var memory = new AbsenceMemory(time);
        var fault = FaultCodes.NotFound.At();
        for (var i = 0; i < AbsenceMemory.MaxEntries - 1; i++)
        {
            memory.Set(At(i), fault, TimeSpan.FromSeconds(1));
        }

        memory.Set(At(-1), fault, TimeSpan.FromHours(1));
        time.Advance(TimeSpan.FromSeconds(1));
        memory.Set(At(-2), fault, TimeSpan.FromHours(1));

        Assert.True(memory.TryGet(At(-1), out _));
        Assert.False(memory.TryGet(At(0), out _));
    }

    private static Artefact At(int number) => Artefact.List(ModulePath.Parse($"example.com/m{number + 10}"));
}
