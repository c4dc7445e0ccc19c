namespace Sluice.Modules.GoMod;

/// <summary>
/// A module path and a version as a go.mod file spells them (golang.org/x/mod/module, <c>Version</c>). Neither needs to be one that a
/// proxy can serve: a main module may be called <c>m</c>, a replacement may be a directory. Compare with
/// <see cref="Paths.ModulePath"/> and <see cref="Versions.ModuleVersion"/>, which are checked.
/// </summary>
/// <param name="Path">The module path, or for the target of a replacement a directory.</param>
/// <param name="Version">A canonical version; empty for a main module, for a directory, and on the left of a replacement for every version.</param>
public readonly record struct ModuleReference(string Path, string Version)
{
    /// <summary><c>path@version</c>, or the path alone.</summary>
    public override string ToString() => Version.Length == 0 ? Path : $"{Path}@{Version}";
}
