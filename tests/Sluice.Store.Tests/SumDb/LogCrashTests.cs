using System.Diagnostics;
using System.Runtime.InteropServices;
using Sluice.Modules.SumDb;
using Sluice.Store.Crasher;
using Sluice.Store.SumDb.Log;

namespace Sluice.Store.Tests.SumDb;

public sealed class LogCrashTests : IDisposable
{
    private const int Kills = 20;
    private const int Seed = 20261128;
    private const int MaxLinesBeforeKill = 300;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Scratch _scratch = new();
    private readonly Dictionary<string, string> _acknowledged = [];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task A_log_killed_at_any_moment_has_one_history_and_everything_that_it_acknowledged()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "kills by signal");
        Assert.True(LogCreation.TryCreate(_scratch.Directory, NoteVerifierKey.Create(LogWriting.Key.Name, new byte[32]), LogWriting.Key, default));
#pragma warning disable RS0030 // A fixed seed: the same moments in every run.
        var random = new Random(Seed);
#pragma warning restore RS0030
        var torn = 0;
        var heads = new List<TreeHead>();
        for (var generation = 1; generation <= Kills; generation++)
        {
            var lines = await RunAndKillAsync(generation, random.Next(1, MaxLinesBeforeKill));
            torn += CountTorn();
            heads.Add(await CheckAsync(heads, generation == Kills ? [.. _acknowledged.Values] : lines));
        }

        // Else no kill came while a batch was under way, and the test showed nothing.
        Assert.NotEqual(0, torn);
        Assert.True(heads[^1].Size > Kills);
    }

    /// <summary>Starts the writer, waits until it acknowledged so many versions, kills it, and returns all that it had acknowledged.</summary>
    private async Task<List<string>> RunAndKillAsync(int generation, int lines)
    {
        var acknowledged = new List<string>();
        using var process = Process.Start(new ProcessStartInfo(DotnetPath())
        {
            ArgumentList = { typeof(LogWriting).Assembly.Location, "log", _scratch.Directory, $"{generation}" },
            RedirectStandardOutput = true,
        });
        Assert.NotNull(process);
        try
        {
            for (var i = 0; i < lines; i++)
            {
                var line = await process.StandardOutput.ReadLineAsync(Cancelled).AsTask().WaitAsync(Patience, Cancelled);
                Assert.NotNull(line);
                acknowledged.Add(line);
            }
        }
        finally
        {
            process.Kill();
        }

        // What is still in the pipe was acknowledged too; the last line may be cut short.
        var rest = await process.StandardOutput.ReadToEndAsync(Cancelled).WaitAsync(Patience, Cancelled);
        acknowledged.AddRange(rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries));
        acknowledged.ForEach(Note);
        await process.WaitForExitAsync(Cancelled).WaitAsync(Patience, Cancelled);
        return acknowledged;
    }

    /// <summary>A version has one record for ever, whichever generation came with whatever content.</summary>
    private void Note(string line)
    {
        var version = line.Split(' ')[1];
        Assert.Equal(line, _acknowledged.GetValueOrDefault(version, line));
        _acknowledged[version] = line;
    }

    private int CountTorn()
    {
        var folder = new LogFolder(_scratch.Directory, LogWriting.Key.Name, LogWriting.Key);
        var temporary = Path.Join(folder.Root, ".tmp");
        var size = folder.ReadHead().Tree.Size;
        var isBeyond = File.Exists(folder.FileOf(new TileCoordinate(8, -1, size / 256, (int)(size % 256) + 1)))
            && folder.ReadRecords(new TileCoordinate(8, -1, size / 256, (int)(size % 256) + 1)) is not null;
        return (isBeyond ? 1 : 0) + (Directory.Exists(temporary) ? Directory.EnumerateFiles(temporary).Count() : 0);
    }

    private async Task<TreeHead> CheckAsync(IReadOnlyList<TreeHead> earlier, IReadOnlyList<string> acknowledged)
    {
        await using var log = LogWriting.Open(_scratch.Directory);
        var verification = await new LogVerifier(log, TimeProvider.System).VerifyAsync(2, null, Cancelled);
        Assert.Empty(verification.Problems);
        foreach (var line in acknowledged)
        {
            var parts = line.Split(' ', '@');
            var answer = await log.LookupAsync(Modules.Paths.ModulePath.Parse(parts[1]), Modules.Versions.ModuleVersion.Parse(parts[2]), Cancelled);
            Assert.NotNull(answer);
            Assert.Equal($"{answer.Record.Id}", parts[0]);
            Assert.True(ModuleRecord.TryParse(answer.Record.Text.Span, out var record, out _));
            Assert.Equal(parts[3], record.Zip.ToString());
        }

        var head = log.ReadHead();
        foreach (var older in earlier)
        {
            Assert.True(ConsistencyProof.Check(await ConsistencyProof.ProveAsync(head.Tree.Size, older.Size, log.HashesOf(head), Cancelled), head.Tree, older));
        }

        return head.Tree;
    }

    private static string DotnetPath() => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
}
