using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Modules.Archives;

/// <content>Making a zip.</content>
public static partial class ModuleZip
{
    /// <summary>
    /// Chooses the files that get into a module zip (golang.org/x/mod/zip, <c>CheckFiles</c>). Rules for each file, in order of evaluation:
    /// <list type="number">
    /// <item>a path that is absolute or not clean is a problem;</item>
    /// <item>files of vendored packages are left out (<see cref="VendorRule"/>);</item>
    /// <item>files in or below a folder, other than the root, that holds a regular file go.mod in any case are left out: another module's;</item>
    /// <item><c>.hg_archival.txt</c> in the root is left out;</item>
    /// <item>a malformed name is a problem (<see cref="PathRules.Check"/>), so is go.mod in the root in another case;</item>
    /// <item>a path that is there twice, or equal to another but for case, is a problem;</item>
    /// <item>symbolic links and whatever else is no regular file are left out;</item>
    /// <item>a size beyond <see cref="MaxGoModBytes"/> or <see cref="MaxLicenceBytes"/>, or all sizes together beyond
    /// <see cref="MaxZipBytes"/>, are a problem.</item>
    /// </list>
    /// The LICENSE that the go command adds to a module in a folder is a file as any other: whoever lists the files adds it.
    /// </summary>
    /// <param name="files">Every file at or below the module's root, in any order.</param>
    /// <param name="vendorRule">By the go line of the module's own go.mod: <see cref="VendorRules.For"/>.</param>
    public static FileSelection Select(IReadOnlyCollection<ModuleFile> files, VendorRule vendorRule)
    {
        ArgumentNullException.ThrowIfNull(files);
        return new FileSelector(vendorRule).Run(files);
    }

    /// <summary>
    /// Writes a module zip. The same files give the same bytes: sorted by name, without times and modes, deflated. Constant memory beside the
    /// directory and a few small files for each processor.
    /// </summary>
    /// <param name="output">
    /// Written from its position on, in order; need not seek. The caller disposes it, and discards what it got when the result is not valid.
    /// </param>
    /// <param name="path">The module.</param>
    /// <param name="version">Its version.</param>
    /// <param name="selection">Its files; an invalid selection gives its own problems back.</param>
    /// <param name="workers">How many files are compressed side by side, 1 or more.</param>
    /// <param name="cancellationToken">Looked at between pieces of 64 KiB.</param>
    /// <exception cref="IOException">A file cannot be read, or the output not be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<ZipCreation> CreateAsync(
        Stream output, ModulePath path, ModuleVersion version, FileSelection selection, int workers, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(selection);
        if (!selection.IsValid)
        {
            return new ZipCreation { Problems = selection.Problems };
        }

        if (CheckVersion(path, version) is { } mismatch)
        {
            return new ZipCreation { Problems = [mismatch] };
        }

        using var writer = new ZipWriter(output, Prefix(path, version));
        if (await new ZipAssembly(writer, workers).AddAsync(selection.Included, cancellationToken) is { } problem)
        {
            return new ZipCreation { Problems = [problem] };
        }

        var hash = writer.Finish();
        return writer.LengthBytes > MaxZipBytes ? new ZipCreation { Problems = [TooLarge(writer.LengthBytes)] } : new ZipCreation
        {
            Problems = [],
            FileCount = selection.Included.Count,
            UncompressedBytes = writer.UncompressedBytes,
            ZipBytes = writer.LengthBytes,
            Hash = hash,
        };
    }

    /// <summary>The go command makes such a zip, and then refuses it.</summary>
    internal static ZipProblem TooLarge(long zipBytes) => new("", $"module zip file is too large ({zipBytes} bytes; limit is {MaxZipBytes} bytes)");

    /// <summary>More than fits, before compression.</summary>
    internal static ZipProblem TooLargeTree => new("", $"module source tree too large (max size is {MaxZipBytes} bytes)");
}
