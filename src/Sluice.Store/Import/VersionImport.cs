using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Modules.Archives;
using Sluice.Modules.Versions;
using Sluice.Store.Verify;

namespace Sluice.Store.Import;

/// <summary>Imports the files of one version: go.mod, zip, and last the <c>.info</c> by which the version shows.</summary>
internal sealed class VersionImport(IModuleStore store, ImportTree tree, ImportTally tally, ChecksumGate gate, ZipImport zips)
{
    /// <summary>True when the store has the version's <c>.info</c> or go.mod now, the same as the source's.</summary>
    public async ValueTask<bool> RunAsync(ImportItem item, CancellationToken cancellationToken)
    {
        var kept = item.GoMod is not null && await ImportGoModAsync(item, item.GoMod, cancellationToken);
        if (item.Zip is not null)
        {
            await zips.RunAsync(item, item.Zip, cancellationToken);
        }

        return (item.Info is not null && await ImportInfoAsync(item, item.Info, cancellationToken)) || kept;
    }

    private async ValueTask<bool> ImportGoModAsync(ImportItem item, string file, CancellationToken cancellationToken)
    {
        var artefact = Artefact.GoMod(item.Path, item.Version);
        var bytes = await ReadAsync(artefact, file, (int)ModuleZip.MaxGoModBytes, cancellationToken);
        if (bytes is null)
        {
            return false;
        }

        var context = new FetchContext { RequestId = StoreImporter.Source };
        if (await gate.CheckGoModAsync(artefact, bytes, StoreImporter.Source, context, cancellationToken) is { } fault)
        {
            tally.Report(new ImportProblem(file, ImportProblemKind.NotVouchedFor, fault.ToString()));
            return false;
        }

        return await KeepAsync(artefact, file, bytes, static (kept, given) => kept.SequenceEqual(given), cancellationToken);
    }

    private async ValueTask<bool> ImportInfoAsync(ImportItem item, string file, CancellationToken cancellationToken)
    {
        var artefact = Artefact.Info(item.Path, item.Version);
        var bytes = await ReadAsync(artefact, file, ModuleInfo.MaxBytes, cancellationToken);
        return bytes is not null && await KeepAsync(artefact, file, bytes, SayTheSame, cancellationToken);
    }

    private async ValueTask<byte[]?> ReadAsync(Artefact artefact, string file, int maxBytes, CancellationToken cancellationToken)
    {
        if (await ImportFiles.ReadAsync(tree, file, maxBytes, tally.Report, cancellationToken) is not { } bytes)
        {
            return null;
        }

        if (DocumentChecks.Check(artefact, bytes) is not { } problem)
        {
            return bytes;
        }

        var kind = problem.Kind == VerificationProblemKind.WrongVersion ? ImportProblemKind.WrongVersion : ImportProblemKind.Malformed;
        tally.Report(new ImportProblem(file, kind, problem.Text));
        return null;
    }

    private async ValueTask<bool> KeepAsync(
        Artefact artefact, string file, byte[] bytes, Comparison comparison, CancellationToken cancellationToken)
    {
        var kept = await store.ReadDocumentAsync(artefact, cancellationToken);
        if (kept is null)
        {
            await store.WriteDocumentAsync(artefact, bytes, cancellationToken);
            tally.Imported(bytes.Length);
            return true;
        }

        if (comparison(kept.Bytes.Span, bytes))
        {
            tally.AlreadyThere();
            return true;
        }

        tally.Report(new ImportProblem(file, ImportProblemKind.Conflict, "the store has this version with other content"));
        return false;
    }

    /// <summary>Proxies add fields of their own (<c>Origin</c>) and spell times differently: the same version and moment is the same answer.</summary>
    private static bool SayTheSame(ReadOnlySpan<byte> kept, ReadOnlySpan<byte> given) =>
        kept.SequenceEqual(given)
        || (ModuleInfo.TryParse(kept, out var left, out _)
            && ModuleInfo.TryParse(given, out var right, out _)
            && (left.Version, left.Time) == (right.Version, right.Time));

    private delegate bool Comparison(ReadOnlySpan<byte> kept, ReadOnlySpan<byte> given);
}
