using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Testing;

namespace Sluice.Core.Tests.Pipeline;

public sealed class TroubleTests
{
    [Fact]
    public async Task With_a_full_disk_what_must_be_kept_is_a_fault_and_a_list_is_given_even_so()
    {
        await using var rig = new Rig();
        rig.Store.Refusal = FaultCodes.StoreFull.At();
        rig.Source.Says(Rig.List, "v1.0.0\n");
        rig.Source.Says(Rig.Info, "{}");
        rig.Source.Sends(Rig.Zip, Rig.MakeZip());

        Assert.Equal("v1.0.0\n", Rig.Text(await rig.GetAsync(Rig.List)));
        Assert.Equal((Rig.List, FaultCodes.StoreFull), (Assert.Single(rig.Log.StoreFailures).Artefact, rig.Log.StoreFailures.First().Fault.Code));
        Assert.Equal(FaultCodes.StoreFull, (await rig.GetAsync(Rig.Info)).Fault?.Code);
        Assert.Equal(FaultCodes.StoreFull, (await rig.GetZipAsync(Rig.Zip)).Fault?.Code);
        Assert.Empty(rig.Files);

        // The disk has room again: nothing was remembered.
        rig.Store.Refusal = null;
        Assert.Equal("{}", Rig.Text(await rig.GetAsync(Rig.Info)));
        Assert.Equal(Rig.MakeZip(), Rig.Bytes(await rig.GetZipAsync(Rig.Zip)));
    }

