namespace Sluice.Modules.Archives;

/// <summary>A file of the tree that a module zip is made from.</summary>
/// <param name="Path">Slash-separated, from the module's root: <c>go.mod</c>, <c>internal/x.go</c>.</param>
/// <param name="SizeBytes">The content's exact length; a content of another length is a problem.</param>
/// <param name="Kind">What it is. Directories need not be listed.</param>
/// <param name="OpenAsync">
/// Opens the content; called once, in the order of the names' bytes, and only for regular files that get into the zip. The stream is read to its end and
/// disposed before the next one is opened.
/// </param>
public sealed record ModuleFile(string Path, long SizeBytes, ModuleFileKind Kind, Func<CancellationToken, ValueTask<Stream>> OpenAsync)
{
    /// <summary>Makes a file whose content needs no waiting for.</summary>
    public ModuleFile(string path, long sizeBytes, ModuleFileKind kind, Func<Stream> open)
        : this(path, sizeBytes, kind, _ => new ValueTask<Stream>(open()))
    {
    }

    /// <summary>
    /// Whether a conversion on the way out may make the content longer or shorter than <see cref="SizeBytes"/>, which is then an estimate. The opened stream
    /// tells its <see cref="Stream.Length"/>.
    /// </summary>
    public bool IsConverted { get; init; }

    /// <summary>The content's length, now that it is open.</summary>
    internal long SizeOf(Stream content) => IsConverted ? Math.Min(content.Length, MaxBytesOf(Path)) : SizeBytes;

    private static long MaxBytesOf(string path) => path switch
    {
        ZipPath.GoMod => ModuleZip.MaxGoModBytes,
        ZipPath.Licence => ModuleZip.MaxLicenceBytes,
        _ => ModuleZip.MaxZipBytes,
    };
}
