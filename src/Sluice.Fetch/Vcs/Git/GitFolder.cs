namespace Sluice.Fetch.Vcs.Git;

/// <summary>
/// The place of one repository in the cache: <c>url</c>, which names it, <c>lock</c>, and two copies. <c>content</c> has single commits with their
/// files, <c>history</c> has commits without files. One writer at a time, in this process and among processes; readers need no lock, since
/// nothing that is in place is ever changed.
/// </summary>
internal sealed class GitFolder(string directory, string url, TimeProvider time)
{
    /// <summary>What the system says of a file that somebody else has locked: EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.</summary>
    private static readonly int[] LockedResults = [11, 35, unchecked((int)0x80070020)];

    /// <summary>Between two looks at a lock that another process holds.</summary>
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Single commits with their files.</summary>
    public GitCopy Content { get; } = new(Path.Join(directory, "content"));

    /// <summary>Commits and tags without files, of all branches and tags.</summary>
    public GitCopy History { get; } = new(Path.Join(directory, "history"));

    /// <summary>Where temporary files go.</summary>
    public string Directory => directory;

    /// <summary>Waits until nobody else writes, and cleans up behind a writer that was killed.</summary>
    /// <returns>Dispose it to let the next one in.</returns>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        FileStream? file = null;
        try
        {
            System.IO.Directory.CreateDirectory(directory);
            file = await LockAsync(cancellationToken);
            WriteUrl();
            Content.RemoveLeftovers();
            History.RemoveLeftovers();
            return new Turn(_gate, file);
        }
        catch
        {
            file?.Dispose();
            _gate.Release();
            throw;
        }
    }

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return new FileStream(Path.Join(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception) when (LockedResults.Contains(exception.HResult))
            {
                await Task.Delay(LockPause, time, cancellationToken);
            }
        }
    }

    private void WriteUrl()
    {
        var file = Path.Join(directory, "url");
        if (!File.Exists(file))
        {
            File.WriteAllText(file, url + "\n");
        }
    }

    private sealed class Turn(SemaphoreSlim gate, FileStream file) : IDisposable
    {
        private FileStream? _file = file;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _file, null) is { } held)
            {
                held.Dispose();
                gate.Release();
            }
        }
    }
}