    [Fact]
    public async Task With_a_full_disk_what_is_kept_is_still_given()
    {
        await using var rig = new Rig();
        rig.Source.Says(Rig.Info, "{}");
        rig.Source.Sends(Rig.Zip, Rig.MakeZip());
        await rig.GetAsync(Rig.Info);
        Rig.Bytes(await rig.GetZipAsync(Rig.Zip));
        await rig.RestartAsync();
        rig.Store.Refusal = FaultCodes.StoreFull.At();

        Assert.Equal("{}", Rig.Text(await rig.GetAsync(Rig.Info)));
        Assert.Equal(Rig.MakeZip(), Rig.Bytes(await rig.GetZipAsync(Rig.Zip)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_store_that_cannot_be_read_is_its_own_fault_and_the_log_has_the_reason(bool cachedOnly)
    {
        await using var rig = new Rig();
        rig.Store.ReadRefusal = FaultCodes.StoreFailed.At(detail: "reading: permission denied");

        Assert.Equal(FaultCodes.StoreFailed, (await rig.GetAsync(Rig.List, cachedOnly)).Fault?.Code);
        Assert.Equal(FaultCodes.StoreFailed, (await rig.GetZipAsync(Rig.Zip, cachedOnly)).Fault?.Code);

        Assert.Equal([Rig.List, Rig.Zip], rig.Log.StoreFailures.Select(failure => failure.Artefact));
        Assert.All(rig.Log.StoreFailures, failure => Assert.Equal("reading: permission denied", failure.Fault.Detail));
        Assert.Empty(rig.Log.Surprises);
    }

    [Fact]
    public async Task A_disk_that_fills_while_a_zip_arrives_is_no_fault_of_the_source()
    {
        await using var rig = new Rig();
        rig.Source.SendsBy(Rig.Zip, (_, _) => throw new StoreException(FaultCodes.StoreFull.At()));

        Assert.Equal(FaultCodes.StoreFull, (await rig.GetZipAsync(Rig.Zip)).Fault?.Code);
        Assert.Empty(rig.Log.Surprises);
        Assert.Empty(rig.Files);
    }

    [Fact]
    public async Task A_fetch_that_outlives_its_deadline_is_a_timeout()
    {
        await using var rig = new Rig(new GatewayOptions { Limits = new FetchLimits { FetchTimeout = TimeSpan.FromMinutes(10) } });
        var gate = HoldAll(rig);

        var document = rig.GetAsync(Rig.Info);
        var zip = rig.GetZipAsync(Rig.Zip);
        await gate.WaitForArrivalsAsync(2);
        rig.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(FaultCodes.UpstreamTimeout, (await document).Fault?.Code);
        var fault = (await zip).Fault;
        Assert.Equal((FaultCodes.UpstreamTimeout, "scripted", "no whole answer within 600 s"), (fault?.Code, fault?.Source, fault?.Detail));
        Assert.NotNull(fault?.RetryAfter);
        Assert.Empty(rig.Log.Surprises);
    }

    [Fact]
    public async Task Waiting_for_a_turn_counts_towards_the_deadline()
    {
        await using var rig = new Rig(new GatewayOptions { Limits = new FetchLimits { MaxConcurrentFetches = 1 } });
        var gate = new Gate();
        rig.Source.Does(Rig.Info, async (_, _) =>
        {
            await gate.PassAsync(CancellationToken.None);
            return FaultCodes.Refused.At("scripted");
        });

        var first = rig.GetAsync(Rig.Info);
        await gate.WaitForArrivalsAsync();
        var second = rig.GetZipAsync(Rig.Zip);

        // Both deadlines, and the grace of the one that asked for a document.
        await rig.Time.WaitForTimersAsync(3);
        rig.Time.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal(FaultCodes.UpstreamTimeout, (await second).Fault?.Code);
        Assert.Equal(0, rig.Source.CountOf(Rig.Zip));
        gate.Open();
        Assert.Equal(FaultCodes.Refused, (await first).Fault?.Code);
        Assert.Equal(FaultCodes.NotFound, (await rig.GetZipAsync(Rig.Zip)).Fault?.Code);
    }

    [Fact]
    public async Task A_gateway_that_stops_ends_what_is_under_way_and_says_so()
    {
        await using var rig = new Rig();
        var gate = HoldAll(rig);

        var document = rig.GetAsync(Rig.Info);
        var zip = rig.GetZipAsync(Rig.Zip);
        await gate.WaitForArrivalsAsync(2);
        await rig.Gateway.DisposeAsync().AsTask().OrFail();

        Assert.Equal(FaultCodes.Stopping, (await document).Fault?.Code);
        Assert.Equal(FaultCodes.Stopping, (await zip).Fault?.Code);
        Assert.Empty(rig.Files);
        await rig.RestartAsync();
    }

    [Fact]
    public async Task A_gateway_that_stops_waits_for_what_a_landed_zip_sent_for()
    {
        await using var rig = new Rig();
        var zip = Rig.MakeZip();
        rig.Source.SendsBy(Rig.Zip, async (sink, _) =>
        {
            sink.Reset(zip.Length);
            await sink.WriteAsync(zip, CancellationToken.None);
            return new ZipReceipt("scripted", zip.Length);
        });

        var asking = rig.GetZipAsync(Rig.Zip);
        await rig.Gateway.DisposeAsync().AsTask().OrFail();
        await asking;

        Assert.Empty(rig.Log.Surprises);
        Assert.DoesNotContain(rig.Files, file => !file.StartsWith("example.com/", StringComparison.Ordinal) && !file.EndsWith(".lock", StringComparison.Ordinal));
        await rig.RestartAsync();
    }

    [Fact]
    public async Task A_bug_in_a_source_is_logged_and_answered_as_ours()
    {
        await using var rig = new Rig();
        rig.Source.Does(Rig.Info, (_, _) => throw new InvalidOperationException("a bug"));
        rig.Source.SendsBy(Rig.Zip, (_, _) => throw new TimeoutException("another"));

        Assert.Equal(FaultCodes.Internal, (await rig.GetAsync(Rig.Info)).Fault?.Code);
        Assert.Equal(FaultCodes.Internal, (await rig.GetZipAsync(Rig.Zip)).Fault?.Code);

        Assert.Equal([Rig.Info, Rig.Zip], rig.Log.Surprises.Select(surprise => surprise.Artefact));
        rig.Source.Says(Rig.Info, "{}");
        Assert.Equal("{}", Rig.Text(await rig.GetAsync(Rig.Info)));
    }

    [Fact]
    public async Task A_cancellation_that_nobody_asked_for_is_a_bug_too()
    {
        await using var rig = new Rig();
        rig.Source.Does(Rig.Info, (_, _) => throw new OperationCanceledException());

        Assert.Equal(FaultCodes.Internal, (await rig.GetAsync(Rig.Info)).Fault?.Code);
        Assert.Single(rig.Log.Surprises);
    }

    [Fact]
    public async Task Too_many_fetches_at_once_are_refused_and_nothing_is_remembered()
    {
        await using var rig = new Rig(new GatewayOptions { Limits = new FetchLimits { MaxConcurrentFetches = 1, MaxWaitingFetches = 0 } });
        var gate = HoldAll(rig);
        rig.Source.Says(Rig.GoMod, "module example.com/m\n");

        var held = rig.GetAsync(Rig.Info);
        await gate.WaitForArrivalsAsync();
        var refused = await rig.GetAsync(Rig.GoMod);
        gate.Open();
        await held;

        Assert.Equal(FaultCodes.Overloaded, refused.Fault?.Code);
        Assert.NotNull(refused.Fault?.RetryAfter);
        Assert.Equal("module example.com/m\n", Rig.Text(await rig.GetAsync(Rig.GoMod)));
    }

    private static Gate HoldAll(Rig rig)
    {
        var gate = new Gate();
        rig.Source.Does(Rig.Info, async (_, token) =>
        {
            await gate.PassAsync(token);
            return FaultCodes.NotFound.At("scripted");
        });
        rig.Source.SendsBy(Rig.Zip, async (_, token) =>
        {
            await gate.PassAsync(token);
            return FaultCodes.NotFound.At("scripted");
        });
        return gate;
    }
}
