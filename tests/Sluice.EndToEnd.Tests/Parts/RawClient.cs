using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Sluice.Testing;

namespace Sluice.EndToEnd.Tests.Parts;

/// <summary>One GET on a socket of its own, read exactly as fast as the test says. Every wait has a limit.</summary>
internal sealed class RawClient : IDisposable
{
    private const int MaxHeadBytes = 16 * 1024;

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    private RawClient(Socket socket) => _socket = socket;

    /// <summary>The status; 0 before <see cref="ReadHeadAsync"/>.</summary>
    public int Status { get; private set; }

    /// <summary>The body's announced length.</summary>
    public long Length { get; private set; }

    /// <summary>Bytes of the body read so far.</summary>
    public long Position { get; private set; }

    /// <summary>Connects and sends the request, without waiting for an answer.</summary>
    /// <param name="url">The gateway.</param>
    /// <param name="path">What to ask for, without a leading slash.</param>
    /// <param name="receiveBufferBytes">A small one makes the gateway feel a slow reader soon; null for the system's.</param>
    public static async Task<RawClient> SendAsync(string url, string path, int? receiveBufferBytes = null)
    {
        var uri = new Uri(url);
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBufferBytes is { } size)
        {
            socket.ReceiveBufferSize = size;
        }

        await socket.ConnectAsync(IPAddress.Loopback, uri.Port).OrFail();
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {uri.AbsolutePath}{path} HTTP/1.1\r\nHost: {uri.Authority}\r\nConnection: close\r\n\r\n"));
        return new RawClient(socket);
    }

    /// <summary>Reads status line and headers.</summary>
    public async Task ReadHeadAsync()
    {
        int end;
        while ((end = _buffer.AsSpan(0, _end).IndexOf("\r\n\r\n"u8)) < 0)
        {
            Assert.True(_end < MaxHeadBytes, "the head does not end");
            var count = await ReceiveAsync(_buffer.AsMemory(_end));
            Assert.True(count > 0, "the connection ended before an answer");
            _end += count;
        }

        var lines = Encoding.ASCII.GetString(_buffer, 0, end).Split("\r\n");
        Status = int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture);
        const string Header = "Content-Length: ";
        var length = lines.First(line => line.StartsWith(Header, StringComparison.OrdinalIgnoreCase));
        Length = long.Parse(length[Header.Length..], CultureInfo.InvariantCulture);
        _start = end + 4;
    }

    /// <summary>Reads so many bytes of the body, or all that are left, and asserts that they are the expected file's.</summary>
    public async Task ReadAsync(long count, ReadOnlyMemory<byte> expected)
    {
        for (var end = Math.Min(Length, Position + count); Position < end;)
        {
            if (_start == _end)
            {
                _start = 0;
                _end = await ReceiveAsync(_buffer.AsMemory(0, (int)Math.Min(_buffer.Length, end - Position)));
                Assert.True(_end > 0, $"the connection ended after {Position} of {Length} bytes");
            }

            var part = _buffer.AsSpan(_start, (int)Math.Min(_end - _start, end - Position));
            Assert.True(part.SequenceEqual(expected.Span.Slice((int)Position, part.Length)), $"other bytes than the upstream's after {Position}");
            _start += part.Length;
            Position += part.Length;
        }
    }

    /// <summary>Reads the whole answer and asserts that it is 200 with exactly these bytes, and nothing after them.</summary>
    public async Task ReadAllAsync(ReadOnlyMemory<byte> expected)
    {
        if (Status == 0)
        {
            await ReadHeadAsync();
        }

        Assert.Equal(200, Status);
        Assert.Equal(expected.Length, Length);
        await ReadAsync(Length, expected);
        Assert.Equal(0, _end - _start);
        Assert.Equal(0, await ReceiveAsync(_buffer));
    }

    /// <summary>Cuts the connection (RST).</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private Task<int> ReceiveAsync(Memory<byte> target) => _socket.ReceiveAsync(target).AsTask().WaitAsync(Patience.Command);
}
