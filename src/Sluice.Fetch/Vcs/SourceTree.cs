using Sluice.Modules.Archives;

namespace Sluice.Fetch.Vcs;

/// <summary>
/// The files of one folder of one commit, for the making of a module zip. Paths are relative to the folder. They are opened in the order of the list, one
/// at a time, any of them or none, until the tree is disposed, which ends and deletes whatever they come from. What is below another folder with a regular go.mod is another module's: it
/// is listed, but its content need not be there.
/// </summary>
internal sealed class SourceTree(IReadOnlyList<ModuleFile> files, Func<ValueTask> release) : IAsyncDisposable
{
    /// <summary>Nothing at all.</summary>
    public static SourceTree Empty => new([], static () => ValueTask.CompletedTask);

    private Func<ValueTask>? _release = release;

    /// <summary>Every file, symbolic link and submodule; folders are not listed.</summary>
    public IReadOnlyList<ModuleFile> Files { get; } = files;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _release, null)?.Invoke() ?? ValueTask.CompletedTask;
}
