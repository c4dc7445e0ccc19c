namespace Sluice.Fetch.Vcs.Git;

/// <summary>
/// The place of one git repository, with two copies: <c>content</c> has single commits with their files, <c>history</c> has commits without files. Readers
/// need no lock, since nothing that is in place is ever changed.
/// </summary>
internal sealed class GitFolder(string directory, string url, TimeProvider time)
{
    private readonly RepositoryFolder _folder = new(directory, url, time);

    /// <summary>Single commits with their files.</summary>
    public GitCopy Content { get; } = new(Path.Join(directory, "content"));

    /// <summary>Commits and tags without files, of all branches and tags.</summary>
    public GitCopy History { get; } = new(Path.Join(directory, "history"));

    /// <summary>Waits until nobody else writes, and cleans up behind a writer that was killed.</summary>
    /// <returns>Dispose it to let the next one in.</returns>
    public Task<IDisposable> EnterAsync(CancellationToken cancellationToken) => _folder.EnterAsync(CleanUp, cancellationToken);

    private void CleanUp()
    {
        Content.RemoveLeftovers();
        History.RemoveLeftovers();
    }
}
