using System.Collections.Concurrent;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Core.Tests.Pipeline;

/// <summary>A log of our own that ends with the process.</summary>
internal sealed class MemoryChecksumLog : IChecksumLog
{
    private readonly ConcurrentDictionary<(ModulePath Path, ModuleVersion Version), ChecksumAnswer.Recorded> _records = new();

    public const string Name = "own.test";

    public IReadOnlyCollection<ChecksumAnswer.Recorded> Entries => [.. _records.Values];

    public bool Covers(ModulePath path) => true;

    public ValueTask<ChecksumAnswer> FindAsync(ModulePath path, ModuleVersion version, FetchContext context, CancellationToken cancellationToken) =>
        new(_records.TryGetValue((path, version), out var record) ? record : new ChecksumAnswer.Absent(Name, FaultCodes.NotFound.At(Name)));

    public ValueTask<ChecksumAnswer.Recorded> AppendAsync(ModulePath path, ModuleVersion version, DirHash zip, DirHash goMod, CancellationToken cancellationToken) =>
        new(_records.GetOrAdd((path, version), _ => new ChecksumAnswer.Recorded(Name, _records.Count, [zip.ToString()], [goMod.ToString()])));
}
