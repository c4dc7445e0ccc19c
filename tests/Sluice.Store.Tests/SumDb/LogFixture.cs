using System.Security.Cryptography;
using System.Text;
using Sluice.Core.Ports;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Modules.Versions;
using Sluice.Store.SumDb.Log;
using Sluice.Testing.SumDb;

namespace Sluice.Store.Tests.SumDb;

/// <summary>A log in a directory of its own. Opening it again is what another process, or the next start, does.</summary>
internal sealed class LogFixture : IDisposable
{
    private readonly Scratch _scratch = new();

    public LogFixture() => Assert.True(LogCreation.TryCreate(_scratch.Directory, NoteVerifierKey.Create(Key.Name, new byte[32]), Key, default));

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public TestNoteKey Key { get; } = new("log.example");

    public string Directory => _scratch.Directory;

    /// <summary>A file of the log's folder.</summary>
    public string this[string relative] => Path.Join(LogFiles.FolderOf(Directory, Key.Name), relative);

    public static DirHash HashOf(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public DiskChecksumLog Open(string match = "*") => DiskChecksumLog.Open(Directory, Key.Name, PathPatterns.Parse(match), Key, Key, TimeProvider.System);

    /// <summary>Appends a version with hashes made up from its name and, if given, something else.</summary>
    public static ValueTask<ChecksumAnswer.Recorded> AppendAsync(DiskChecksumLog log, string path, string version, string content = "") =>
        log.AppendAsync(ModulePath.Parse(path), ModuleVersion.Parse(version), HashOf(path + version + content), HashOf(path), Cancelled);

    /// <summary>Appends so many versions <c>v1.N.0</c> of one module, all at once.</summary>
    public static Task AppendManyAsync(DiskChecksumLog log, string path, int first, int count) =>
        Task.WhenAll(Enumerable.Range(first, count).Select(number => AppendAsync(log, path, $"v1.{number}.0").AsTask()));

    public static ValueTask<LookupAnswer?> LookupAsync(DiskChecksumLog log, string path, string version) =>
        log.LookupAsync(ModulePath.Parse(path), ModuleVersion.Parse(version), Cancelled);

    public static async Task<LogVerification> VerifyAsync(DiskChecksumLog log) => await new LogVerifier(log, TimeProvider.System).VerifyAsync(2, null, Cancelled);

    /// <summary>Changes one byte of a file.</summary>
    public void Damage(string relative, int at)
    {
        var content = File.ReadAllBytes(this[relative]);
        content[at] ^= 1;
        File.WriteAllBytes(this[relative], content);
    }

    public void Dispose() => _scratch.Dispose();
}
