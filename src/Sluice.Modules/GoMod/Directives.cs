using Sluice.Modules.Versions;

namespace Sluice.Modules.GoMod;

/// <summary>The <c>module</c> directive.</summary>
/// <param name="Path">The module's path as written; not checked, a main module may be called anything.</param>
/// <param name="Deprecation">
/// What follows <c>Deprecated:</c> at the start of a paragraph of its comments, up to that paragraph's end; null when there is none
/// (https://go.dev/ref/mod#go-mod-file-module-deprecation).
/// </param>
/// <param name="Position">Where the directive is.</param>
public sealed record ModuleDirective(string Path, string? Deprecation, GoModPosition Position);

/// <summary>A <c>godebug</c> directive, <c>key=value</c>.</summary>
/// <param name="Key">Before the first equals sign.</param>
/// <param name="Value">Behind it.</param>
/// <param name="Position">Where the directive is.</param>
public sealed record GodebugDirective(string Key, string Value, GoModPosition Position);

/// <summary>A <c>tool</c>, <c>ignore</c> or <c>use</c> directive: an import path, or a directory.</summary>
/// <param name="Path">The path, unquoted; not checked.</param>
/// <param name="Position">Where the directive is.</param>
public sealed record PathDirective(string Path, GoModPosition Position);

/// <summary>A <c>require</c> directive.</summary>
/// <param name="Module">What is required, in which version at least; the version is canonical and fits the path's major version.</param>
/// <param name="IsIndirect">Whether it carries the comment <c>// indirect</c>: no package of the main module imports it.</param>
/// <param name="Position">Where the directive is.</param>
public sealed record Requirement(ModuleReference Module, bool IsIndirect, GoModPosition Position);

/// <summary>An <c>exclude</c> directive.</summary>
/// <param name="Module">The version that must not be used; canonical.</param>
/// <param name="Position">Where the directive is.</param>
public sealed record Exclusion(ModuleReference Module, GoModPosition Position);

/// <summary>A <c>replace</c> directive.</summary>
/// <param name="Old">What is replaced; an empty version means every version.</param>
/// <param name="New">By what; with an empty version its path is a directory.</param>
/// <param name="Position">Where the directive is.</param>
public sealed record Replacement(ModuleReference Old, ModuleReference New, GoModPosition Position)
{
    /// <summary>Whether the replacement is a directory on the developer's machine.</summary>
    public bool IsDirectory => New.Version.Length == 0;
}

/// <summary>A <c>retract</c> directive. Both ends belong to it; of a single version they are the same.</summary>
/// <param name="Low">The oldest version. As written: the go command checks it only for the main module.</param>
/// <param name="High">The newest version. As written.</param>
/// <param name="Rationale">The directive's comments, lines parted by <c>\n</c>; empty when there are none.</param>
/// <param name="Position">Where the directive is.</param>
public sealed record Retraction(string Low, string High, string Rationale, GoModPosition Position)
{
    /// <summary>Whether the version is withdrawn. A malformed end covers nothing that is to be kept from its side.</summary>
    public bool Covers(ModuleVersion version) => SemVer.Compare(Low, version.Value) <= 0 && SemVer.Compare(version.Value, High) <= 0;
}
