using Sluice.Core.Ports;
using Sluice.Modules.Versions;

namespace Sluice.Core.Pipeline;

/// <summary>
/// The pipeline behind every face of the gateway: cache, single flight, verification, and the sources below. Safe to call concurrently.
/// </summary>
public sealed class ModuleGateway : IAsyncDisposable
{
    private readonly Fetcher _fetcher;
    private readonly DocumentCache _documents;
    private readonly ZipCache _zips;
    private readonly ZipHasher _hasher;
    private readonly LateVerification _late;
    private int _disposed;

    /// <summary>Composes the pipeline.</summary>
    /// <param name="store">Where artefacts are kept.</param>
    /// <param name="source">Where they come from: routes, chains, upstreams.</param>
    /// <param name="checksums">Compares what comes with checksum databases.</param>
    /// <param name="options">Everything that can be set.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Uniform numbers from 0 to 1, for jitter; safe to call concurrently.</param>
    /// <param name="log">Who hears about fetches and failures.</param>
    public ModuleGateway(
        IModuleStore store, IModuleSource source, ChecksumParts checksums, GatewayOptions options, TimeProvider time, Func<double> random, IPipelineLog log)
    {
        ArgumentNullException.ThrowIfNull(checksums);
        ArgumentNullException.ThrowIfNull(options);
        var verifier = new Verifier(options.ZipRules, checksums.CreateGate(time));
        _fetcher = new Fetcher(source, options.Limits, time, log);
        _hasher = new ZipHasher(store, time, log);
        _documents = new DocumentCache(store, _fetcher, verifier, options, time, random, log);
        _zips = new ZipCache(store, _fetcher, verifier, options, time, log, CompleteVersion);
        _late = new LateVerification(store, checksums, _documents.Forget, time, log);
    }

    /// <summary>Answers for a list, <c>@latest</c>, <c>.info</c> or <c>.mod</c> from memory, without waiting; false when that cannot be done.</summary>
    public bool TryGetDocument(Artefact artefact, in Asking asking, out DocumentAnswer answer) => _documents.TryGet(artefact, asking, out answer);

    /// <summary>Answers for a list, <c>@latest</c>, <c>.info</c> or <c>.mod</c>.</summary>
    /// <exception cref="OperationCanceledException">The caller left. The fetch goes on for others, and for the store.</exception>
    public ValueTask<DocumentAnswer> GetDocumentAsync(Artefact artefact, Asking asking, CancellationToken cancellationToken) =>
        _documents.GetAsync(artefact, asking, cancellationToken);

    /// <summary>Answers for a zip from the store, without waiting; false when that cannot be done.</summary>
    public bool TryGetZip(Artefact artefact, out ZipAnswer answer) => _zips.TryGet(artefact, out answer);

    /// <summary>Answers for a zip.</summary>
    /// <exception cref="OperationCanceledException">The caller left. The fetch goes on for others, and for the store.</exception>
    public ValueTask<ZipAnswer> GetZipAsync(Artefact artefact, Asking asking, CancellationToken cancellationToken) => _zips.GetAsync(artefact, asking, cancellationToken);

    /// <summary>Stops fetching, and waits until what was under way has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _fetcher.Stop();
        await _late.DisposeAsync();
        await DrainAsync();
        await _hasher.DisposeAsync();
        _fetcher.Dispose();
    }

    /// <summary>Ends when all present fetches, and those that follow from them, have ended.</summary>
    internal async Task DrainAsync()
    {
        // Zips first: a zip that lands sends for its companions.
        await _zips.DrainAsync();
        await _documents.DrainAsync();
    }

    /// <summary>
    /// After a zip its <c>.info</c> and <c>.mod</c> are fetched too, when nobody has asked for them yet, so that the store is a tree from
    /// which a build runs offline. They are independent of the zip: whatever happens to them, it is there.
    /// </summary>
    private void CompleteVersion(Artefact zip, Asking asking)
    {
        var version = ModuleVersion.Parse(zip.Version);
        foreach (var companion in (ReadOnlySpan<Artefact>)[Artefact.GoMod(zip.Path, version), Artefact.Info(zip.Path, version)])
        {
            if (!_documents.TryGet(companion, asking, out _))
            {
                _ = _documents.GetAsync(companion, asking, _fetcher.Stopping).AsTask();
            }
        }

        _hasher.Enqueue(zip);
    }
}
