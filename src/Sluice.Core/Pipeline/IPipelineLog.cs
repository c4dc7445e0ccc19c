using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Modules.SumDb;

namespace Sluice.Core.Pipeline;

/// <summary>What the pipeline has to say to whoever runs it, beyond the answers it gives. Safe to call concurrently; must not throw.</summary>
public interface IPipelineLog
{
    /// <summary>A fetch ended.</summary>
    void Fetched(Artefact artefact, FetchContext context, Fault? fault);

    /// <summary>The store failed, whether or not an answer could be given even so.</summary>
    void StoreFailed(Artefact artefact, Fault fault);

    /// <summary>A checksum database has signed two histories. The evidence is on disk.</summary>
    void SumDbForked(ForkEvidence evidence);

    /// <summary>A bug: an exception that no code expects, caught at the outermost boundary of a fetch.</summary>
    void Unexpected(Artefact artefact, Exception exception);
}
