using System.Diagnostics;
using Sluice.Modules.Archives;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Benchmarks.Archives;

/// <summary>How long hashing, checking and making a module zip take. Rounds that only warm up the compiler are not printed.</summary>
internal static class ArchiveBenchmarks
{
    /// <summary>The runtime compiles hot methods anew, in the background; a server runs what comes out of it.</summary>
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(2);

    private static readonly ModulePath Module = ModulePath.Parse("example.com/bench");
    private static readonly ModuleVersion Version = ModuleVersion.Parse("v1.0.0");

    public static async Task<int> HashAsync(string zip, int threads, int rounds)
    {
        using var file = File.OpenHandle(zip);
        return await MeasureAsync(rounds, () => Task.FromResult(ModuleHash.TryHashZip(file, threads, out var hash, out var problem, CancellationToken.None)
            ? hash.ToString()
            : throw new InvalidOperationException(problem.ToString())));
    }

    public static async Task<int> CheckAsync(string zip, int rounds)
    {
        using var file = File.OpenRead(zip);
        return await MeasureAsync(rounds, () => Task.FromResult(ModuleZip.Check(file, Module, Version) is { IsValid: true } check
            ? $"{check.FileCount}-files"
            : throw new InvalidOperationException("the zip is not valid")));
    }

    public static Task<int> CreateAsync(string folder, string zip, int rounds) => MeasureAsync(rounds, async () =>
    {
        var files = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => new ModuleFile(
                Path.GetRelativePath(folder, file.FullName).Replace('\\', '/'), file.Length, ModuleFileKind.Regular, () => OpenUnbuffered(file.FullName)))
            .ToList();
        await using var output = File.Create(zip);
        var creation = await ModuleZip.CreateAsync(
            output, Module, Version, ModuleZip.Select(files, VendorRule.BeforeGo124), Environment.ProcessorCount, CancellationToken.None);
        return creation.IsValid ? $"{creation.ZipBytes}" : throw new InvalidOperationException(creation.Problems[0].ToString());
    });

    private static FileStream OpenUnbuffered(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);

    private static async Task<int> MeasureAsync(int rounds, Func<Task<string>> work)
    {
        var result = "";
        var begin = Stopwatch.GetTimestamp();
        do
        {
            result = await work();
        }
        while (rounds > 0 && Stopwatch.GetElapsedTime(begin) < Warmup);

        var times = new List<string>();
        for (var i = 0; i < rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await work();
            times.Add($"{Stopwatch.GetElapsedTime(start).TotalMilliseconds:F2}");
        }

        Console.WriteLine($"{result} {string.Join(' ', times)}");
        return 0;
    }
}
