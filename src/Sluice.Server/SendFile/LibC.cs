using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Sluice.Server.SendFile;

/// <summary>sendfile(2) of Linux: from the page cache to the socket without a copy through the process.</summary>
internal static partial class LibC
{
    private const int EINTR = 4;
    private const int EAGAIN = 11;
    private const int MSG_DONTWAIT = 0x40;
    private const int MSG_NOSIGNAL = 0x4000;
    private const int MSG_MORE = 0x8000;

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

    /// <summary>
    /// Sends bytes of which more will follow at once (MSG_MORE), so that the kernel joins them with what follows into full segments. .NET knows no
    /// such flag. The number of bytes that the socket took; the rest, if any, goes the ordinary way.
    /// </summary>
    public static int SendMore(Socket socket, ReadOnlySpan<byte> bytes) =>
        (int)Math.Max(0, Send((int)socket.Handle, bytes, bytes.Length, MSG_MORE | MSG_NOSIGNAL | MSG_DONTWAIT));

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static partial nint Send(int socket, ReadOnlySpan<byte> bytes, nint length, int flags);

    [LibraryImport("libc", EntryPoint = "sendfile", SetLastError = true)]
    private static partial nint SendFile(int outSocket, SafeFileHandle inFile, ref long offset, nint count);
}
