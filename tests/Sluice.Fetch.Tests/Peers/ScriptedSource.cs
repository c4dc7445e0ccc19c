using Sluice.Core.Faults;
using Sluice.Core.Ports;

namespace Sluice.Fetch.Tests.Peers;

/// <summary>A source with one answer, that remembers what it was asked.</summary>
internal sealed class ScriptedSource(string name, Fault? fault) : IModuleSource
{
    public string Name => name;

    public List<Artefact> Asked { get; } = [];

    public ValueTask<Outcome<Document>> GetDocumentAsync(Artefact artefact, FetchContext context, CancellationToken cancellationToken)
    {
        Asked.Add(artefact);
        return ValueTask.FromResult<Outcome<Document>>(fault is null ? new Document("v1.0.0\n"u8.ToArray(), name) : fault);
    }

    public async ValueTask<Outcome<ZipReceipt>> GetZipAsync(Artefact artefact, IZipSink sink, FetchContext context, CancellationToken cancellationToken)
    {
        Asked.Add(artefact);
        if (fault is not null)
        {
            return fault;
        }

        sink.Reset(2);
        await sink.WriteAsync("PK"u8.ToArray(), cancellationToken);
        return new ZipReceipt(name, 2);
    }
}
