using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Sluice.Testing;

namespace Sluice.Server.Tests.Hosting;

/// <summary>A socket on which a test says exactly what it wants, and reads the answers of HTTP/1.1 one by one.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    private RawConnection(Socket socket) => _socket = socket;

    public static async Task<RawConnection> OpenAsync(int port, int? receiveBufferBytes = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBufferBytes is { } bytes)
        {
            socket.ReceiveBufferSize = bytes;
        }

        await socket.ConnectAsync(IPAddress.Loopback, port).OrFail();
        return new RawConnection(socket);
    }

    /// <summary>Sends a request without a body, Host header included.</summary>
    public Task RequestAsync(string line, params string[] headers) =>
        SendAsync(Encoding.Latin1.GetBytes(string.Concat(line, "\r\nHost: gateway.test\r\n", string.Concat(headers.Select(header => header + "\r\n")), "\r\n")));

    public async Task SendAsync(byte[] bytes) => await _socket.SendAsync(bytes, SocketFlags.None).OrFail();

    /// <summary>The next answer, whole; null when the server closed the connection instead.</summary>
    /// <param name="hasBody">False for the answer to HEAD.</param>
    public async Task<RawAnswer?> ReadAnswerAsync(bool hasBody = true)
    {
        var head = await ReadHeadAsync();
        return head is null ? null : head with { Body = hasBody && head.Status is not (304 or 204) ? await ReadBodyAsync(head.Length ?? 0) : [] };
    }

    /// <summary>Status line and headers; null when the server closed the connection instead.</summary>
    public async Task<RawAnswer?> ReadHeadAsync()
    {
        var head = new List<byte>();
        while (head.Count < 4 || head[^1] != '\n' || head[^2] != '\r' || head[^3] != '\n')
        {
            if (_start == _end && !await FillAsync())
            {
                Assert.Empty(head);
                return null;
            }

            head.Add(_buffer[_start++]);
        }

        var lines = Encoding.Latin1.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("HTTP/1.1 ", lines[0], StringComparison.Ordinal);
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines[1..])
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers.Add(line[..colon], line[(colon + 1)..].Trim());
        }

        return new RawAnswer(int.Parse(lines[0].AsSpan(9, 3), CultureInfo.InvariantCulture), headers, []);
    }

    /// <summary>So many bytes; fewer fail.</summary>
    public async Task<byte[]> ReadBodyAsync(long length)
    {
        var body = new byte[length];
        Assert.Equal(length, await ReadUpToAsync(body));
        return body;
    }

    /// <summary>Reads until the buffer is full or the connection ends, in whatever way; how much came.</summary>
    public async Task<int> ReadUpToAsync(Memory<byte> target)
    {
        var length = 0;
        while (length < target.Length)
        {
            if (_start == _end && !await FillAsync())
            {
                break;
            }

            var count = Math.Min(_end - _start, target.Length - length);
            _buffer.AsMemory(_start, count).CopyTo(target[length..]);
            _start += count;
            length += count;
        }

        return length;
    }

    /// <summary>Cuts the connection with RST, as a killed client may.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
    }

    public void Dispose() => _socket.Dispose();

    private async Task<bool> FillAsync()
    {
        _start = 0;
        try
        {
            _end = await _socket.ReceiveAsync(_buffer, SocketFlags.None).OrFail();
        }
        catch (SocketException)
        {
            _end = 0;
        }

        return _end > 0;
    }
}

/// <summary>An answer as it came.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">By name, without regard to case.</param>
/// <param name="Body">The body; empty where there is none.</param>
internal sealed record RawAnswer(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public long? Length => Headers.TryGetValue("Content-Length", out var length) ? long.Parse(length, CultureInfo.InvariantCulture) : null;
}
