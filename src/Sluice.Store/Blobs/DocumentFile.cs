using Microsoft.Win32.SafeHandles;
using Sluice.Core.Faults;
using Sluice.Core.Ports;

namespace Sluice.Store.Blobs;

/// <summary>Small files, read whole in one go: they lie in the page cache, or cost one read of the disk.</summary>
internal static class DocumentFile
{
    /// <summary>Reads a document; null when there is none, or can be none because its name is too long.</summary>
    /// <exception cref="StoreException">It is there but cannot be read, or is longer than <see cref="DiskStore.MaxDocumentBytes"/>.</exception>
    public static StoredDocument? Read(string path)
    {
        try
        {
            using var handle = Open(path);
            var bytes = ReadAll(handle);
            return new StoredDocument(bytes, File.GetLastWriteTimeUtc(handle));
        }
        catch (Exception exception) when (DiskFaults.IsAbsence(exception) || exception is PathTooLongException)
        {
            return null;
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            throw DiskFaults.Wrap(exception, "reading a document");
        }
    }

    /// <summary>When the file holds exactly these bytes, renews its time and says true. Anything else, a failure too, is false.</summary>
    public static bool TryConfirm(string path, ReadOnlySpan<byte> bytes, DateTimeOffset now)
    {
        try
        {
            using var handle = Open(path);
            if (RandomAccess.GetLength(handle) != bytes.Length || !bytes.SequenceEqual(ReadAll(handle)))
            {
                return false;
            }

            File.SetLastWriteTimeUtc(handle, now.UtcDateTime);
            return true;
        }
        catch (Exception exception) when (DiskFaults.IsExpected(exception))
        {
            return false;
        }
    }

    private static SafeFileHandle Open(string path) =>
        File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private static byte[] ReadAll(SafeFileHandle handle)
    {
        var length = RandomAccess.GetLength(handle);
        if (length > DiskStore.MaxDocumentBytes)
        {
            throw new StoreException(FaultCodes.StoreFailed.At(detail: $"a document of more than {DiskStore.MaxDocumentBytes} bytes"));
        }

        var bytes = new byte[length];
        var read = 0;
        while (read < bytes.Length)
        {
            var count = RandomAccess.Read(handle, bytes.AsSpan(read), read);
            if (count == 0)
            {
                throw new IOException("the file became shorter");
            }

            read += count;
        }

        return bytes;
    }
}
