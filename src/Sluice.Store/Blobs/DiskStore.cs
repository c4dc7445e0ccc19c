using System.Text;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Modules.Archives;
using Sluice.Modules.Hashing;

namespace Sluice.Store.Blobs;

/// <summary>
/// Keeps artefacts on disk in the layout of the go command's download cache, so that the data directory is at the same time a
/// <c>GOPROXY=file://</c> tree. The README of this project tells the life of a write and why a crash does no harm.
/// </summary>
/// <remarks>
/// <c>.info</c>, <c>.mod</c> and <c>.zip</c> of versions are flushed to disk before they appear. Lists, <c>@latest</c>, the answers to
/// queries and recorded hashes appear whole too, but are not flushed: after a power cut they may be gone, and can be asked for again.
/// </remarks>
public sealed class DiskStore : IModuleStore, IDisposable
{
    /// <summary>Longest document that is kept or read back, in bytes: 32 MiB, twice what a go.mod may have.</summary>
    public const int MaxDocumentBytes = 2 * (int)ModuleZip.MaxGoModBytes;

    private readonly string _root;
    private readonly TimeProvider _time;
    private readonly TemporaryFiles _temporary;
    private readonly Publisher _publisher;
    private readonly FlushThreads _flushes;
    private readonly HandleCache _handles;

    private DiskStore(string root, DiskStoreOptions options, TimeProvider time)
    {
        _root = root;
        _time = time;
        _temporary = new TemporaryFiles(root);
        _publisher = new Publisher(root);
        _flushes = new FlushThreads(options.FlushThreads);
        _handles = new HandleCache(options.MaxOpenZips, time);
    }

    /// <summary>The data directory, absolute.</summary>
    public string Directory => _root;

