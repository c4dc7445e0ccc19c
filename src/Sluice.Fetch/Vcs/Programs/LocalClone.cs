namespace Sluice.Fetch.Vcs.Programs;

/// <summary>
/// A whole clone of a repository in the cache, for programs that cannot fetch less. Made at the first question under another name and put in place when it
/// is whole; brought up to date when the last time was a while ago.
/// </summary>
/// <param name="folder">Its place.</param>
/// <param name="name">What the clone is called there.</param>
/// <param name="time">The clock.</param>
internal sealed class LocalClone(RepositoryFolder folder, string name, TimeProvider time)
{
    /// <summary>How long the clone is believed to be what the server has: the questions of one go command.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    private long _refreshed;

    /// <summary>Where the clone is: a file or a folder.</summary>
    public string Location => Path.Join(folder.Directory, name);

    /// <summary>The place of the repository.</summary>
    public RepositoryFolder Folder => folder;

    private bool Exists => Path.Exists(Location);

    /// <summary>Makes the clone, or brings it up to date.</summary>
    /// <param name="clone">Clones to the given place.</param>
    /// <param name="pull">Brings the clone up to date.</param>
    /// <param name="afterwards">Runs when something may have changed, before anybody else may write.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task RefreshAsync(Func<string, Task> clone, Func<Task> pull, Func<Task> afterwards, CancellationToken cancellationToken) => CacheFaults.GuardAsync(async () =>
    {
        if (IsFresh)
        {
            return true;
        }

        using var turn = await folder.EnterAsync(RemoveLeftovers, cancellationToken);
        if (IsFresh)
        {
            return true;
        }

        if (Exists)
        {
            await pull();
        }
        else
        {
            var draft = Location + ".new";
            await clone(draft);
            System.IO.Directory.Move(draft, Location);
        }

        await afterwards();
        _refreshed = time.GetTimestamp();
        return true;
    });

    private bool IsFresh => _refreshed != 0 && Exists && time.GetElapsedTime(_refreshed) < Lifetime;

    private void RemoveLeftovers()
    {
        var draft = Location + ".new";
        if (Directory.Exists(draft))
        {
            Directory.Delete(draft, recursive: true);
        }

        File.Delete(draft);
    }
}
