using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Core.Ports;

/// <summary>One thing that can be asked about a module. It is the key of the cache, of single flight and of the store alike.</summary>
public sealed record Artefact
{
    private readonly int _hash;

    private Artefact(ModulePath path, ArtefactKind kind, string version)
    {
        _hash = HashCode.Combine(path, kind, version);
        Path = path;
        Kind = kind;
        Version = version;
    }

    /// <summary>The module.</summary>
    public ModulePath Path { get; }

    /// <summary>What is asked for.</summary>
    public ArtefactKind Kind { get; }

    /// <summary>The version of <c>.mod</c> and <c>.zip</c>, the revision of <c>.info</c>, empty for list and latest. Not escaped.</summary>
    public string Version { get; }

    /// <summary>
    /// Whether the answer can never change: everything of a canonical version. Lists, <c>@latest</c> and the <c>.info</c> of a
    /// branch, a commit or a version that does not belong to the path are questions whose answer may differ tomorrow.
    /// </summary>
    public bool IsImmutable => Kind switch
    {
        ArtefactKind.GoMod or ArtefactKind.Zip => true,
        ArtefactKind.Info => ModuleVersion.TryParse(Version, out var version, out _) && Path.SplitMajor().Matches(version),
        _ => false,
    };

    /// <summary>The versions of a module.</summary>
    public static Artefact List(ModulePath path) => new(path, ArtefactKind.List, "");

    /// <summary>The latest version of a module.</summary>
    public static Artefact Latest(ModulePath path) => new(path, ArtefactKind.Latest, "");

    /// <summary>Version and time of a revision.</summary>
    public static Artefact Info(ModulePath path, Revision revision) => new(path, ArtefactKind.Info, revision.Value);

    /// <summary>Version and time of a canonical version.</summary>
    public static Artefact Info(ModulePath path, ModuleVersion version) => new(path, ArtefactKind.Info, version.Value);

    /// <summary>The go.mod file of a version.</summary>
    public static Artefact GoMod(ModulePath path, ModuleVersion version) => new(path, ArtefactKind.GoMod, version.Value);

    /// <summary>The zip of a version.</summary>
    public static Artefact Zip(ModulePath path, ModuleVersion version) => new(path, ArtefactKind.Zip, version.Value);

    /// <summary>
    /// Where the artefact lies below a GOPROXY base URL and in a file tree: <c>github.com/!big/mod/@v/v1.2.3.zip</c>. Case-escaped, no
    /// leading slash, not percent-encoded.
    /// </summary>
    public string ToRelativePath()
    {
        var path = Path.Escape();
        var version = CaseEscaping.Escape(Version);
        return Kind switch
        {
            ArtefactKind.List => $"{path}/@v/list",
            ArtefactKind.Latest => $"{path}/@latest",
            ArtefactKind.Info => $"{path}/@v/{version}.info",
            ArtefactKind.GoMod => $"{path}/@v/{version}.mod",
            _ => $"{path}/@v/{version}.zip",
        };
    }

    /// <inheritdoc/>
    /// <remarks>By hand, because it is the key of every table on the hot path: the hash is computed once.</remarks>
    public bool Equals(Artefact? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && Kind == other.Kind && Version == other.Version && Path == other.Path);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <inheritdoc/>
    public override string ToString() => ToRelativePath();
}
