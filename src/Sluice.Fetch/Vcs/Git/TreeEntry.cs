using Sluice.Modules.Archives;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>A file, symbolic link or submodule of a commit.</summary>
/// <param name="Path">Slash-separated, from the repository's root.</param>
/// <param name="Kind">What it is; a submodule is irregular.</param>
/// <param name="SizeBytes">Of the content as it is stored; conversions may change it. 0 for a submodule.</param>
internal readonly record struct TreeEntry(string Path, ModuleFileKind Kind, long SizeBytes);
