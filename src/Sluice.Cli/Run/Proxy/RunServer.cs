using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Sluice.Cli.Run.Proxy;

/// <summary>
/// The recording proxy on loopback. Its port is bound when it is made, so that the command can be started while the server still gets ready: what connects meanwhile
/// waits in the socket's queue. Only paths below a random token are served, so that other users of the machine cannot use the credentials behind it.
/// </summary>
internal sealed class RunServer : IHttpApplication<HttpContext>, IAsyncDisposable
{
    private const int TokenBytes = 12;
    private const int Backlog = 512;

    private readonly Socket _socket;
    private readonly string _token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TokenBytes));
    private KestrelServer? _server;
    private RunRoutes? _routes;

    public RunServer()
    {
        _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _socket.Listen(Backlog);
    }

    /// <summary><c>http://127.0.0.1:PORT/TOKEN/</c>; an id follows.</summary>
    public string Loopback => $"http://{_socket.LocalEndPoint}/{_token}/";

    /// <summary>Begins to serve.</summary>
    public async Task StartAsync(RunRoutes routes, CancellationToken cancellationToken)
    {
        _routes = routes;
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MinResponseDataRate = null;
        options.Limits.MinRequestBodyDataRate = null;
        options.Listen((IPEndPoint)_socket.LocalEndPoint!, listen => listen.Protocols = HttpProtocols.Http1);
        var transport = new SocketTransportOptions { Backlog = Backlog, CreateBoundListenSocket = _ => _socket };
        _server = new KestrelServer(
            Options.Create(options), new SocketTransportFactory(Options.Create(transport), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
        await _server.StartAsync(this, cancellationToken);
    }

    /// <inheritdoc/>
    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    /// <inheritdoc/>
    public Task ProcessRequestAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (target.StartsWith($"/{_token}/", StringComparison.Ordinal) && target.Length > _token.Length + 2)
        {
            return _routes!.AnswerAsync(context, target[_token.Length + 2], target[(_token.Length + 3)..].TrimStart('/'));
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            // Whoever is still connected has outlived the command.
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await _server.StopAsync(now.Token);
            _server.Dispose();
        }

        _socket.Dispose();
    }
}
