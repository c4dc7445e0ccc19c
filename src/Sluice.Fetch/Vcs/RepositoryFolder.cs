using System.Security.Cryptography;
using System.Text;

namespace Sluice.Fetch.Vcs;

/// <summary>
/// The place of one repository in the cache: <c>url</c>, which names it, <c>lock</c>, and whatever its kind keeps there. One writer at a time, in this
/// process and among processes.
/// </summary>
internal sealed class RepositoryFolder(string directory, string url, TimeProvider time)
{
    /// <summary>What the system says of a file that somebody else has locked: EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.</summary>
    private static readonly int[] LockedResults = [11, 35, unchecked((int)0x80070020)];

    /// <summary>Between two looks at a lock that another process holds.</summary>
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>Its absolute path. Made by whoever writes first.</summary>
    public string Directory => directory;

    /// <summary>The name of a repository's folder: the first 128 bits of its URL's SHA-256.</summary>
    public static string NameOf(string url) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(url)).AsSpan(0, 16));

    /// <summary>Waits until nobody else writes, and cleans up behind a writer that was killed.</summary>
    /// <param name="cleanUp">Removes what a killed writer left.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Dispose it to let the next one in.</returns>
    public async Task<IDisposable> EnterAsync(Action cleanUp, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        FileStream? file = null;
        try
        {
            System.IO.Directory.CreateDirectory(directory);
            file = await LockAsync(cancellationToken);
            WriteUrl();
            cleanUp();
            return new Turn(_gate, file);
        }
        catch
        {
            file?.Dispose();
            _gate.Release();
            throw;
        }
    }

    /// <summary>A file for what is taken out of the repository. It has no name where that can be: nothing stays behind, even when this process is killed.</summary>
    public FileStream OpenSpool()
    {
        System.IO.Directory.CreateDirectory(directory);
        var name = Path.Join(directory, $"export-{Guid.NewGuid():N}");
        var spool = new FileStream(name, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            Options = FileOptions.DeleteOnClose,
        });
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(name);
        }

        return spool;
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
