using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Modules.Hashing;
using Sluice.Testing;

namespace Sluice.Core.Tests.Pipeline;

public sealed class ZipHasherTests
{
    [Fact]
    public async Task Some_seconds_after_a_zip_its_hash_stands_beside_it()
    {
        await using var rig = new Rig();
        rig.Source.Sends(Rig.Zip, Rig.MakeZip());
        Rig.Bytes(await rig.GetZipAsync(Rig.Zip));
        await WaitForDelayAsync(rig);
        Assert.Null(await rig.Store.ReadZipHashAsync(Rig.Zip, TestContext.Current.CancellationToken));

        rig.Time.Advance(TimeSpan.FromSeconds(5));
        await Eventually.HoldsAsync(() => rig.Files.Contains("example.com/m/@v/v1.0.0.ziphash"));

        var zip = Path.Combine(rig.DataDirectory, "example.com", "m", "@v", "v1.0.0.zip");
        using var file = File.OpenHandle(zip);
        Assert.True(ModuleHash.TryHashZip(file, 1, out var expected, out var problem, TestContext.Current.CancellationToken), problem?.ToString());
        Assert.Equal(expected.ToString(), await rig.Store.ReadZipHashAsync(Rig.Zip, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_zip_that_cannot_be_hashed_does_not_end_the_work_for_the_others()
    {
        await using var rig = new Rig(new GatewayOptions { ZipRules = ZipRules.Pass });
        var broken = Core.Ports.Artefact.Zip(Rig.Module, Modules.Versions.ModuleVersion.Parse("v0.1.0"));

        // Its directory is whole, and there is no file where it says: hashing finds that out.
        var bytes = Rig.MakeZip();
        bytes[0] = 0;
        rig.Source.Sends(broken, bytes);
        rig.Source.Sends(Rig.Zip, Rig.MakeZip());

        Rig.Bytes(await rig.GetZipAsync(broken));
        Rig.Bytes(await rig.GetZipAsync(Rig.Zip));
        await WaitForDelayAsync(rig);
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        await Eventually.HoldsAsync(() => rig.Files.Contains("example.com/m/@v/v1.0.0.ziphash"));

        Assert.DoesNotContain("example.com/m/@v/v0.1.0.ziphash", rig.Files);
    }

    [Fact]
    public async Task A_store_that_refuses_the_hash_is_logged_and_the_zip_stays()
    {
        await using var rig = new Rig();
        rig.Source.Sends(Rig.Zip, Rig.MakeZip());
        Rig.Bytes(await rig.GetZipAsync(Rig.Zip));
        await WaitForDelayAsync(rig);
        rig.Store.Refusal = FaultCodes.StoreFull.At();
        rig.Time.Advance(TimeSpan.FromSeconds(5));
        await Eventually.HoldsAsync(() => !rig.Log.StoreFailures.IsEmpty);

        Assert.Equal(Rig.Zip, Assert.Single(rig.Log.StoreFailures).Artefact);
        Assert.Equal(Rig.MakeZip(), Rig.Bytes(await rig.GetZipAsync(Rig.Zip)));
    }

    [Fact]
    public async Task A_gateway_that_stops_does_not_wait_for_hashes()
    {
        await using var rig = new Rig();
        rig.Source.Sends(Rig.Zip, Rig.MakeZip());
        Rig.Bytes(await rig.GetZipAsync(Rig.Zip));
        await WaitForDelayAsync(rig);

        await rig.RestartAsync();

        Assert.Null(await rig.Store.ReadZipHashAsync(Rig.Zip, TestContext.Current.CancellationToken));
    }

    /// <summary>Until only the hasher's own delay is on the clock.</summary>
    private static async Task WaitForDelayAsync(Rig rig)
    {
        await rig.Gateway.DrainAsync().OrFail();
        await Eventually.HoldsAsync(() => rig.Time.PendingTimers == 1);
    }
}
