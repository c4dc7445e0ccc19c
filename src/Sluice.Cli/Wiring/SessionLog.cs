using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Core.Records;
using Sluice.Modules.SumDb;

namespace Sluice.Cli.Wiring;

/// <summary>What the pipeline says beyond its answers: the answers tell the rest.</summary>
internal sealed class SessionLog(CliContext context) : IPipelineLog
{
    public void Fetched(Artefact artefact, FetchContext context, Fault? fault)
    {
    }

    public void StoreFailed(Artefact artefact, Fault fault) => context.Say($"sluice: {artefact}: {fault}");

    public void RecordsFailed(Fault fault) => context.Say($"sluice: {fault}");

    public void SumDbForked(ForkEvidence evidence) => context.Complain(
        $"sluice: the checksum database {evidence.Database} has signed two histories", "the evidence is in .sumdb in the data directory");

    /// <summary>The fault of the answer says it.</summary>
    public void Mismatched(QuarantineEvidence evidence)
    {
    }

    public void VerifiedLate(UnverifiedVersion version)
    {
    }

    public void Unexpected(Artefact artefact, Exception exception) =>
        context.Complain($"sluice: this is a bug in sluice, at {artefact}; please report it with the lines below", exception.ToString());
}
