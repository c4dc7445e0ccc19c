using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Testing;

namespace Sluice.Core.Tests.Pipeline;

public sealed class ZipCacheTests
{
    /// <summary>A name that Windows cannot hold, so that no module zip may.</summary>
    private static readonly FixtureFile BadFile = ("aux.go", "package m\n");

    [Fact]
    public async Task A_zip_is_fetched_once_and_then_comes_from_the_store()
    {
        await using var rig = new Rig();
        var zip = Rig.MakeZip(("m.go", "package m\n"));
        rig.Source.Sends(Rig.Zip, zip);

        var first = await rig.GetZipAsync(Rig.Zip);
        var second = await rig.GetZipAsync(Rig.Zip);
        Assert.Equal((CacheStatus.Miss, "scripted"), (first.Status, first.Source));
        Assert.Equal((CacheStatus.Hit, "store"), (second.Status, second.Source));
        Assert.Equal((zip, zip), (Rig.Bytes(first), Rig.Bytes(second)), PairOfBytes);

        await rig.RestartAsync();
        Assert.Equal(zip, Rig.Bytes(await rig.GetZipAsync(Rig.Zip, cachedOnly: true)));
        Assert.Equal(1, rig.Source.CountOf(Rig.Zip));
    }

    [Fact]
    public async Task A_zip_that_breaks_the_rules_is_refused_with_the_file_named_and_kept_nowhere()
    {
        await using var rig = new Rig();
        rig.Source.Sends(Rig.Zip, Rig.MakeZip(BadFile));

        var answer = await rig.GetZipAsync(Rig.Zip);
        await rig.Gateway.DrainAsync().OrFail();

        Assert.Equal((FaultCodes.Unpackable, CacheStatus.Miss), (answer.Fault?.Code, answer.Status));
        Assert.Contains("aux.go", answer.Fault?.Detail, StringComparison.Ordinal);
        Assert.Empty(rig.Store.Enumerate());
        Assert.Empty(rig.Files);
        Assert.Equal(0, rig.Source.CountOf(Rig.GoMod));
    }

    [Fact]
    public async Task A_refused_zip_is_not_downloaded_again_at_once()
    {
        await using var rig = new Rig();
        rig.Source.Sends(Rig.Zip, Rig.MakeZip(BadFile));
        await rig.GetZipAsync(Rig.Zip);

        var second = await rig.GetZipAsync(Rig.Zip);
        Assert.Equal((FaultCodes.Unpackable, CacheStatus.Negative), (second.Fault?.Code, second.Status));
        Assert.Equal(1, rig.Source.CountOf(Rig.Zip));

        rig.Time.Advance(TimeSpan.FromSeconds(30));
        rig.Source.Sends(Rig.Zip, Rig.MakeZip());
        Assert.Equal(Rig.MakeZip(), Rig.Bytes(await rig.GetZipAsync(Rig.Zip)));
    }

    [Fact]
    public async Task A_refused_zip_names_whose_it_is_in_answer_and_log()
    {
        await using var rig = new Rig();
        rig.Source.Sends(Rig.Zip, Rig.MakeZip(BadFile));

        var first = await rig.GetZipAsync(Rig.Zip);
        var second = await rig.GetZipAsync(Rig.Zip);

        Assert.Equal(("scripted", "scripted"), (first.Source, second.Source));
        var logged = Assert.Single(rig.Log.Fetches, fetch => fetch.Fault is not null);
        Assert.Equal((Rig.Zip, FaultCodes.Unpackable, "scripted"), (logged.Artefact, logged.Fault?.Code, logged.Fault?.Source));
        Assert.Contains("aux.go", logged.Fault?.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ZipRules.Refuse)]
    [InlineData(ZipRules.Pass)]
    public async Task What_is_no_zip_at_all_is_refused_whatever_the_rules_and_asked_for_again_at_once(ZipRules rules)
    {
        await using var rig = new Rig(new GatewayOptions { ZipRules = rules });
        var zip = Rig.MakeZip();
        rig.Source.Sends(Rig.Zip, zip[..(zip.Length / 2)]);

        var answer = await rig.GetZipAsync(Rig.Zip);

        Assert.Equal(FaultCodes.Malformed, answer.Fault?.Code);
        Assert.Empty(rig.Files);
        rig.Source.Sends(Rig.Zip, zip);
        Assert.Equal(zip, Rig.Bytes(await rig.GetZipAsync(Rig.Zip)));
    }

