using Sluice.Core.Ports;
using Sluice.Modules.SumDb;
using Sluice.Store.Blobs;

namespace Sluice.Store.SumDb.Log;

/// <summary>Makes new logs.</summary>
public static class LogCreation
{
    /// <summary>Whether there is a log of this name.</summary>
    public static bool Exists(string dataDirectory, string name) => Directory.Exists(LogFiles.FolderOf(dataDirectory, name));

    /// <summary>
    /// Makes a log without records, whole or not at all. False if there is one of this name, which stays as it is.
    /// </summary>
    /// <param name="dataDirectory">The data directory; made when it is not there.</param>
    /// <param name="verifierKey">The public key, with the log's name.</param>
    /// <param name="signer">The secret key.</param>
    /// <param name="sealedKey">What to keep of the secret key in the log's folder; empty for nothing.</param>
    /// <exception cref="StoreException">It cannot be written.</exception>
    public static bool TryCreate(string dataDirectory, NoteVerifierKey verifierKey, INoteSigner signer, ReadOnlySpan<byte> sealedKey)
    {
        ArgumentNullException.ThrowIfNull(verifierKey);
        var target = LogFiles.FolderOf(dataDirectory, verifierKey.Name);
        if (Path.Exists(target))
        {
            return false;
        }

        var draft = Path.Join(dataDirectory, LogFiles.DirectoryName, $".new-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(draft);
            if (!sealedKey.IsEmpty)
            {
                Write(Path.Join(draft, LogFiles.SealedKey), sealedKey, isSecret: true);
            }

            Write(Path.Join(draft, LogFiles.VerifierKey), System.Text.Encoding.UTF8.GetBytes($"{verifierKey}\n"), isSecret: false);
            Write(Path.Join(draft, LogFiles.Head), SignedNote.Unsigned(TreeHead.Empty.ToString()).Sign(signer), isSecret: false);
            Unix.FlushDirectory(draft);
            return TryPublish(draft, target);
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            throw DiskFaults.Wrap(exception, "making the checksum log");
        }
        finally
        {
            if (Directory.Exists(draft))
            {
                Directory.Delete(draft, recursive: true);
            }
        }
    }

    /// <summary>Writes a file that is not there yet, durably. A secret one may be read by its owner only.</summary>
    /// <exception cref="IOException">It is there, or cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content, bool isSecret)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (isSecret && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    /// <summary>A directory is not renamed over one that is not empty.</summary>
    private static bool TryPublish(string draft, string target)
    {
        try
        {
            Directory.Move(draft, target);
        }
        catch (IOException) when (Path.Exists(target))
        {
            return false;
        }

        Unix.FlushDirectory(Path.GetDirectoryName(target)!);
        Unix.FlushDirectory(Path.GetDirectoryName(Path.GetDirectoryName(target))!);
        return true;
    }
}
