using System.Buffers;
using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Sluice.Server.Http;

/// <summary>
/// HTTP/2 without TLS on the port of HTTP/1.1. Kestrel chooses the protocol of a plaintext endpoint by configuration only; here the first
/// bytes of the connection choose: the preface of HTTP/2 (RFC 9113 §3.4) is nothing that an HTTP/1.1 request begins with.
/// </summary>
/// <remarks>
/// The HTTP/2 half is an endpoint of its own, bound to no address: its listener never accepts, and its connection pipeline is handed the
/// connections that begin with the preface.
/// </remarks>
internal sealed class Http2Preface(TimeProvider time)
{
    /// <summary>Longest wait for the first bytes of a connection; Kestrel's own limits begin only afterwards (its keep-alive limit is as long).</summary>
    private static readonly TimeSpan FirstBytesTimeout = TimeSpan.FromSeconds(130);

    private ConnectionDelegate? _http2;

    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8;

    /// <summary>Adds the HTTP/2 half.</summary>
    public void AddEndpoint(KestrelServerOptions options) => options.Listen(NowhereEndPoint.Instance, endpoint =>
    {
        endpoint.Protocols = HttpProtocols.Http2;
        endpoint.Use(next => _http2 = next);
    });

    /// <summary>Sends the connections of a plaintext endpoint that begin with the preface to the HTTP/2 half.</summary>
    public void Divert(ListenOptions endpoint) => endpoint.Use(next => async connection =>
    {
        var isHttp2 = await BeginsWithPrefaceAsync(connection);
        if (isHttp2 is null)
        {
            return;
        }

        await (isHttp2.Value ? _http2! : next)(connection);
    });

    /// <summary>Looks at the first bytes without taking them; null when the connection ended before they came.</summary>
    private async Task<bool?> BeginsWithPrefaceAsync(ConnectionContext connection)
    {
        // A gateway that stops does not wait for who has not said a word; Kestrel itself sees to the connections beyond this point.
        using var timeout = new CancellationTokenSource(FirstBytesTimeout, time);
        var closing = connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.ConnectionClosedRequested ?? CancellationToken.None;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, closing);
        try
        {
            while (true)
            {
                var result = await connection.Transport.Input.ReadAsync(either.Token);
                var verdict = Judge(result.Buffer);
                if (verdict is not null || result.IsCompleted)
                {
                    connection.Transport.Input.AdvanceTo(result.Buffer.Start);
                    return verdict ?? (result.Buffer.IsEmpty ? null : false);
                }

                connection.Transport.Input.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            connection.Abort();
            return null;
        }
    }

    private static bool? Judge(ReadOnlySequence<byte> start)
    {
        Span<byte> bytes = stackalloc byte[Preface.Length];
        var length = (int)Math.Min(start.Length, bytes.Length);
        start.Slice(0, length).CopyTo(bytes);
        if (!Preface.StartsWith(bytes[..length]))
        {
            return false;
        }

        return length == Preface.Length ? true : null;
    }

    /// <summary>The address of an endpoint that nobody can reach.</summary>
    internal sealed class NowhereEndPoint : EndPoint
    {
        public static readonly NowhereEndPoint Instance = new();

        public override string ToString() => "nowhere";
    }

    /// <summary>A listener that never accepts.</summary>
    internal sealed class NowhereTransport : IConnectionListenerFactory, IConnectionListenerFactorySelector
    {
        public bool CanBind(EndPoint endpoint) => endpoint is NowhereEndPoint;

        public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) => new(new Listener(endpoint));

        private sealed class Listener(EndPoint endpoint) : IConnectionListener
        {
            private readonly TaskCompletionSource<ConnectionContext?> _unbound = new(TaskCreationOptions.RunContinuationsAsynchronously);

            public EndPoint EndPoint { get; } = endpoint;

            public ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default) => new(_unbound.Task.WaitAsync(cancellationToken));

            public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
            {
                _unbound.TrySetResult(null);
                return default;
            }

            public ValueTask DisposeAsync() => UnbindAsync();
        }
    }
}
