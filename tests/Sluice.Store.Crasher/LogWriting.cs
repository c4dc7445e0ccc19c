using System.Security.Cryptography;
using System.Text;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;
using Sluice.Store.SumDb.Log;
using Sluice.Testing.SumDb;

namespace Sluice.Store.Crasher;

/// <summary>Appends to a checksum log without end. Prints <c>ID MODULE@VERSION HASH</c> of what is in the log, each after the log said so.</summary>
public static class LogWriting
{
    private const int Writers = 8;

    /// <summary>The key of the log. Another program makes the log, and this one goes on with it.</summary>
    public static TestNoteKey Key { get; } = new("log.example");

    /// <summary>Opens the log.</summary>
    public static DiskChecksumLog Open(string directory) => DiskChecksumLog.Open(directory, Key.Name, PathPatterns.Parse("*"), Key, Key, TimeProvider.System);

    /// <summary>Appends until it is killed.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="generation">Content of another generation has other hashes.</param>
    public static async Task RunAsync(string directory, int generation)
    {
        await using var log = Open(directory);
        var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() => AppendAsync(log, generation, writer, output))));
    }

    private static async Task AppendAsync(DiskChecksumLog log, int generation, int writer, TextWriter output)
    {
        for (var round = 0; ; round++)
        {
            // Every third version is one that each generation and two writers come to.
            var path = ModulePath.Parse(round % 3 == 0 ? $"example.com/shared{writer / 2}" : $"example.com/own{generation}-{writer}");
            var version = ModuleVersion.Parse($"v1.{round}.0");
            var kept = await log.AppendAsync(path, version, HashOf($"{path}@{version} {generation} {writer}"), HashOf(path.Value), CancellationToken.None);
            await output.WriteLineAsync($"{kept.RecordId} {path}@{version} {kept.ZipHashes[0]}");
        }
    }

    private static DirHash HashOf(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
