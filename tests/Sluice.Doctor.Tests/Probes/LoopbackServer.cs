using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Sluice.Doctor.Tests.Probes;

/// <summary>A TCP server on loopback that does with each connection what the test says: well-behaved or not.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener;
    private readonly Func<Socket, Stream, CancellationToken, Task> _handle;
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _loop;
    private int _accepted;

    private LoopbackServer(Func<Socket, Stream, CancellationToken, Task> handle, string address)
    {
        _handle = handle;
        _listener = new TcpListener(IPAddress.Parse(address), 0);
        _listener.Start();
        _loop = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Connections so far.</summary>
    public int Accepted => _accepted;

    /// <summary>Requests read by <see cref="ReadRequestAsync"/>-based servers, first lines.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static LoopbackServer Start(Func<Stream, CancellationToken, Task> handle, string address = "127.0.0.1") =>
        new((_, stream, stop) => handle(stream, stop), address);

    public static LoopbackServer StartRaw(Func<Socket, Stream, CancellationToken, Task> handle) => new(handle, "127.0.0.1");

    /// <summary>Answers every request with a text, over TLS where there is a certificate; then closes.</summary>
    public static LoopbackServer StartHttp(Func<HttpText, string> answer, X509Certificate2? certificate = null)
    {
        LoopbackServer? server = null;
        server = Start(async (stream, stop) =>
        {
            await using var secured = certificate is null ? stream : await SecureAsync(stream, certificate, stop);
            var request = await ReadRequestAsync(secured, stop);
            server!.Requests.Enqueue(request.Head);
            await secured.WriteAsync(Encoding.Latin1.GetBytes(answer(request)), stop);
        });
        return server;
    }

    /// <summary>A response with its length.</summary>
    public static string Response(int status, string body, string headers = "", string type = "text/plain; charset=utf-8") =>
        $"HTTP/1.1 {status} Reason\r\nContent-Type: {type}\r\n{headers}Content-Length: {Encoding.Latin1.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}";

    public static async Task<SslStream> SecureAsync(Stream stream, X509Certificate2 certificate, CancellationToken stop)
    {
        var ssl = new SslStream(stream);
        await ssl.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
        return ssl;
    }

    public static async Task<HttpText> ReadRequestAsync(Stream stream, CancellationToken stop)
    {
        var bytes = new List<byte>();
        var one = new byte[1];
        while (!Encoding.Latin1.GetString([.. bytes]).EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, stop);
            bytes.Add(one[0]);
        }

        var head = Encoding.Latin1.GetString([.. bytes]);
        var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase));
        var body = new byte[length is null ? 0 : int.Parse(length["Content-Length: ".Length..], System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, stop);
        return new HttpText(head, body);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _loop;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                Interlocked.Increment(ref _accepted);
                _connections.Add(ServeAsync(socket));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException or SocketException)
        {
            // Stopped, perhaps between two connections.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            await _handle(socket, stream, _stop.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // The client hung up, or refused the certificate: often the very thing that is tested.
        }
    }
}

/// <summary>A request.</summary>
internal sealed record HttpText(string Head, byte[] Body)
{
    public string Target => Head.Split(' ')[1];

    public string? Header(string name) =>
        Head.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
