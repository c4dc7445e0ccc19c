using System.Runtime.InteropServices;

namespace Sluice.Store.Blobs;

/// <summary>The two system calls that the runtime has no name for: it refuses to open a directory, so it cannot flush one.</summary>
internal static partial class Unix
{
    private const int Interrupted = 4;
    private const int InvalidArgument = 22;
    private const int NotSupportedLinux = 95;
    private const int NotSupportedBsd = 45;

    // O_RDONLY is 0 everywhere; the close-on-exec flag is not the same everywhere.
    private static readonly int OpenFlags =
        OperatingSystem.IsLinux() ? 0x80000
        : OperatingSystem.IsMacOS() ? 0x1000000
        : OperatingSystem.IsFreeBSD() ? 0x100000
        : 0;

    /// <summary>
    /// Makes a directory's entries durable (fsync(2), notes). File systems that cannot flush a directory are left alone; so is Windows.
    /// </summary>
    /// <exception cref="IOException">The flush failed; the HRESULT is the errno.</exception>
    public static void FlushDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Retry(() => Open(path, OpenFlags));
        if (descriptor < 0)
        {
            throw Failure();
        }

        try
        {
            if (Retry(() => FSync(descriptor)) < 0 && Marshal.GetLastPInvokeError() is not (InvalidArgument or NotSupportedLinux or NotSupportedBsd))
            {
                throw Failure();
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static int Retry(Func<int> call)
    {
        int result;
        do
        {
            result = call();
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        return result;
    }

    private static IOException Failure() => new("cannot flush a directory", Marshal.GetLastPInvokeError());

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
