using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Modules.Hashing;
using Sluice.Modules.Versions;
using Sluice.Store.Files;

namespace Sluice.Store.Verify;

/// <summary>
/// Checks everything that a store keeps: against its rules, against the hash that was recorded when it came, against the checksum databases. Records the hashes that
/// are missing. Deletes nothing.
/// </summary>
/// <param name="store">The store; it may be in use meanwhile.</param>
/// <param name="verifyZip">Checks a zip against the rules.</param>
/// <param name="hashZip">Computes a zip's hash.</param>
/// <param name="gate">Compares with checksum databases.</param>
public sealed class StoreVerifier(IModuleStore store, ZipVerifier verifyZip, ZipHasher hashZip, ChecksumGate gate)
{
    /// <summary>Walks the store and checks every artefact.</summary>
    /// <param name="options">How.</param>
    /// <param name="progress">Told after each artefact, from several threads; null for nobody.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="StoreException">The store cannot be walked, or a missing hash cannot be written.</exception>
    public async Task<VerificationResult> VerifyAsync(
        VerificationOptions options, IProgress<VerificationProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var run = new VerificationRun(store, verifyZip, hashZip, gate, options, progress);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.MaxParallel, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(store.Enumerate(), parallel, run.CheckAsync);
        return run.Result;
    }
}

/// <summary>One verification and its counts.</summary>
file sealed class VerificationRun(
    IModuleStore store, ZipVerifier verifyZip, ZipHasher hashZip, ChecksumGate gate, VerificationOptions options, IProgress<VerificationProgress>? progress)
{
    private readonly Bounded<VerificationProblem> _problems = new(options.MaxProblems);
    private int _artefacts;
    private long _sizeBytes;
    private int _hashesWritten;
    private int _vouchedFor;
    private int _unverified;

    public VerificationResult Result => new(_artefacts, _sizeBytes, _hashesWritten, _problems.Count, _problems.Items) { VouchedFor = _vouchedFor, Unverified = _unverified };

    public async ValueTask CheckAsync(StoredArtefact entry, CancellationToken cancellationToken)
    {
        var problem = entry.Artefact.Kind == ArtefactKind.Zip
            ? await CheckZipAsync(entry.Artefact, cancellationToken)
            : await CheckDocumentAsync(entry.Artefact, cancellationToken);
        if (problem is not null)
        {
            _problems.Add(problem);
        }

        var artefacts = Interlocked.Increment(ref _artefacts);
        var sizeBytes = Interlocked.Add(ref _sizeBytes, entry.SizeBytes);
        progress?.Report(new VerificationProgress(artefacts, sizeBytes, _problems.Count));
    }

    private async ValueTask<VerificationProblem?> CheckDocumentAsync(Artefact artefact, CancellationToken cancellationToken)
    {
        try
        {
            if (await store.ReadDocumentAsync(artefact, cancellationToken) is not { } document)
            {
                // It was removed meanwhile, or counts as not kept.
                return null;
            }

            if (DocumentChecks.Check(artefact, document.Bytes.Span) is { } problem)
            {
                return problem;
            }

            return artefact is { Kind: ArtefactKind.GoMod, IsImmutable: true }
                ? await CompareAsync(artefact, ModuleHash.HashGoMod(document.Bytes.Span).ToString(), cancellationToken)
                : null;
        }
        catch (StoreException exception)
        {
            return Unreadable(artefact, exception);
        }
    }

    private async ValueTask<VerificationProblem?> CheckZipAsync(Artefact artefact, CancellationToken cancellationToken)
    {
        string hash;
        string? recorded;
        try
        {
            using var zip = store.OpenZip(artefact);
            if (zip is null)
            {
                return null;
            }

            var problem = Examine(artefact, zip, out hash);
            if (problem is not null)
            {
                return problem;
            }

            recorded = await store.ReadZipHashAsync(artefact, cancellationToken);
        }
        catch (StoreException exception)
        {
            return Unreadable(artefact, exception);
        }

        if (recorded is null && options.WriteMissingHashes)
        {
            await store.WriteZipHashAsync(artefact, hash, cancellationToken);
            Interlocked.Increment(ref _hashesWritten);
        }

        return recorded is null || recorded == hash
            ? await CompareAsync(artefact, hash, cancellationToken)
            : new VerificationProblem(artefact, VerificationProblemKind.WrongHash, $"its hash is {hash}, recorded is {recorded}");
    }

    /// <summary>What checksum databases have against it; null for nothing.</summary>
    private async ValueTask<VerificationProblem?> CompareAsync(Artefact artefact, string hash, CancellationToken cancellationToken)
    {
        var comparison = await gate.CompareStoredAsync(artefact, hash, new FetchContext { RequestId = "store-verify" }, cancellationToken);
        switch (comparison.State)
        {
            case ComparisonState.Same:
                Interlocked.Increment(ref _vouchedFor);
                return null;
            case ComparisonState.Unknown:
                Interlocked.Increment(ref _unverified);
                return null;
            case ComparisonState.Untrusted:
                return new VerificationProblem(artefact, VerificationProblemKind.LogUntrusted, comparison.Reason);
            case ComparisonState.Different:
                var hashes = artefact.Kind == ArtefactKind.Zip ? comparison.Record!.ZipHashes : comparison.Record!.GoModHashes;
                return new VerificationProblem(
                    artefact, VerificationProblemKind.ContradictsLog, $"its hash is {hash}, {comparison.Record.Database} has {string.Join(' ', hashes)}");
            default:
                return null;
        }
    }

    private VerificationProblem? Examine(Artefact artefact, StoredZip zip, out string hash)
    {
        hash = "";
        using var stream = zip.OpenRead();
        var problem = ZipExamination.Examine(stream, artefact.Path, ModuleVersion.Parse(artefact.Version), verifyZip, hashZip, out hash);
        return problem is null ? null : new VerificationProblem(artefact, VerificationProblemKind.IllegalZip, problem);
    }

    private static VerificationProblem Unreadable(Artefact artefact, StoreException exception) =>
        new(artefact, VerificationProblemKind.Unreadable, exception.Fault.ToString());
}
