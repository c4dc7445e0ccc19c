using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using Sluice.Fetch.SumDb;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Modules.Versions;
using Sluice.Store.SumDb.Log;

namespace Sluice.Benchmarks.SumDb;

/// <summary>Builds a checksum log as a gateway does, and asks it as the endpoint does: how fast it grows, and what lookups and proofs cost at each size.</summary>
internal static class SumLogBenchmark
{
    private const string Name = "bench.example";
    private const int Callers = 4096;
    private const int Versions = 40;
    private const int Lookups = 20_000;
    private const int Proofs = 2_000;
    private const int Singles = 200;
    private static readonly int[] Stops = [1_000, 10_000, 100_000, 1_000_000, 10_000_000];

    public static async Task<int> RunAsync(string folder, int count)
    {
        var key = Ed25519NoteSigner.NewKey(Name, RandomNumberGenerator.GetBytes(NoteKeys.KeyBytes));
        using var signer = Ed25519NoteSigner.Parse(key.Reveal());
        if (!LogCreation.TryCreate(folder, signer.PublicKey, signer, default))
        {
            throw new InvalidOperationException($"{folder} has a log already");
        }

        await using var log = DiskChecksumLog.Open(folder, Name, PathPatterns.Parse("*"), Ed25519NoteVerifier.Parse(signer.PublicKey.ToString()), signer, TimeProvider.System);
        var appending = TimeSpan.Zero;
        var at = 0;
        Console.WriteLine("entries    appended/s  lookup p50  lookup p99  inclusion p50  consistency p50  proof length");
        foreach (var stop in Stops.Where(stop => stop < count).Append(count))
        {
            var start = Stopwatch.GetTimestamp();
            await AppendAsync(log, at, stop);
            var took = Stopwatch.GetElapsedTime(start);
            appending += took;
            await ReportAsync(log, stop, (stop - at) / took.TotalSeconds);
            at = stop;
        }

        var singles = await TimeAsync(Singles, number => AppendOneAsync(log, count + number));
        Console.WriteLine($"all {count} entries: {count / appending.TotalSeconds:F0}/s, {Callers} callers at once");
        Console.WriteLine($"one entry at a time, {Singles} of them: p50 {singles[Singles / 2]:F2} ms, p99 {singles[Singles * 99 / 100]:F2} ms");
        var files = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).ToList();
        var index = files.Where(file => file.Name.StartsWith("index.db", StringComparison.Ordinal)).Sum(file => file.Length);
        Console.WriteLine($"{files.Count} files, {files.Sum(file => file.Length) / 1e6:F0} MB, of these the index {index / 1e6:F0} MB; {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:F0} MB of memory at most");
        return 0;
    }

    private static async Task ReportAsync(DiskChecksumLog log, int size, double rate)
    {
#pragma warning disable RS0030 // The same questions in every run.
        var random = new Random(size);
#pragma warning restore RS0030
        var head = log.ReadHead();
        var lookups = await TimeAsync(Lookups, async _ =>
        {
            var number = random.Next(size);
            if (await log.LookupAsync(PathOf(number), VersionOf(number), CancellationToken.None) is null)
            {
                throw new InvalidOperationException($"entry {number} is missing");
            }
        });
        var length = 0;
        var inclusion = await TimeAsync(Proofs, async _ => length = (await InclusionProof.ProveAsync(size, random.Next(size), log.HashesOf(head), CancellationToken.None)).Count);
        var consistency = await TimeAsync(Proofs, async _ => await ConsistencyProof.ProveAsync(size, 1 + random.Next(size), log.HashesOf(head), CancellationToken.None));
        Console.WriteLine(
            $"{size,-10} {rate,10:F0} {lookups[Lookups / 2],8:F3} ms {lookups[Lookups * 99 / 100],8:F3} ms {inclusion[Proofs / 2],11:F3} ms {consistency[Proofs / 2],13:F3} ms {length,13}");
    }

    /// <summary>As many callers at once as share one batch, each with an entry.</summary>
    private static async Task AppendAsync(DiskChecksumLog log, int first, int end)
    {
        var next = first - 1;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            for (var number = Interlocked.Increment(ref next); number < end; number = Interlocked.Increment(ref next))
            {
                await AppendOneAsync(log, number);
            }
        }));
    }

    private static async Task AppendOneAsync(DiskChecksumLog log, int number) =>
        await log.AppendAsync(PathOf(number), VersionOf(number), HashOf(number), HashOf(-number), CancellationToken.None);

    private static ModulePath PathOf(int number) => ModulePath.Parse($"git.corp.example/team{number / Versions % 100}/project{number / Versions}");

    private static ModuleVersion VersionOf(int number) => ModuleVersion.Parse($"v1.{number % Versions}.0");

    private static DirHash HashOf(int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return new DirHash(SHA256.HashData(bytes));
    }

    /// <summary>Milliseconds of each round, sorted.</summary>
    private static async Task<double[]> TimeAsync(int rounds, Func<int, Task> work)
    {
        var times = new double[rounds];
        for (var i = 0; i < rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await work(i);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return times;
    }
}