    /// <summary>
    /// Opens the store: creates its directory when that is missing, makes sure that it can be written to, and deletes the temporary files
    /// of dead processes.
    /// </summary>
    /// <param name="options">Where, and how much.</param>
    /// <param name="time">Stamps the documents that grow old.</param>
    /// <exception cref="StoreException">The directory cannot be created or written to.</exception>
    public static DiskStore Open(DiskStoreOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxOpenZips);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FlushThreads, 1);
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Directory));
        var store = new DiskStore(root, options, time);
        try
        {
            System.IO.Directory.CreateDirectory(root);
            store._temporary.DeleteLeftovers();
            store._temporary.Create().Dispose();
            return store;
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            store.Dispose();
            throw DiskFaults.Wrap(exception, "opening the store");
        }
    }

    /// <summary>Whether the store takes writes: null, or why not. Creates and deletes one temporary file of one byte.</summary>
    public Fault? CheckWritable()
    {
        try
        {
            // A full disk still makes empty files.
            using var file = _temporary.Create();
            RandomAccess.Write(file.Handle, "1"u8, fileOffset: 0);
            return null;
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            return DiskFaults.Wrap(exception, "writing to the store").Fault;
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoredDocument?> ReadDocumentAsync(Artefact artefact, CancellationToken cancellationToken)
    {
        ThrowIfZip(artefact);
        cancellationToken.ThrowIfCancellationRequested();
        var document = DocumentFile.Read(DiskLayout.PathOf(_root, artefact));
        return ValueTask.FromResult(document is null || LostInPowerCut(artefact, document.Bytes.Span) ? null : document);
    }

    /// <inheritdoc/>
    /// <remarks>What is not immutable is not flushed; writing the same again only renews its time.</remarks>
    public async ValueTask WriteDocumentAsync(Artefact artefact, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        ThrowIfZip(artefact);
        cancellationToken.ThrowIfCancellationRequested();
        var path = DiskLayout.PathOf(_root, artefact);
        if (bytes.Length > MaxDocumentBytes)
        {
            throw new StoreException(FaultCodes.StoreFailed.At(detail: $"a document of more than {MaxDocumentBytes} bytes"));
        }

        try
        {
            if (artefact.IsImmutable)
            {
                await _flushes.RunAsync(() => Write(path, bytes.Span, _publisher.RenameDurably));
            }
            else if (!DocumentFile.TryConfirm(path, bytes.Span, _time.GetUtcNow()))
            {
                Write(path, bytes.Span, RenameStamped);
            }
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            throw DiskFaults.Wrap(exception, "writing a document");
        }
    }

    /// <inheritdoc/>
    public StoredZip? OpenZip(Artefact artefact)
    {
        ThrowIfNoZip(artefact);
        try
        {
            return _handles.Open(DiskLayout.PathOf(_root, artefact));
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            throw DiskFaults.Wrap(exception, "opening a zip");
        }
    }

    /// <inheritdoc/>
    public IZipDraft CreateZip(Artefact artefact)
    {
        ThrowIfNoZip(artefact);
        var path = DiskLayout.PathOf(_root, artefact);
        try
        {
            return new ZipDraft(_temporary.Create(), file => _flushes.RunAsync(() => PublishZip(file, path)));
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            throw DiskFaults.Wrap(exception, "starting a zip");
        }
    }

    /// <inheritdoc/>
    /// <remarks>A recorded text that is no hash, as a power cut may leave it, counts as none.</remarks>
    public ValueTask<string?> ReadZipHashAsync(Artefact zip, CancellationToken cancellationToken)
    {
        ThrowIfNoZip(zip);
        cancellationToken.ThrowIfCancellationRequested();
        var document = DocumentFile.Read(DiskLayout.HashPathOf(DiskLayout.PathOf(_root, zip)));
        var text = document is null ? "" : Encoding.ASCII.GetString(document.Bytes.Span).Trim();
        return ValueTask.FromResult(DirHash.TryParse(text, out _, out _) ? text : null);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The text is no <c>h1:</c> hash.</exception>
    public ValueTask WriteZipHashAsync(Artefact zip, string hash, CancellationToken cancellationToken)
    {
        ThrowIfNoZip(zip);
        cancellationToken.ThrowIfCancellationRequested();
        if (!DirHash.TryParse(hash, out _, out _))
        {
            throw new ArgumentException("not an h1: hash", nameof(hash));
        }

        try
        {
            // Not flushed: the hash of a zip can be computed again.
            Write(DiskLayout.HashPathOf(DiskLayout.PathOf(_root, zip)), Encoding.ASCII.GetBytes(hash), _publisher.Rename);
            return ValueTask.CompletedTask;
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            throw DiskFaults.Wrap(exception, "writing a hash");
        }
    }

    /// <inheritdoc/>
    /// <exception cref="StoreException">While walking: a directory cannot be read.</exception>
    public IEnumerable<StoredArtefact> Enumerate() => StoreWalker.Walk(_root);

    /// <inheritdoc/>
    /// <exception cref="StoreException">It is there but cannot be deleted.</exception>
    public void Remove(Artefact artefact)
    {
        var path = DiskLayout.PathOf(_root, artefact);
        try
        {
            if (artefact.Kind == ArtefactKind.Zip)
            {
                // First, so that no crash leaves a hash that another zip would inherit.
                Delete(DiskLayout.HashPathOf(path));
            }

            Delete(path);
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            throw DiskFaults.Wrap(exception, "deleting");
        }
        finally
        {
            _handles.Invalidate(path);
        }
    }

    /// <summary>Closes idle handles and ends the flush threads. No call may be under way; leased zips stay readable.</summary>
    public void Dispose()
    {
        _handles.Dispose();
        _flushes.Dispose();
    }

    private void Write(string path, ReadOnlySpan<byte> bytes, Action<TemporaryFile, string> publish)
    {
        using var file = _temporary.Create();
        RandomAccess.Write(file.Handle, bytes, 0);
        publish(file, path);
    }

    private void RenameStamped(TemporaryFile file, string path)
    {
        File.SetLastWriteTimeUtc(file.Handle, _time.GetUtcNow().UtcDateTime);
        _publisher.Rename(file, path);
    }

    private void PublishZip(TemporaryFile file, string path)
    {
        Delete(DiskLayout.HashPathOf(path));
        try
        {
            _publisher.RenameDurably(file, path);
        }
        finally
        {
            _handles.Invalidate(path);
        }
    }

    /// <summary>
    /// What was not flushed may come back from a power cut empty or filled with zeros. An empty list is a proper answer, an empty
    /// <c>.info</c> is none, and no document holds a zero byte.
    /// </summary>
    private static bool LostInPowerCut(Artefact artefact, ReadOnlySpan<byte> bytes) =>
        !artefact.IsImmutable && (bytes.Contains((byte)0) || (bytes.IsEmpty && artefact.Kind != ArtefactKind.List));

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (DiskFaults.IsAbsence(exception) || exception is PathTooLongException)
        {
            // Nothing to delete.
        }
    }

    private static void ThrowIfZip(Artefact artefact)
    {
        if (artefact.Kind == ArtefactKind.Zip)
        {
            throw new ArgumentException("a zip is no document", nameof(artefact));
        }
    }

    private static void ThrowIfNoZip(Artefact artefact)
    {
        if (artefact.Kind != ArtefactKind.Zip)
        {
            throw new ArgumentException("not a zip", nameof(artefact));
        }
    }
}
