using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Fetch.Tests.Peers;

/// <summary>A forward proxy that knows CONNECT and absolute-form GET, and sends everything to one port of loopback, whatever the name.</summary>
internal sealed class ConnectProxy : IAsyncDisposable
{
    private readonly RawPeer _peer;
    private readonly int _targetPort;

    public ConnectProxy(int targetPort, string? credentials = null, int refuseWith = 0)
    {
        _targetPort = targetPort;
        _peer = new RawPeer(async (socket, head, token) =>
        {
            while (head.Length > 0)
            {
                Heads.Enqueue(head);
                var expected = credentials is null ? null : "Proxy-Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials));
                if (expected is not null && !head.Contains(expected, StringComparison.Ordinal))
                {
                    await SendAsync(socket, "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n", token);
                    head = await RawPeer.ReadHeadAsync(socket, token);
                    continue;
                }

                if (refuseWith > 0)
                {
                    await SendAsync(socket, $"HTTP/1.1 {refuseWith} No\r\nContent-Length: 0\r\n\r\n", token);
                    return;
                }

                await RelayAsync(socket, head, token);
                return;
            }
        });
    }

    public ConcurrentQueue<string> Heads { get; } = [];

    public int Port => _peer.Port;

    public Uri Url => _peer.Url;

    public ValueTask DisposeAsync() => _peer.DisposeAsync();

    private static async Task SendAsync(Socket socket, string text, CancellationToken token) => await socket.SendAsync(Encoding.Latin1.GetBytes(text), token);

    private async Task RelayAsync(Socket client, string head, CancellationToken token)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await server.ConnectAsync("127.0.0.1", _targetPort, token);
        await (head.StartsWith("CONNECT ", StringComparison.Ordinal)
            ? SendAsync(client, "HTTP/1.1 200 Connected\r\n\r\n", token)
            : SendAsync(server, head, token));
        using var left = new NetworkStream(client);
        using var right = new NetworkStream(server);
        await Task.WhenAny(left.CopyToAsync(right, token), right.CopyToAsync(left, token));
    }
}
