using Sluice.Modules.Archives;

namespace Sluice.Fetch.Vcs;

/// <summary>
/// The files of one folder of one commit, for the making of a module zip. Paths are relative to the folder. They may be opened in any order, one at
/// a time, until the tree is disposed, which deletes whatever it lies in. What is below another folder with a regular go.mod is another module's: it
/// is listed, but its content need not be there.
/// </summary>
internal sealed class SourceTree(IReadOnlyList<ModuleFile> files, Action release) : IDisposable
{
    private Action? _release = release;

    /// <summary>Every file, symbolic link and submodule; folders are not listed.</summary>
    public IReadOnlyList<ModuleFile> Files { get; } = files;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
