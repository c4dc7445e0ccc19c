using System.Buffers;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;
using Sluice.Modules.Archives;
using Sluice.Modules.GoMod;

namespace Sluice.Fetch.Vcs;

/// <summary>Makes the module zip of a version from its repository, as the go command would (golang.org/x/mod/zip).</summary>
/// <param name="scratchDirectory">Where the zip lies until it is passed on. Created when it is missing.</param>
internal sealed class ModulePacker(string scratchDirectory)
{
    private const string Licence = "LICENSE";
    private const int CopyBytes = 128 * 1024;

    /// <summary>Writes the zip into a sink.</summary>
    /// <returns>Its length.</returns>
    /// <exception cref="FaultException">No zip can be made of it, or the repository does not give it.</exception>
    public Task<long> PackAsync(ICodeRepository code, FoundVersion found, IZipSink sink, FetchContext context, CancellationToken cancellationToken) =>
        CacheFaults.GuardAsync(() => TryPackAsync(code, found, sink, context, cancellationToken));

    private async Task<long> TryPackAsync(ICodeRepository code, FoundVersion found, IZipSink sink, FetchContext context, CancellationToken cancellationToken)
    {
        await using var tree = await code.ExportAsync(found.Commit, found.Placement.Folder, context, cancellationToken);
        var selection = ModuleZip.Select(await WithLicenceAsync(code, found, tree, context, cancellationToken), VendorRules.For(GoLineOf(found.Placement.GoMod)));
        if (!selection.IsValid)
        {
            throw Unpackable(selection.Problems[0]);
        }

        Directory.CreateDirectory(scratchDirectory);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            BufferSize = 0,
        };
        await using var zip = new FileStream(Path.Combine(scratchDirectory, $"{Guid.NewGuid():N}.zip"), options);
        var creation = await ModuleZip.CreateAsync(zip, found.Path, found.Version, selection, Environment.ProcessorCount, cancellationToken);
        if (!creation.IsValid)
        {
            throw Unpackable(creation.Problems[0]);
        }

        await CopyAsync(zip, sink, cancellationToken);
        return creation.ZipBytes;
    }

    /// <summary>
    /// A module in a folder without a LICENSE of its own gets that of the repository's root at the same commit. Whatever is called exactly so counts as
    /// its own, a symbolic link too, which is then left out.
    /// </summary>
    private static async Task<IReadOnlyCollection<ModuleFile>> WithLicenceAsync(
        ICodeRepository code, FoundVersion found, SourceTree tree, FetchContext context, CancellationToken cancellationToken)
    {
        if (found.Placement.Folder.Length == 0 || tree.Files.Any(file => file.Path == Licence))
        {
            return tree.Files;
        }

        byte[]? licence;
        try
        {
            licence = await code.ReadFileAsync(found.Commit, Licence, ModuleZip.MaxLicenceBytes, context, cancellationToken);
        }
        catch (FaultException exception) when (exception.Fault.Code == FaultCodes.TooBig)
        {
            // As the go command: one that is too big is none.
            return tree.Files;
        }

        return licence is null
            ? tree.Files
            : [.. tree.Files, new ModuleFile(Licence, licence.Length, ModuleFileKind.Regular, () => new MemoryStream(licence, writable: false))];
    }

    private static string GoLineOf(byte[]? goMod) =>
        goMod is not null && GoModFile.TryParse(goMod, "go.mod", GoModParsing.Lax, out var file, out _) ? file.Go ?? "" : "";

    private static async Task CopyAsync(FileStream zip, IZipSink sink, CancellationToken cancellationToken)
    {
        sink.Reset(zip.Length);
        zip.Position = 0;
        var buffer = ArrayPool<byte>.Shared.Rent(CopyBytes);
        try
        {
            while (await zip.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                await sink.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static FaultException Unpackable(ZipProblem problem) => new(FaultCodes.NotPackable.At(detail: OneLine.Clean(problem.ToString())));
}
