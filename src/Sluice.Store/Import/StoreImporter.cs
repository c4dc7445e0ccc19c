using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Store.Blobs;
using Sluice.Store.Files;
using Sluice.Store.Verify;

namespace Sluice.Store.Import;

/// <summary>
/// Fills a store from the disk of another proxy or of a go command, checking every file on the way. Files of one version are independent:
/// what fails the check is reported and left out, the rest is imported. Nothing in the store is overwritten, so an import can be repeated.
/// </summary>
/// <param name="store">Where to.</param>
/// <param name="verifyZip">Checks a zip against the rules.</param>
/// <param name="hashZip">Computes a zip's hash.</param>
/// <param name="gate">Compares with checksum databases: an import is one more source, and no better than others.</param>
public sealed class StoreImporter(IModuleStore store, ZipVerifier verifyZip, ZipHasher hashZip, ChecksumGate gate)
{
    /// <summary>What an imported file's source is called in evidence.</summary>
    internal const string Source = "import";

    /// <summary>Finds out whose files a directory holds.</summary>
    /// <param name="directory">Any directory.</param>
    /// <param name="kind">Whose, when the answer is true.</param>
    /// <param name="error">Why not, when the answer is false.</param>
    public static bool TryDetect(string directory, out ImportKind kind, [System.Diagnostics.CodeAnalysis.NotNullWhen(false)] out string? error)
    {
        var found = ImportTree.TryOpen(directory, null, out var tree, out error);
        kind = tree?.Kind ?? default;
        return found;
    }

    /// <summary>Imports a directory.</summary>
    /// <param name="directory">A GOMODCACHE, a goproxy cache directory or an Athens disk storage.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Told after each version, from several threads; null for nobody.</param>
    /// <param name="cancellationToken">Ends the import; what was imported stays.</param>
    /// <exception cref="ArgumentException">There is no such directory, or it holds nothing that can be imported; the message says which.</exception>
    /// <exception cref="StoreException">The store failed, for example because its disk is full.</exception>
    public async Task<ImportResult> ImportAsync(
        string directory, ImportOptions options, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(directory);
        ArgumentNullException.ThrowIfNull(options);
        if (!ImportTree.TryOpen(directory, options.Kind, out var tree, out var error))
        {
            throw new ArgumentException(error, nameof(directory));
        }

        var tally = new ImportTally(options.MaxProblems);
        var import = new VersionImport(store, tree, tally, gate, new ZipImport(store, tree, tally, verifyZip, hashZip, gate));
        var lists = new ImportLists(store);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.MaxParallel, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(Items(tree, tally), parallel, async (item, token) =>
        {
            if (await import.RunAsync(item, token))
            {
                lists.Add(item.Path, item.Version);
            }

            var soFar = tally.NextVersion(item);
            progress?.Report(soFar);
        });
        var written = options.WriteLists ? await lists.WriteAsync(cancellationToken) : 0;
        return tally.ToResult(tree.Kind, written);
    }

    private static IEnumerable<ImportItem> Items(ImportTree tree, ImportTally tally) =>
        TreeWalk
            .Walk(tree.Root, StoreWalker.IsPartOfTree, (relative, exception) => tally.Report(ImportFiles.Unreadable(relative, exception)))
            .SelectMany(directory => tree.Kind == ImportKind.Athens
                ? AthensLayout.Read(directory, tally.Report)
                : DownloadLayout.Read(directory, tally.Report));
}
