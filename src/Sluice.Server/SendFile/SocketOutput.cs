using System.Buffers;
using System.IO.Pipelines;
using System.Net.Sockets;

namespace Sluice.Server.SendFile;

/// <summary>
/// The output of a plaintext HTTP/1.1 connection, straight to the socket. A flush ends when the kernel took everything, so bytes of a file
/// cannot overtake the headers before them.
/// </summary>
/// <remarks>
/// In file mode (<see cref="SendFileRange"/>) the memory that Kestrel gets is a dummy, advancing only counts, and the flush sends the pending
/// headers and then that many bytes of the file with sendfile(2). Kestrel's own count of body bytes stays right, and with it keep-alive,
/// pipelining and HEAD. One writer at a time, as for every pipe.
/// </remarks>
internal sealed class SocketOutput(Socket socket) : PipeWriter, IDisposable
{
    /// <summary>Most bytes of a file that one flush sends: the unit in which progress is seen (<see cref="TransferWatchdog"/>). Smaller pieces cost
    /// more processor time a byte: the warm zip30m question of bench/load tells.</summary>
    public const int MaxRangeBytes = 1024 * 1024;

    /// <summary>First size of the buffer for headers and small bodies; it grows to what is asked for.</summary>
    private const int InitialBufferBytes = 4096;

    /// <summary>Larger buffers are given back after the flush.</summary>
    private const int KeptBufferBytes = 32 * 1024;

    /// <summary>Kestrel asks for memory before it advances; in file mode nobody writes into it, so it is never backed by pages.</summary>
    private static readonly byte[] Dummy = GC.AllocateUninitializedArray<byte>(MaxRangeBytes);

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialBufferBytes);
    private int _length;
    private FileStream? _file;
    private long _fileOffset;
    private long _fileCount;
    private PacketSender? _packets;
    private bool _broken;
    private bool _completed;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => _length + _fileCount;

    /// <summary>Begins file mode: the bytes advanced before the next flush are the file's, from this offset.</summary>
    public void SendFileRange(FileStream file, long offset)
    {
        _file = file;
        _fileOffset = offset;
        _fileCount = 0;
    }

    public override Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_file is not null)
        {
            return Dummy;
        }

        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_length);
    }

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
        if (_file is not null)
        {
            _fileCount += bytes;
            return;
        }

        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, _buffer.Length - _length);
        _length += bytes;
    }

    public override void CancelPendingFlush()
    {
        // Kestrel cancels a flush to abort the connection; the abort closes the socket, which ends the flush.
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (_broken)
        {
            Drop();
            return new ValueTask<FlushResult>(new FlushResult(isCanceled: false, isCompleted: true));
        }

        if (_file is not null || _length > 0)
        {
            return SendAsync();
        }

        return new ValueTask<FlushResult>(new FlushResult(isCanceled: false, isCompleted: _completed));
    }

    public override void Complete(Exception? exception = null) => _completed = true;

    public void Dispose()
    {
        _packets?.Dispose();
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private async ValueTask<FlushResult> SendAsync()
    {
        try
        {
            await SendBufferAsync(_fileCount > 0);
            if (_file is not null && _fileCount > 0)
            {
                await SendFileAsync(_file);
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or InvalidOperationException or NotSupportedException or IOException)
        {
            // The client left. Managed sendfile says so with any of these on a socket that is already closed.
            _broken = true;
        }

        Drop();
        return new FlushResult(isCanceled: false, isCompleted: _broken);
    }

    private async ValueTask SendBufferAsync(bool more)
    {
        var sent = more ? LibC.SendMore(socket, _buffer.AsSpan(0, _length)) : 0;
        while (sent < _length)
        {
            sent += await socket.SendAsync(_buffer.AsMemory(sent, _length - sent), SocketFlags.None);
        }
    }

    private async ValueTask SendFileAsync(FileStream file)
    {
        while (_fileCount > 0)
        {
            var sent = LibC.SendFile(socket, file.SafeFileHandle, _fileOffset, _fileCount);
            if (sent < 0)
            {
                throw new IOException("sendfile failed");
            }

            if (sent == 0)
            {
                // The socket is full: .NET waits for it with epoll, and sends with sendfile(2) too.
                _packets ??= new PacketSender();
                await _packets.SendAsync(socket, file, _fileOffset, (int)_fileCount);
                return;
            }

            _fileOffset += sent;
            _fileCount -= sent;
        }
    }

    private void Drop()
    {
        _file = null;
        _fileCount = 0;
        _length = 0;
        if (_buffer.Length > KeptBufferBytes)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(InitialBufferBytes);
        }
    }

    private void Reserve(int bytes)
    {
        if (_buffer.Length - _length >= bytes)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_buffer.Length * 2, _length + bytes));
        _buffer.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
