using System.Runtime.InteropServices;

namespace Sluice.Cli.Run.Children;

/// <summary>
/// Writes to an open descriptor with write(2): at the place where all who share it are, as a terminal, a pipe and a file opened for several programs want it, and with an
/// error when nobody reads any more.
/// </summary>
internal sealed class DescriptorStream(int descriptor) : Stream
{
    private const int Again = 11;
    private const short PollOut = 4;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>stderr, written to so that broken pipes are noticed.</summary>
    public static Stream OpenError() => OperatingSystem.IsLinux() ? new DescriptorStream(2) : Console.OpenStandardError();

    public override void Flush()
    {
        // Nothing is held back.
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var written = Libc.Write(descriptor, in MemoryMarshal.GetReference(buffer), buffer.Length);
            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == Again)
            {
                // Somebody made it non-blocking; wait until there is room.
                var wait = new PollEntry { Descriptor = descriptor, Events = PollOut };
                _ = Libc.Poll(ref wait, 1, -1);
            }
            else if (error != Libc.Interrupted)
            {
                throw new IOException(Marshal.GetPInvokeErrorMessage(error));
            }
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

/// <summary>struct pollfd.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    public int Descriptor;
    public short Events;
    public short Returned;
}
