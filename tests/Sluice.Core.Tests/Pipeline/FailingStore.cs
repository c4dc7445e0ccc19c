using Sluice.Core.Faults;
using Sluice.Core.Ports;

namespace Sluice.Core.Tests.Pipeline;

/// <summary>A store that can be told to refuse writes, as a full disk does, and reads, as a broken one does.</summary>
internal sealed class FailingStore(IModuleStore inner) : IModuleStore
{
    /// <summary>Why nothing can be written; null when all is well.</summary>
    public Fault? Refusal { get; set; }

    /// <summary>Why nothing can be read; null when all is well.</summary>
    public Fault? ReadRefusal { get; set; }

    public ValueTask<StoredDocument?> ReadDocumentAsync(Artefact artefact, CancellationToken cancellationToken)
    {
        ThrowIf(ReadRefusal);
        return inner.ReadDocumentAsync(artefact, cancellationToken);
    }

    public ValueTask WriteDocumentAsync(Artefact artefact, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ThrowIf(Refusal);
        return inner.WriteDocumentAsync(artefact, bytes, cancellationToken);
    }

    public StoredZip? OpenZip(Artefact artefact)
    {
        ThrowIf(ReadRefusal);
        return inner.OpenZip(artefact);
    }

    public IZipDraft CreateZip(Artefact artefact)
    {
        ThrowIf(Refusal);
        return inner.CreateZip(artefact);
    }

    public ValueTask<string?> ReadZipHashAsync(Artefact zip, CancellationToken cancellationToken) => inner.ReadZipHashAsync(zip, cancellationToken);

    public ValueTask WriteZipHashAsync(Artefact zip, string hash, CancellationToken cancellationToken)
    {
        ThrowIf(Refusal);
        return inner.WriteZipHashAsync(zip, hash, cancellationToken);
    }

    public IEnumerable<StoredArtefact> Enumerate() => inner.Enumerate();

    public void Remove(Artefact artefact) => inner.Remove(artefact);

    private static void ThrowIf(Fault? refusal)
    {
        if (refusal is not null)
        {
            throw new StoreException(refusal);
        }
    }
}
