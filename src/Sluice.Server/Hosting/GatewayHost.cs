using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Server.Configuration;
using Sluice.Server.Endpoints;
using Sluice.Server.Health;
using Sluice.Server.Http;
using Sluice.Server.SendFile;
using Sluice.Server.Telemetry;

namespace Sluice.Server.Hosting;

/// <summary>The gateway as a running server.</summary>
public sealed class GatewayHost : IAsyncDisposable
{
    private readonly GatewaySettings _settings;
    private readonly GatewayEnvironment _environment;
    private readonly LogSink _sink;
    private readonly LineLoggerProvider _logging;
    private readonly GatewayLog _log;
    private readonly GatewayPipeline _pipeline;
    private readonly TransferWatchdog _watchdog;
    private readonly Readiness _readiness;
    private readonly WebApplication _app;
    private bool _started;
    private int _disposed;

    /// <summary>Composes the gateway; nothing listens yet.</summary>
    /// <exception cref="Core.Ports.StoreException">The data directory cannot be used.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The certificate or its key cannot be read.</exception>
    public GatewayHost(GatewaySettings settings, GatewayEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(environment);
        _settings = settings;
        _environment = environment;
        var time = environment.Time;
        var pretty = settings.Log.Format == LogFormat.Pretty || (settings.Log.Format == LogFormat.Auto && environment.LogIsTerminal);
        _sink = new LogSink(environment.LogTarget, time);
        _logging = new LineLoggerProvider(_sink, settings.Log.Level, pretty, time);
        _watchdog = new TransferWatchdog(time, TransferWatchdog.StallLimit);

        // The application is built before the pipeline: it owns the logger factory that the pipeline's messages go through.
        _app = BuildApplication();
        _log = new GatewayLog(_app.Services.GetRequiredService<ILogger<GatewayLog>>());
        _pipeline = GatewayPipeline.Create(settings, environment, _log);
        _readiness = new Readiness(_pipeline.CheckStore);
        var handler = new GatewayHandler(
            new ModuleEndpoints(_pipeline.Gateway, settings.Private, _watchdog),
            new SumDbEndpoints(_pipeline.SumDb, _pipeline.SumDbSetting, _pipeline.CreateSumLogEndpoints(_log)),
            new PageEndpoints(_readiness, environment.Version, settings.BasePath),
            new RequestLog(_sink, settings.Log, pretty, time),
            _log,
            settings.BasePath,
            time);
        _app.Run(handler.HandleAsync);
    }

    /// <summary>What stands behind the server.</summary>
    internal GatewayPipeline Pipeline => _pipeline;

    /// <summary>The addresses that it listens on: <c>http://127.0.0.1:3000</c>. Empty before <see cref="StartAsync"/>.</summary>
    public IReadOnlyList<string> Addresses =>
        [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Where(address => !address.Contains("nowhere", StringComparison.Ordinal))];

    /// <summary>Zips on their way to clients.</summary>
    internal int Transfers => _watchdog.Count;

    /// <summary>Runs a gateway until the token is cancelled, then lets running transfers end.</summary>
    /// <exception cref="IOException">An address is in use.</exception>
    public static async Task RunAsync(GatewaySettings settings, GatewayEnvironment environment, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(environment);
        await using var host = new GatewayHost(settings, environment);
        await host.StartAsync(cancellationToken);
        environment.Started(host.Addresses);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(() => stopped.TrySetResult());
        await stopped.Task;
    }

    /// <summary>Begins to listen.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _app.StartAsync(cancellationToken);
        _started = true;
        _log.Started(string.Join(" ", Addresses), _settings.Upstreams.ToString(), _settings.DataDirectory);
    }

    /// <summary>Stops accepting, lets running transfers end within the limit, then stops the fetches.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _readiness.Stop();
        if (_started)
        {
            _log.Stopping(_watchdog.Count, _settings.ShutdownTimeout.TotalSeconds);
        }

        using (var limit = new CancellationTokenSource(_settings.ShutdownTimeout, _environment.Time))
        {
            await _app.StopAsync(limit.Token);
        }

        await _app.DisposeAsync();
        await _pipeline.DisposeAsync();
        _watchdog.Dispose();
        _logging.Dispose();
        await _sink.DisposeAsync();
    }

    private WebApplication BuildApplication()
    {
        var certificate = _settings.Tls is { } tls ? ServerCertificate.Load(tls) : null;
        var preface = new Http2Preface(_environment.Time);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        if (certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.Services.AddSingleton<IHostLifetime, SilentLifetime>();
        builder.Services.AddSingleton<IConnectionListenerFactory, Http2Preface.NowhereTransport>();
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_logging));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = _settings.ShutdownTimeout);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.AllowSynchronousIO = false;

            // Nobody sends a body here, and what a client takes is watched by TransferWatchdog.
            options.Limits.MaxRequestBodySize = 0;
            options.Limits.MinResponseDataRate = null;
            options.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(130);

            // Who has sent half a head holds the end of the gateway up for so long.
            options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            var hasPlaintext = false;
            foreach (var text in _settings.Listen)
            {
                var address = ListenAddress.TryParse(text, out var parsed, out var error) ? parsed : throw new FormatException($"listen {text}: {error}");
                var isTls = address.IsTls ?? certificate is not null;
                hasPlaintext |= !isTls;
                Listen(options, address, endpoint => Configure(endpoint, isTls ? certificate ?? throw new FormatException($"listen {text}: no certificate is configured") : null, preface));
            }

            if (hasPlaintext)
            {
                preface.AddEndpoint(options);
            }
        });
        return builder.Build();
    }

    private static void Listen(KestrelServerOptions options, ListenAddress address, Action<ListenOptions> configure)
    {
        switch (address.Host)
        {
            case "":
                options.ListenAnyIP(address.Port, configure);
                break;
            case "localhost" when address.Port > 0:
                options.ListenLocalhost(address.Port, configure);
                break;
            case "localhost":
                options.Listen(IPAddress.Loopback, 0, configure);
                break;
            default:
                options.Listen(IPAddress.Parse(address.Host), address.Port, configure);
                break;
        }
    }

    private static void Configure(ListenOptions endpoint, ServerCertificate? certificate, Http2Preface preface)
    {
        if (certificate is not null)
        {
            endpoint.Protocols = HttpProtocols.Http1AndHttp2;
            endpoint.UseHttps(certificate.UseBy);
            return;
        }

        endpoint.Protocols = HttpProtocols.Http1;
        preface.Divert(endpoint);
        endpoint.UseSendFile();
    }

    /// <summary>Signals are the command line's business.</summary>
    private sealed class SilentLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
