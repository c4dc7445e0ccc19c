using System.Buffers;
using System.Text;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Modules.Archives;
using Sluice.Modules.Hashing;
using Sluice.Store.Blobs;
using Sluice.Store.Verify;

namespace Sluice.Store.Import;

/// <summary>Imports zips. The copy in the store is what is checked, not the file that it was copied from.</summary>
internal sealed class ZipImport(IModuleStore store, ImportTree tree, ImportTally tally, ZipVerifier verifyZip, ZipHasher hashZip, ChecksumGate gate)
{
    private const int MaxHashFileBytes = 1024;
    private const int BufferBytes = 256 * 1024;

    public async ValueTask RunAsync(ImportItem item, string file, CancellationToken cancellationToken)
    {
        try
        {
            var expected = await ReadHashAsync(item, cancellationToken);
            await using var source = ImportFiles.Open(tree, file);
            if (source.Length > ModuleZip.MaxZipBytes)
            {
                tally.Report(new ImportProblem(file, ImportProblemKind.TooBig, $"more than {ModuleZip.MaxZipBytes} bytes"));
                return;
            }

            var artefact = Artefact.Zip(item.Path, item.Version);
            using var kept = store.OpenZip(artefact);
            if (kept is null)
            {
                await ImportAsync(item, artefact, file, source, expected, cancellationToken);
                return;
            }

            await CompareAsync(artefact, file, kept, source, expected, cancellationToken);
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            tally.Report(ImportFiles.Unreadable(file, exception));
        }
        catch (InvalidDataException exception)
        {
            tally.Report(new ImportProblem(file, ImportProblemKind.IllegalZip, exception.Message));
        }
    }

    private async ValueTask ImportAsync(
        ImportItem item, Artefact artefact, string file, FileStream source, string? expected, CancellationToken cancellationToken)
    {
        await using var draft = store.CreateZip(artefact);
        draft.Reset(source.Length);
        await CopyAsync(source, draft, cancellationToken);
        var problem = Examine(item, draft, out var hash);
        if (problem is not null)
        {
            tally.Report(new ImportProblem(file, ImportProblemKind.IllegalZip, problem));
            return;
        }

        if (expected is not null && expected != hash)
        {
            tally.Report(new ImportProblem(file, ImportProblemKind.WrongHash, $"its hash is {hash}, its .ziphash says {expected}"));
            return;
        }

        var context = new FetchContext { RequestId = StoreImporter.Source };
        var known = DirHash.TryParse(hash, out var parsed, out _) ? parsed : (DirHash?)null;
        if (await gate.CheckZipAsync(artefact, draft, StoreImporter.Source, context, cancellationToken, known) is { Fault: { } fault })
        {
            tally.Report(new ImportProblem(file, ImportProblemKind.NotVouchedFor, fault.ToString()));
            return;
        }

        await draft.CommitAsync(cancellationToken);
        await store.WriteZipHashAsync(artefact, hash, cancellationToken);
        tally.Imported(draft.LengthBytes);
    }

    /// <summary>Two recorded hashes that agree are enough to leave things as they are, so that an import that is repeated is fast.</summary>
    private async ValueTask CompareAsync(
        Artefact artefact, string file, StoredZip kept, FileStream source, string? expected, CancellationToken cancellationToken)
    {
        var keptHash = await store.ReadZipHashAsync(artefact, cancellationToken) ?? Hash(kept);
        if ((expected ?? ZipExamination.Hash(source, hashZip)) == keptHash)
        {
            tally.AlreadyThere();
            return;
        }

        tally.Report(new ImportProblem(file, ImportProblemKind.Conflict, $"the store has this version with other content ({keptHash})"));
    }

    private string? Examine(ImportItem item, IZipDraft draft, out string hash)
    {
        using var copy = draft.OpenRead();
        return ZipExamination.Examine(copy, item.Path, item.Version, verifyZip, hashZip, out hash);
    }

    private string Hash(StoredZip zip)
    {
        using var stream = zip.OpenRead();
        return ZipExamination.Hash(stream, hashZip);
    }

    /// <summary>The hash beside the zip; null when there is none, or something that the go command would compute anew.</summary>
    private async ValueTask<string?> ReadHashAsync(ImportItem item, CancellationToken cancellationToken)
    {
        if (item.ZipHash is null
            || await ImportFiles.ReadAsync(tree, item.ZipHash, MaxHashFileBytes, tally.Report, cancellationToken) is not { } bytes)
        {
            return null;
        }

        var text = Encoding.ASCII.GetString(bytes).Trim();
        return DirHash.TryParse(text, out _, out _) ? text : null;
    }

    /// <summary>Copies, and never more than the go command accepts: the file may grow meanwhile.</summary>
    private static async ValueTask CopyAsync(FileStream source, IZipDraft draft, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while ((read = await source.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (draft.LengthBytes + read > ModuleZip.MaxZipBytes)
                {
                    throw new InvalidDataException("it grew beyond the limit while it was copied");
                }

                await draft.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
