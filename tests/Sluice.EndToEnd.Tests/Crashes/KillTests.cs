using System.Collections.Concurrent;
using Sluice.EndToEnd.Tests.Parts;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Crashes;

public sealed class KillTests : IDisposable
{
    private const int Kills = 14;
    private const int Modules = 60;
    private const int Clients = 16;
    private const int PortionBytes = 16 * 1024;

    private readonly TempDirectory _scratch = new();
    private readonly Dice _dice = new(20240607);

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_gateway_killed_at_any_moment_shows_whole_files_only_and_everything_it_gave_out()
    {
        var fixture = MakeFixture();
        var files = fixture.Files();
        await using var upstream = await FakeUpstream.StartAsync(fixture);
        var leftovers = 0;
        for (var generation = 1; generation <= Kills; generation++)
        {
            // A moment is a number of steps: a portion that comes from upstream, or an answer that reached a client.
            var options = new SluiceOptions(_scratch[$"{generation}"], upstream.Url);
            var confirmed = await FetchUntilKilledAsync(upstream, options, files, _dice.Next(CountSteps(fixture)) + 1);
            Assert.Superset(confirmed, StoreFiles.AssertWhole(options.Data, files));
            leftovers += StoreFiles.CountTemporary(options.Data);
            await AssertServesEverythingAsync(options, files);
            Directory.Delete(options.Data, recursive: true);
        }

        // Else no kill came while a file was on its way, and the test showed nothing.
        Assert.NotEqual(0, leftovers);
    }

    private static async Task AssertServesEverythingAsync(SluiceOptions options, Dictionary<string, byte[]> files)
    {
        await using var gateway = await SluiceProcess.StartAsync(options);
        Assert.Equal(0, StoreFiles.CountTemporary(options.Data));
        using var client = new GatewayClient(gateway.Url);
        await Parallel.ForEachAsync(files, async (file, _) => (await client.GetAsync(file.Key)).AssertIs(file.Value));
        Assert.Equal(0, await gateway.StopAsync());
        Assert.Superset(files.Keys.ToHashSet(), StoreFiles.AssertWhole(options.Data, files));
        Assert.Equal(0, StoreFiles.CountTemporary(options.Data));
    }

    /// <summary>About as many steps as an undisturbed run takes.</summary>
    private static int CountSteps(ModuleFixture fixture) => fixture.Files().Values.Sum(file => 1 + ((file.Length + PortionBytes - 1) / PortionBytes));

    /// <summary>Fetches everything with many clients at once, kills the gateway at the moment, and returns what clients had got whole.</summary>
    private async Task<HashSet<string>> FetchUntilKilledAsync(FakeUpstream upstream, SluiceOptions options, Dictionary<string, byte[]> files, int moment)
    {
        await using var gateway = await SluiceProcess.StartAsync(options);
        var steps = 0;
        void Step()
        {
            if (Interlocked.Increment(ref steps) == moment)
            {
                gateway.Crash();
            }
        }

        upstream.Heal();
        upstream.OnAll(exchange => exchange.Answer.Status != 200
            ? exchange.SendAsync(exchange.Answer)
            : exchange.SendInPortionsAsync(exchange.Answer, _ =>
            {
                Step();
                return ValueTask.FromResult(PortionBytes);
            }));
        var work = new ConcurrentQueue<string>(_dice.Shuffle(files.Keys));
        var confirmed = new ConcurrentBag<string>();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(() => FetchAsync(gateway.Url, work, files, confirmed, Step)))).OrFail();

        // A moment after the last step: then everything was given out, and only commits in the background may be cut.
        gateway.Crash();
        await gateway.WaitForExitAsync();
        upstream.Heal();
        return [.. confirmed];
    }

    private static async Task FetchAsync(string url, ConcurrentQueue<string> work, Dictionary<string, byte[]> files, ConcurrentBag<string> confirmed, Action step)
    {
        using var client = new GatewayClient(url);
        try
        {
            while (work.TryDequeue(out var path))
            {
                var answer = await client.GetAsync(path);
                answer.AssertIs(files[path]);
                confirmed.Add(path);
                step();
            }
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            // It was killed.
        }
    }

    private ModuleFixture MakeFixture()
    {
        var fixture = new ModuleFixture();
        for (var number = 1; number <= Modules; number++)
        {
            fixture.AddSized($"example.com/Kill/m{number}", "v1.0.0", _dice.NextOnLogarithmicScale(1024, 2 * Fixtures.MiB), (ulong)number);
        }

        return fixture;
    }
}
