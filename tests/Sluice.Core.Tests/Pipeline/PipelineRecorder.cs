using System.Collections.Concurrent;
using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Core.Records;
using Sluice.Modules.SumDb;

namespace Sluice.Core.Tests.Pipeline;

/// <summary>Remembers what the pipeline has to say.</summary>
internal sealed class PipelineRecorder : IPipelineLog
{
    public ConcurrentQueue<(Artefact Artefact, Fault? Fault)> Fetches { get; } = new();

    public ConcurrentQueue<(Artefact Artefact, Fault Fault)> StoreFailures { get; } = new();

    public ConcurrentQueue<(Artefact Artefact, Exception Exception)> Surprises { get; } = new();

    public void Fetched(Artefact artefact, FetchContext context, Fault? fault) => Fetches.Enqueue((artefact, fault));

    public void StoreFailed(Artefact artefact, Fault fault) => StoreFailures.Enqueue((artefact, fault));

    public void RecordsFailed(Fault fault) => throw new InvalidOperationException(fault.ToString());

    public void SumDbForked(ForkEvidence evidence) => throw new InvalidOperationException(evidence.ToString());

    public ConcurrentQueue<QuarantineEvidence> Mismatches { get; } = new();

    public ConcurrentQueue<UnverifiedVersion> LateVerifications { get; } = new();

    public void Mismatched(QuarantineEvidence evidence) => Mismatches.Enqueue(evidence);

    public void VerifiedLate(UnverifiedVersion version) => LateVerifications.Enqueue(version);

    public void Unexpected(Artefact artefact, Exception exception) => Surprises.Enqueue((artefact, exception));
}
