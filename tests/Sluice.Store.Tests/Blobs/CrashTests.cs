using System.Diagnostics;
using System.Runtime.InteropServices;
using Sluice.Store.Blobs;
using Sluice.Store.Crasher;

namespace Sluice.Store.Tests.Blobs;

public sealed class CrashTests : IDisposable
{
    private const int Kills = 15;
    private const int Seed = 20240607;
    private const int MaxLinesBeforeKill = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Scratch _scratch = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_store_killed_at_any_moment_holds_whole_files_only_and_everything_it_confirmed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kills by signal");
#pragma warning disable RS0030 // A fixed seed: the same moments in every run.
        var random = new Random(Seed);
#pragma warning restore RS0030
        var leftovers = 0;
        for (var generation = 1; generation <= Kills; generation++)
        {
            var confirmed = await RunAndKillAsync(generation, random.Next(1, MaxLinesBeforeKill));
            AssertWhole(confirmed);
            leftovers += Directory.EnumerateFiles(_scratch[".tmp"]).Count();
            using var store = DiskStore.Open(new DiskStoreOptions { Directory = _scratch.Directory }, TimeProvider.System);
            Assert.Empty(Directory.EnumerateFileSystemEntries(_scratch[".tmp"]));
        }

        // Else no kill came while a write was under way, and the test showed nothing.
        Assert.NotEqual(0, leftovers);
    }

    /// <summary>Starts the writer, waits until it confirmed so many artefacts, kills it, and returns all that it had confirmed.</summary>
    private async Task<HashSet<string>> RunAndKillAsync(int generation, int lines)
    {
        using var process = Process.Start(new ProcessStartInfo(DotnetPath())
        {
            ArgumentList = { typeof(CrashContent).Assembly.Location, _scratch.Directory, $"{generation}" },
            RedirectStandardOutput = true,
        });
        Assert.NotNull(process);
        var confirmed = new HashSet<string>();
        try
        {
            for (var i = 0; i < lines; i++)
            {
                var line = await process.StandardOutput.ReadLineAsync(Cancelled).AsTask().WaitAsync(Patience, Cancelled);
                Assert.NotNull(line);
                confirmed.Add(line);
            }
        }
        finally
        {
            process.Kill();
        }

        // What is still in the pipe was confirmed too; the last line may be cut short.
        var rest = await process.StandardOutput.ReadToEndAsync(Cancelled).WaitAsync(Patience, Cancelled);
        var whole = rest[..(rest.LastIndexOf('\n') + 1)];
        confirmed.UnionWith(whole.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await process.WaitForExitAsync(Cancelled).WaitAsync(Patience, Cancelled);
        return confirmed;
    }

    private void AssertWhole(HashSet<string> confirmed)
    {
        var seen = new HashSet<string>();
        foreach (var path in Directory.EnumerateFiles(_scratch.Directory, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(_scratch.Directory, path);
            if (!relative.StartsWith(".tmp", StringComparison.Ordinal))
            {
                seen.Add(relative);
                Assert.True(CrashContent.IsWhole(relative, File.ReadAllBytes(path)), relative);
            }
        }

        Assert.Superset(confirmed, seen);
    }

    private static string DotnetPath() => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
