using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Core.Records;
using Sluice.Modules.Paths;
using Sluice.Modules.SumDb;
using Sluice.Modules.Versions;
using Sluice.Store.Quarantine;
using Sluice.Store.Records;

namespace Sluice.Store.Tests;

/// <summary>A gate over a checksum database that gives one answer for every module, with its records and its quarantine on disk.</summary>
internal sealed class TestGate : IChecksumDatabase, IPipelineLog, IDisposable
{
    private readonly SqliteRecords _records;

    public TestGate(string dataDirectory)
    {
        _records = new SqliteRecords(dataDirectory);
        var alarm = new ChecksumAlarm(new DiskQuarantine(dataDirectory), _records, TimeProvider.System, this);
        Gate = new ChecksumParts(new ChecksumOracle(this, ChecksumPolicy.Prefer, TimeProvider.System), null, PathPatterns.None, alarm, _records).CreateGate(TimeProvider.System);
    }

    public const string Database = "sum.test";

    public ChecksumGate Gate { get; }

    /// <summary>What the database says; it covers nothing before.</summary>
    public ChecksumAnswer? Answer { get; set; }

    public ValueTask<IReadOnlyList<UnverifiedVersion>> UnverifiedAsync() => _records.AllUnverifiedAsync(CancellationToken.None);

    public void Records(string zip, string goMod) => Answer = new ChecksumAnswer.Recorded(Database, 7, [zip], [goMod]);

    public void IsUnreachable() => Answer = new ChecksumAnswer.Unreachable(Database, FaultCodes.ConnectTimeout.At(Database));

    public bool Covers(ModulePath path) => Answer is not null;

    public ValueTask<ChecksumAnswer> FindAsync(ModulePath path, ModuleVersion version, FetchContext context, CancellationToken cancellationToken) => new(Answer!);

    public void Dispose() => _records.Dispose();

    public void Mismatched(QuarantineEvidence evidence)
    {
    }

    public void VerifiedLate(UnverifiedVersion version)
    {
    }

    public void Fetched(Artefact artefact, FetchContext context, Fault? fault) => throw new InvalidOperationException();

    public void StoreFailed(Artefact artefact, Fault fault) => throw new InvalidOperationException(fault.ToString());

    public void RecordsFailed(Fault fault) => throw new InvalidOperationException(fault.ToString());

    public void SumDbForked(ForkEvidence evidence) => throw new InvalidOperationException();

    public void Unexpected(Artefact artefact, Exception exception) => throw new InvalidOperationException("", exception);
}
