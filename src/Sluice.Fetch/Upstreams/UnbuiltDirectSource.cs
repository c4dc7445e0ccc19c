using Sluice.Core.Faults;
using Sluice.Core.Ports;

namespace Sluice.Fetch.Upstreams;

/// <summary>Stands where <c>direct</c> is configured, and says that fetching from version control is not built yet.</summary>
internal sealed class UnbuiltDirectSource : IModuleSource
{
    /// <inheritdoc/>
    public string Name => "direct";

    /// <inheritdoc/>
    public ValueTask<Outcome<Document>> GetDocumentAsync(Artefact artefact, FetchContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Outcome<Document>>(FaultCodes.DirectNotBuilt.At(Name));

    /// <inheritdoc/>
    public ValueTask<Outcome<ZipReceipt>> GetZipAsync(Artefact artefact, IZipSink sink, FetchContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Outcome<ZipReceipt>>(FaultCodes.DirectNotBuilt.At(Name));
}
