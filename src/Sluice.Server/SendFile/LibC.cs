using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Server.SendFile;

/// <summary>sendfile(2) of Linux: from the page cache to the socket without a copy through the process.</summary>
internal static partial class LibC
{
    private const int EINTR = 4;
    private const int EAGAIN = 11;

    /// <summary>Sends what the socket takes at once: bytes sent, 0 when it takes none now, negative on failure.</summary>
    public static long SendFile(Socket socket, SafeFileHandle file, long offset, long count)
    {
        while (true)
        {
            var sent = SendFile((int)socket.Handle, file, ref offset, (nint)count);
            if (sent >= 0)
            {
                // The file ended before its length: somebody cut it. That is a failure, not a full socket.
                return sent == 0 ? -1 : sent;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error != EINTR)
            {
                return error == EAGAIN ? 0 : -1;
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "sendfile", SetLastError = true)]
    private static partial nint SendFile(int outSocket, SafeFileHandle inFile, ref long offset, nint count);
}
