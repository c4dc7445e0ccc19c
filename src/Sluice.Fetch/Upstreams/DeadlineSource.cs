using Sluice.Core.Faults;
using Sluice.Core.Ports;

namespace Sluice.Fetch.Upstreams;

/// <summary>Holds <see cref="UpstreamOptions.FetchTimeout"/> around a chain.</summary>
internal sealed class DeadlineSource(IModuleSource inner, Deadline deadline) : IModuleSource
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public ValueTask<Outcome<Document>> GetDocumentAsync(Artefact artefact, FetchContext context, CancellationToken cancellationToken) =>
        deadline.HoldAsync(Name, token => inner.GetDocumentAsync(artefact, context, token), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Outcome<ZipReceipt>> GetZipAsync(Artefact artefact, IZipSink sink, FetchContext context, CancellationToken cancellationToken) =>
        deadline.HoldAsync(Name, token => inner.GetZipAsync(artefact, sink, context, token), cancellationToken);
}
