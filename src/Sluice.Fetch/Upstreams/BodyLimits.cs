using Sluice.Core.Ports;

namespace Sluice.Fetch.Upstreams;

/// <summary>The largest bodies that are taken from a source, in bytes. Nothing is allocated by an announced length.</summary>
internal sealed record BodyLimits
{
    /// <summary><c>@v/list</c>: our own choice; a million versions of 16 characters.</summary>
    public const long MaxListBytes = 16 * 1024 * 1024;

    /// <summary><c>.info</c> and <c>@latest</c>: our own choice; real ones stay below 1 KiB.</summary>
    public const long MaxInfoBytes = 1024 * 1024;

    /// <summary><c>.mod</c>: https://go.dev/ref/mod#zip-path-size-constraints (golang.org/x/mod/zip, <c>MaxGoMod</c>).</summary>
    public const long MaxGoModBytes = 16 * 1024 * 1024;

    /// <summary><c>.zip</c>: the same section (golang.org/x/mod/zip, <c>MaxZipFile</c>).</summary>
    public const long MaxZipBytes = 500 * 1024 * 1024;

    /// <summary>Records and tiles of a checksum database: our own choice; a full tile has 8 KiB.</summary>
    public const long MaxSumDbBytes = 1024 * 1024;

    /// <summary>See <see cref="MaxListBytes"/>.</summary>
    public long ListBytes { get; init; } = MaxListBytes;

    /// <summary>See <see cref="MaxInfoBytes"/>.</summary>
    public long InfoBytes { get; init; } = MaxInfoBytes;

    /// <summary>See <see cref="MaxGoModBytes"/>.</summary>
    public long GoModBytes { get; init; } = MaxGoModBytes;

    /// <summary>See <see cref="MaxZipBytes"/>.</summary>
    public long ZipBytes { get; init; } = MaxZipBytes;

    /// <summary>See <see cref="MaxSumDbBytes"/>.</summary>
    public long SumDbBytes { get; init; } = MaxSumDbBytes;

    /// <summary>The limit of one kind of artefact.</summary>
    public long Of(ArtefactKind kind) => kind switch
    {
        ArtefactKind.List => ListBytes,
        ArtefactKind.GoMod => GoModBytes,
        ArtefactKind.Zip => ZipBytes,
        _ => InfoBytes,
    };
}
