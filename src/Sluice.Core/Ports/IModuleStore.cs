namespace Sluice.Core.Ports;

/// <summary>
/// Keeps artefacts, each whole or not at all, whatever happens to the process. Safe to call concurrently; the last of two writers of one
/// artefact wins, and no reader ever sees a mixture.
/// </summary>
public interface IModuleStore
{
    /// <summary>Reads a list, <c>@latest</c>, <c>.info</c> or <c>.mod</c>; null when it is not kept.</summary>
    /// <exception cref="StoreException">It is there but cannot be read.</exception>
    ValueTask<StoredDocument?> ReadDocumentAsync(Artefact artefact, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps a document. When the task ends it survives a crash of the process, and an immutable one (<see cref="Artefact.IsImmutable"/>)
    /// a crash of the machine too; the others may be lost to that, since they can be asked for again. Writing the same again renews its time.
    /// </summary>
    /// <exception cref="StoreException">It could not be kept. Nothing of it is visible.</exception>
    ValueTask WriteDocumentAsync(Artefact artefact, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Opens a kept zip; null when it is not kept. The caller disposes it.</summary>
    /// <exception cref="StoreException">It is there but cannot be opened.</exception>
    StoredZip? OpenZip(Artefact artefact);

    /// <summary>Starts a new zip. Disposing the draft without <see cref="IZipDraft.CommitAsync"/> discards it.</summary>
    /// <exception cref="StoreException">No room, or no right, to start one.</exception>
    IZipDraft CreateZip(Artefact artefact);

    /// <summary>Reads a zip's recorded <c>h1:</c> hash (<c>.ziphash</c>); null when none is recorded yet.</summary>
    ValueTask<string?> ReadZipHashAsync(Artefact zip, CancellationToken cancellationToken);

    /// <summary>Records a zip's <c>h1:</c> hash beside it, as the go command's own cache does.</summary>
    /// <exception cref="StoreException">It could not be kept.</exception>
    ValueTask WriteZipHashAsync(Artefact zip, string hash, CancellationToken cancellationToken);

    /// <summary>Everything kept, in no order. Read lazily: what is added meanwhile may or may not appear.</summary>
    IEnumerable<StoredArtefact> Enumerate();

    /// <summary>Forgets an artefact (a zip with its hash). Readers that have it open finish undisturbed.</summary>
    void Remove(Artefact artefact);
}

/// <summary>A kept document.</summary>
/// <param name="Bytes">Its content.</param>
/// <param name="WrittenAt">When it was written, or last confirmed.</param>
public sealed record StoredDocument(ReadOnlyMemory<byte> Bytes, DateTimeOffset WrittenAt);

/// <summary>One line of the store's inventory.</summary>
/// <param name="Artefact">What it is.</param>
/// <param name="SizeBytes">Its size.</param>
/// <param name="WrittenAt">When it was written.</param>
public sealed record StoredArtefact(Artefact Artefact, long SizeBytes, DateTimeOffset WrittenAt);

/// <summary>A zip on its way into the store. Writing has three ends: commit publishes, anything else discards.</summary>
public interface IZipDraft : IZipSink, IAsyncDisposable
{
    /// <summary>Opens what has been written so far for reading and seeking, to check it before it is published. The caller disposes it first.</summary>
    Stream OpenRead();

    /// <summary>Makes the zip durable and visible under its name.</summary>
    /// <exception cref="StoreException">It could not be kept. Nothing of it is visible.</exception>
    ValueTask CommitAsync(CancellationToken cancellationToken);
}