    [Fact]
    public async Task With_the_rules_off_any_zip_passes_byte_for_byte()
    {
        await using var rig = new Rig(new GatewayOptions { ZipRules = ZipRules.Pass });
        var zip = Rig.MakeZip(BadFile);
        rig.Source.Sends(Rig.Zip, zip);

        Assert.Equal(zip, Rig.Bytes(await rig.GetZipAsync(Rig.Zip)));
    }

    [Fact]
    public async Task A_draft_that_failed_half_way_leaves_nothing_behind()
    {
        await using var rig = new Rig();
        rig.Source.SendsBy(Rig.Zip, async (sink, token) =>
        {
            sink.Reset(100_000);
            await sink.WriteAsync(new byte[50_000], token);
            return FaultCodes.Truncated.At("scripted");
        });

        var answer = await rig.GetZipAsync(Rig.Zip);

        Assert.Equal(FaultCodes.Truncated, answer.Fault?.Code);
        Assert.Empty(rig.Files);
        rig.Source.Sends(Rig.Zip, Rig.MakeZip());
        Assert.Equal(Rig.MakeZip(), Rig.Bytes(await rig.GetZipAsync(Rig.Zip)));
    }

    [Fact]
    public async Task What_a_source_wrote_before_it_gave_up_is_not_in_the_zip_of_the_next()
    {
        await using var rig = new Rig();
        var zip = Rig.MakeZip();
        rig.Source.SendsBy(Rig.Zip, async (sink, token) =>
        {
            sink.Reset(null);
            await sink.WriteAsync(new byte[70_000], token);
            sink.Reset(zip.Length);
            await sink.WriteAsync(zip, token);
            return new ZipReceipt("second", zip.Length);
        });

        var answer = await rig.GetZipAsync(Rig.Zip);

        Assert.Equal("second", answer.Source);
        Assert.Equal(zip, Rig.Bytes(answer));
    }

    [Fact]
    public async Task Info_and_go_mod_follow_a_zip_so_that_the_store_is_whole()
    {
        await using var rig = new Rig();
        rig.Source.Sends(Rig.Zip, Rig.MakeZip());
        rig.Source.Says(Rig.Info, "{}");
        rig.Source.Says(Rig.GoMod, "module example.com/m\n");

        Rig.Bytes(await rig.GetZipAsync(Rig.Zip));
        await rig.Gateway.DrainAsync().OrFail();

        Assert.Equal(["example.com/m/@v/v1.0.0.info", "example.com/m/@v/v1.0.0.mod", "example.com/m/@v/v1.0.0.zip"], rig.Files.Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Companions_that_are_known_are_not_asked_for_again()
    {
        await using var rig = new Rig();
        rig.Source.Sends(Rig.Zip, Rig.MakeZip());
        rig.Source.Says(Rig.Info, "{}");
        await rig.GetAsync(Rig.Info);
        await rig.GetAsync(Rig.GoMod);

        Rig.Bytes(await rig.GetZipAsync(Rig.Zip));
        await rig.Gateway.DrainAsync().OrFail();

        Assert.Equal((1, 1), (rig.Source.CountOf(Rig.Info), rig.Source.CountOf(Rig.GoMod)));
    }

    [Fact]
    public async Task Companions_that_fail_take_nothing_down()
    {
        await using var rig = new Rig();
        var zip = Rig.MakeZip();
        rig.Source.Sends(Rig.Zip, zip);
        rig.Source.Says(Rig.Info, FaultCodes.WrongVersion.At("scripted"));
        rig.Source.Does(Rig.GoMod, (_, _) => throw new InvalidOperationException("a bug"));

        var answer = await rig.GetZipAsync(Rig.Zip);
        await rig.Gateway.DrainAsync().OrFail();

        Assert.Equal(zip, Rig.Bytes(answer));
        Assert.Equal(zip, Rig.Bytes(await rig.GetZipAsync(Rig.Zip)));
        Assert.Equal(FaultCodes.WrongVersion, (await rig.GetAsync(Rig.Info)).Fault?.Code);
    }

    [Fact]
    public async Task A_zip_that_is_missing_takes_its_companions_nowhere()
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.Info, "{}");

        Assert.Equal(FaultCodes.NotFound, (await rig.GetZipAsync(Rig.Zip)).Fault?.Code);

        Assert.Equal("{}", Rig.Text(await rig.GetAsync(Rig.Info)));
    }

    private static bool PairOfBytes((byte[] First, byte[] Second) a, (byte[] First, byte[] Second) b) => a.First.SequenceEqual(b.First) && a.Second.SequenceEqual(b.Second);
}
