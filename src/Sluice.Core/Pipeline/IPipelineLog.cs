using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Core.Records;
using Sluice.Modules.SumDb;

namespace Sluice.Core.Pipeline;

/// <summary>What the pipeline has to say to whoever runs it, beyond the answers it gives. Safe to call concurrently; must not throw.</summary>
public interface IPipelineLog
{
    /// <summary>A fetch ended.</summary>
    void Fetched(Artefact artefact, FetchContext context, Fault? fault);

    /// <summary>The store failed, whether or not an answer could be given even so.</summary>
    void StoreFailed(Artefact artefact, Fault fault);

    /// <summary>The records could not be read or written by work in the background, which goes on later.</summary>
    void RecordsFailed(Fault fault);

    /// <summary>A checksum database has signed two histories. The evidence is on disk.</summary>
    void SumDbForked(ForkEvidence evidence);

    /// <summary>Content is not what a checksum database recorded. It is not given out.</summary>
    void Mismatched(QuarantineEvidence evidence);

    /// <summary>A version that was kept unverified is verified now.</summary>
    void VerifiedLate(UnverifiedVersion version);

    /// <summary>A bug: an exception that no code expects, caught at the outermost boundary of a fetch.</summary>
    void Unexpected(Artefact artefact, Exception exception);
}
