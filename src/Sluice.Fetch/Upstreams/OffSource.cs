using Sluice.Core.Faults;
using Sluice.Core.Ports;

namespace Sluice.Fetch.Upstreams;

/// <summary>The end of a chain called <c>off</c>: nothing is fetched, and as for the go command that counts as absence.</summary>
internal sealed class OffSource : IModuleSource
{
    /// <inheritdoc/>
    public string Name => "off";

    /// <inheritdoc/>
    public ValueTask<Outcome<Document>> GetDocumentAsync(Artefact artefact, FetchContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Outcome<Document>>(FaultCodes.Off.At(Name));

    /// <inheritdoc/>
    public ValueTask<Outcome<ZipReceipt>> GetZipAsync(Artefact artefact, IZipSink sink, FetchContext context, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Outcome<ZipReceipt>>(FaultCodes.Off.At(Name));
}
