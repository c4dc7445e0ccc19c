using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Core.Records;

namespace Sluice.Core.Pipeline;

/// <summary>
/// What happens when content is not what a checksum database recorded: the evidence is kept, the audit trail and the log are told, and nobody gets it. Failing to
/// keep the evidence does not let the content through.
/// </summary>
/// <param name="quarantine">Keeps content and evidence.</param>
/// <param name="records">Keeps the audit trail.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Who is told.</param>
public sealed class ChecksumAlarm(IQuarantine quarantine, IVerificationRecords records, TimeProvider time, IPipelineLog log)
{
    /// <summary>Raises it.</summary>
    /// <param name="suspect">The content.</param>
    /// <param name="recorded">The record that contradicts.</param>
    /// <param name="context">The fetch that it came with.</param>
    /// <param name="cancellationToken">Ends the keeping of evidence.</param>
    /// <returns>The fault to answer with.</returns>
    public async Task<Fault> RaiseAsync(SuspectContent suspect, ChecksumAnswer.Recorded recorded, FetchContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(suspect);
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(context);
        var artefact = suspect.Artefact;
        var hashes = artefact.Kind == ArtefactKind.Zip ? recorded.ZipHashes : recorded.GoModHashes;
        var evidence = new QuarantineEvidence(artefact, suspect.Hash, suspect.Source, time.GetUtcNow(), recorded.Database, recorded.RecordId, hashes)
        {
            RequestId = context.RequestId,
            Attempts = context.Attempts,
            WasServed = suspect.WasServed,
        };
        log.Mismatched(evidence);
        try
        {
            await using var content = suspect.Open();
            if (await quarantine.AddAsync(evidence, content, cancellationToken))
            {
                await records.AuditAsync(EventOf(evidence), cancellationToken);
            }
        }
        catch (StoreException failure)
        {
            log.StoreFailed(artefact, failure.Fault);
        }

        return FaultCodes.SumDbMismatch.At(suspect.Source, $"{NameOf(artefact)} {suspect.Hash}; {recorded.Database} has {hashes[0]}");
    }

    private static AuditEvent EventOf(QuarantineEvidence evidence) => new(
        evidence.At,
        evidence.WasServed ? "checksum.mismatch-after-serving" : "checksum.mismatch",
        evidence.Artefact.Path.Value,
        evidence.Artefact.Version,
        $"{NameOf(evidence.Artefact)} from {evidence.Source} is {evidence.Hash}; {evidence.Database} has {string.Join(' ', evidence.Recorded)} (record {evidence.RecordId})");

    private static string NameOf(Artefact artefact) => artefact.Kind == ArtefactKind.Zip ? "zip" : "go.mod";
}

/// <summary>Content that a checksum database contradicts.</summary>
/// <param name="Artefact">The zip or go.mod that it was to be.</param>
/// <param name="Hash">Its hash, <c>h1:…</c>.</param>
/// <param name="Source">Who gave it.</param>
/// <param name="Open">Opens it for reading.</param>
public sealed record SuspectContent(Artefact Artefact, string Hash, string Source, Func<Stream> Open)
{
    /// <summary>Whether it was kept and given out before.</summary>
    public bool WasServed { get; init; }
}
