using System.Collections.Concurrent;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Core.Tests.Pipeline;

/// <summary>A checksum database that says what the test has told it to, and covers nothing else.</summary>
internal sealed class ScriptedDatabase : IChecksumDatabase
{
    private readonly ConcurrentDictionary<ModulePath, Func<Task<ChecksumAnswer>>> _answers = new();
    private int _questions;

    public const string Name = "sum.test";

    public int Questions => _questions;

    public void Says(ChecksumAnswer answer) => Does(() => Task.FromResult(answer));

    public void Does(Func<Task<ChecksumAnswer>> answer) => _answers[Rig.Module] = answer;

    public void Records(string zip, string goMod) => Says(new ChecksumAnswer.Recorded(Name, 7, [zip], [goMod]));

    public bool Covers(ModulePath path) => _answers.ContainsKey(path);

    public async ValueTask<ChecksumAnswer> FindAsync(ModulePath path, ModuleVersion version, FetchContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _questions);
        return await _answers[path]();
    }
}
