using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Fetch.Tests.Peers;

/// <summary>A TCP server on a free loopback port that reads a request's head and then does what the test says, however wrong.</summary>
internal sealed class RawPeer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Socket, string, CancellationToken, Task> _script;
    private readonly Task _running;
    private int _connections;

    public RawPeer(Func<Socket, string, CancellationToken, Task> script)
    {
        _script = script;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _running = RunAsync();
    }

    public int Port { get; }

    public Uri Url => new($"http://127.0.0.1:{Port}");

    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Sends text and then closes orderly.</summary>
    public static RawPeer Saying(string answer) => new(async (socket, _, token) =>
    {
        await socket.SendAsync(Encoding.Latin1.GetBytes(answer), token);
        socket.Shutdown(SocketShutdown.Send);
    });

    /// <summary>Sends text and then nothing more, until it is disposed.</summary>
    public static RawPeer SayingThenSilent(string answer) => new(async (socket, _, token) =>
    {
        await socket.SendAsync(Encoding.Latin1.GetBytes(answer), token);
        await Task.Delay(Timeout.Infinite, token);
    });

    /// <summary>Sends text and then resets the connection.</summary>
    public static RawPeer SayingThenReset(string answer) => new(async (socket, _, token) =>
    {
        await socket.SendAsync(Encoding.Latin1.GetBytes(answer), token);
        socket.LingerState = new LingerOption(true, 0);
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                serving.Add(ServeAsync(socket));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await _script(socket, await ReadHeadAsync(socket, _stop.Token), _stop.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException)
            {
                // The other end went away, or the test is over.
            }
        }
    }

    public static async Task<string> ReadHeadAsync(Socket socket, CancellationToken token)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await socket.ReceiveAsync(one, token) == 1)
        {
            head.Append((char)one[0]);
            if (head.Length == 1 && head[0] == 0x16)
            {
                // A TLS hello; there will be no end of a head.
                break;
            }
        }

        return head.ToString();
    }
}
