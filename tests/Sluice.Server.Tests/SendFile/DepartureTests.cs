using Sluice.Server.Tests.Hosting;
using Sluice.Testing;

namespace Sluice.Server.Tests.SendFile;

/// <summary>Counts the handles of the whole process, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(DepartureTests), DisableParallelization = true)]
public sealed class DepartureCollection;

[Collection(nameof(DepartureTests))]
public sealed class DepartureTests
{
    private const int Clients = 200;

    [Fact]
    public async Task Two_hundred_clients_that_vanish_in_the_middle_leave_nothing_behind()
    {
        if (!Directory.Exists("/proc/self/fd"))
        {
            Assert.Skip("counts handles in /proc");
        }

        await using var rig = await GatewayRig.StartAsync(prepare: BigModules.Write);
        await VanishAsync(rig);
        await Eventually.HoldsAsync(() => rig.Host.Transfers == 0);
        var before = Handles().Length;

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => VanishAsync(rig))).OrFail();

        await Eventually.HoldsAsync(() => rig.Host.Transfers == 0);
        await Eventually.HoldsAsync(() => Handles().Length <= before + 10);
        var file = BigModules.FileOf(rig.Directory, BigModules.BigBytes);
        Assert.InRange(Handles().Count(target => target == file), 0, 1);
        using var whole = await rig.GetAsync(BigModules.PathOf(BigModules.BigBytes));
        Assert.Equal(BigModules.BigBytes, (await whole.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length);
        await rig.StopAsync();
        Assert.DoesNotContain(rig.Log.Lines, line => line.Contains("\"level\":\"error\"", StringComparison.Ordinal));
        Assert.Equal(Clients + 1, rig.Log.Lines.Count(line => line.Contains("\"aborted\":true", StringComparison.Ordinal)));
    }

    private static async Task VanishAsync(GatewayRig rig)
    {
        using var connection = await rig.ConnectAsync(receiveBufferBytes: 16 * 1024);
        await connection.RequestAsync($"GET {BigModules.PathOf(BigModules.BigBytes)} HTTP/1.1");
        Assert.Equal(200, (await connection.ReadHeadAsync())?.Status);
        await connection.ReadBodyAsync(100_000);
        connection.Reset();
    }

    private static string[] Handles() => [.. Directory.EnumerateFiles("/proc/self/fd").Select(Target)];

    private static string Target(string handle)
    {
        try
        {
            return new FileInfo(handle).LinkTarget ?? "";
        }
        catch (IOException)
        {
            // The handle of this very listing.
            return "";
        }
    }
}
