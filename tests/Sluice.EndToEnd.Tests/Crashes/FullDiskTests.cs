using System.Net;
using Sluice.EndToEnd.Tests.Parts;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Crashes;

public sealed class FullDiskTests
{
    [Fact]
    public async Task A_full_disk_is_told_of_keeps_nothing_by_halves_and_cached_modules_go_on()
    {
        using var disk = SmallDisk.Mount(2 * Fixtures.MiB);
        var data = Path.Combine(disk.FullName, "data");
        var fixture = new ModuleFixture();
        var small = fixture.AddSized("example.com/small", "v1.0.0", 300_000);
        var middling = fixture.AddSized("example.com/middling", "v1.0.0", 900_000);
        var huge = fixture.AddSized("example.com/huge", "v1.0.0", 5 * Fixtures.MiB);
        await using var upstream = await FakeUpstream.StartAsync(fixture);
        await using var gateway = await SluiceProcess.StartAsync(new SluiceOptions(data, upstream.Url));
        using var client = new GatewayClient(gateway.Url);
        await AssertServedAsync(client, small);

        // Too big for the disk, whatever is removed.
        (await client.GetAsync(huge.PathOf("zip"))).AssertFault(HttpStatusCode.InsufficientStorage, "disk.full");
        AssertNothingOf(huge, data, fixture);
        await AssertServedAsync(client, small);

        // Somebody else takes the space, to the last byte.
        var ballast = Path.Combine(disk.FullName, "ballast");
        Fill(ballast);
        (await client.GetAsync(middling.PathOf("zip"))).AssertFault(HttpStatusCode.InsufficientStorage, "disk.full");
        AssertNothingOf(middling, data, fixture);
        await AssertServedAsync(client, small);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("healthz")).Status);
        var ready = await client.GetAsync("readyz");
        Assert.Equal(HttpStatusCode.OK, ready.Status);
        Assert.Contains("disk.full", ready.Text, StringComparison.Ordinal);

        // And gives it back.
        File.Delete(ballast);
        await AssertServedAsync(client, middling);
        await AssertServedAsync(client, small);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("readyz")).Status);
        Assert.Equal(0, await gateway.StopAsync());
        Assert.Superset(new HashSet<string> { small.PathOf("zip"), middling.PathOf("zip") }, StoreFiles.AssertWhole(data, fixture.Files()));
    }

    private static void AssertNothingOf(FixtureModule module, string data, ModuleFixture fixture)
    {
        var kept = StoreFiles.AssertWhole(data, fixture.Files());
        Assert.DoesNotContain(module.PathOf("zip"), kept);
        Assert.Equal(0, StoreFiles.CountTemporary(data));
    }

    private static async Task AssertServedAsync(GatewayClient client, FixtureModule module)
    {
        (await client.GetAsync(module.PathOf("info"))).AssertIs(module.Info!);
        (await client.GetAsync(module.PathOf("mod"))).AssertIs(module.GoMod!);
        (await client.GetAsync(module.PathOf("zip"))).AssertIs(module.Zip);
    }

    private static void Fill(string file)
    {
        using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var page = new byte[4096];
        try
        {
            while (true)
            {
                stream.Write(page);
            }
        }
        catch (IOException)
        {
            // Full: what was wanted.
        }
    }
}
