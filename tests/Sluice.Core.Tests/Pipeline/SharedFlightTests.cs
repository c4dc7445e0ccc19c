using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Testing;

namespace Sluice.Core.Tests.Pipeline;

public sealed class SharedFlightTests
{
    private const int Callers = 200;

    [Fact]
    public async Task Two_hundred_callers_of_one_cold_document_make_one_fetch()
    {
        await using var rig = new Rig();
        var gate = Hold(rig, Rig.Info, """{"Version":"v1.0.0"}""");

        var asking = Enumerable.Range(0, Callers).Select(_ => rig.GetAsync(Rig.Info)).ToArray();
        await gate.WaitForArrivalsAsync();
        gate.Open();
        var answers = await Task.WhenAll(asking).OrFail();

        Assert.All(answers, answer => Assert.Equal("""{"Version":"v1.0.0"}""", Rig.Text(answer)));
        Assert.Equal(1, rig.Source.CountOf(Rig.Info));
    }

    [Fact]
    public async Task Two_hundred_callers_of_one_cold_zip_make_one_fetch()
    {
        await using var rig = new Rig();
        var (gate, zip) = HoldZip(rig);

        var asking = Enumerable.Range(0, Callers).Select(_ => rig.GetZipAsync(Rig.Zip)).ToArray();
        await gate.WaitForArrivalsAsync();
        gate.Open();
        var answers = await Task.WhenAll(asking).OrFail();

        Assert.All(answers, answer => Assert.Equal(zip, Rig.Bytes(answer)));
        Assert.Equal(1, rig.Source.CountOf(Rig.Zip));
    }

    [Fact]
    public async Task A_caller_who_leaves_hurts_no_other()
    {
        await using var rig = new Rig();
        var (gate, zip) = HoldZip(rig);
        using var leaving = new CancellationTokenSource();

        var first = rig.GetZipUnlessAsync(Rig.Zip, leaving.Token);
        var second = rig.GetZipAsync(Rig.Zip);
        await gate.WaitForArrivalsAsync();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.Open();

        Assert.Equal(zip, Rig.Bytes(await second));
        Assert.Equal(1, rig.Source.CountOf(Rig.Zip));
    }

    [Fact]
    public async Task A_fetch_that_everybody_left_still_ends_in_the_store()
    {
        await using var rig = new Rig();
        var documentGate = Hold(rig, Rig.GoMod, "module example.com/m\n");
        var (zipGate, zip) = HoldZip(rig);
        using var leaving = new CancellationTokenSource();

        Task[] callers = [rig.GetUnlessAsync(Rig.GoMod, leaving.Token), rig.GetZipUnlessAsync(Rig.Zip, leaving.Token)];
        await documentGate.WaitForArrivalsAsync();
        await zipGate.WaitForArrivalsAsync();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(callers));
        documentGate.Open();
        zipGate.Open();
        await Eventually.HoldsAsync(() => rig.Files.Contains("example.com/m/@v/v1.0.0.zip") && rig.Files.Contains("example.com/m/@v/v1.0.0.mod"));

        Assert.Equal(zip, Rig.Bytes(await rig.GetZipAsync(Rig.Zip, cachedOnly: true)));
        Assert.Equal("module example.com/m\n", Rig.Text(await rig.GetAsync(Rig.GoMod, cachedOnly: true)));
    }

    [Fact]
    public async Task A_failure_is_shared_by_those_who_waited_and_the_next_one_asks_anew()
    {
        await using var rig = new Rig();
        var gate = new Gate();
        rig.Source.Does(Rig.Info, async (_, token) =>
        {
            await gate.PassAsync(token);
            return FaultCodes.Refused.At("scripted");
        });

        var asking = Enumerable.Range(0, Callers).Select(_ => rig.GetAsync(Rig.Info)).ToArray();
        await gate.WaitForArrivalsAsync();
        gate.Open();
        var answers = await Task.WhenAll(asking).OrFail();

        Assert.All(answers, answer => Assert.Equal(FaultCodes.Refused, answer.Fault?.Code));
        Assert.Equal(1, rig.Source.CountOf(Rig.Info));
        rig.Source.Says(Rig.Info, "{}");
        Assert.Equal("{}", Rig.Text(await rig.GetAsync(Rig.Info)));
        Assert.Equal(2, rig.Source.CountOf(Rig.Info));
    }

    [Fact]
    public async Task Different_artefacts_do_not_wait_for_each_other()
    {
        await using var rig = new Rig();
        var gate = Hold(rig, Rig.Info, "{}");
        rig.Source.Says(Rig.GoMod, "module example.com/m\n");

        var held = rig.GetAsync(Rig.Info);
        await gate.WaitForArrivalsAsync();

        Assert.Equal("module example.com/m\n", Rig.Text(await rig.GetAsync(Rig.GoMod)));
        gate.Open();
        await held;
    }

    [Fact]
    public async Task A_bug_in_the_shared_work_reaches_all_and_ends_the_flight()
    {
        var flights = new SingleFlight<string, string>();
        var gate = new Gate();

        var first = flights.Join("key", 0, FailAsync);
        var second = flights.Join("key", 0, FailAsync);
        gate.Open();

        await Assert.ThrowsAsync<InvalidOperationException>(() => first.OrFail());
        await Assert.ThrowsAsync<InvalidOperationException>(() => second.OrFail());
        Assert.Equal(0, flights.Count);
        Assert.Equal("good", await flights.Join("key", 0, static (_, _) => Task.FromResult("good")).OrFail());

        async Task<string> FailAsync(string key, int state)
        {
            await gate.PassAsync(CancellationToken.None);
            throw new InvalidOperationException("a bug");
        }
    }

    private static Gate Hold(Rig rig, Artefact artefact, string text)
    {
        var gate = new Gate();
        rig.Source.Does(artefact, async (_, token) =>
        {
            await gate.PassAsync(token);
            return new Document(System.Text.Encoding.UTF8.GetBytes(text), "scripted");
        });
        return gate;
    }

    private static (Gate Gate, byte[] Zip) HoldZip(Rig rig)
    {
        var gate = new Gate();
        var zip = Rig.MakeZip();
        rig.Source.SendsBy(Rig.Zip, async (sink, token) =>
        {
            sink.Reset(zip.Length);
            await gate.PassAsync(token);
            await sink.WriteAsync(zip, token);
            return new ZipReceipt("scripted", zip.Length);
        });
        return (gate, zip);
    }
}
