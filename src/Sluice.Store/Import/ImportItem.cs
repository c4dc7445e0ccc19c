using Sluice.Modules.Paths;
using Sluice.Modules.Versions;

namespace Sluice.Store.Import;

/// <summary>The files of one version in an import's source, relative to its root; null for those that are not there.</summary>
internal sealed record ImportItem(ModulePath Path, ModuleVersion Version)
{
    public string? Info { get; init; }

    public string? GoMod { get; init; }

    public string? Zip { get; init; }

    public string? ZipHash { get; init; }

    public override string ToString() => $"{Path}@{Version}";
}
