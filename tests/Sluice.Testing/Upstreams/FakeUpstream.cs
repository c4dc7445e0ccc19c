using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Sluice.Testing;

/// <summary>
/// A real GOPROXY server on a free loopback port, over a <see cref="ModuleFixture"/>. A test puts behaviours before paths and asks
/// afterwards what was requested. Errors inside behaviours fail the test when the upstream is disposed.
/// </summary>
public sealed class FakeUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _basePath;
    private readonly ConcurrentQueue<ReceivedRequest> _requests = new();
    private readonly ConcurrentQueue<Exception> _failures = new();
    private readonly Lock _lock = new();
    private readonly List<(Predicate<ReceivedRequest> Matches, Behaviour Behaviour)> _behaviours = [];
    private int _numbers;

    private FakeUpstream(WebApplication app, ModuleFixture fixture, string basePath)
    {
        _app = app;
        _basePath = basePath;
        Fixture = fixture;
    }

    /// <summary>What it serves; versions may be added while it runs.</summary>
    public ModuleFixture Fixture { get; }

    /// <summary>Its base URL with the base path, without a slash at the end: <c>http://127.0.0.1:43210/mod</c>.</summary>
    public string Url { get; private set; } = "";

    /// <summary>What was requested so far, in the order of arrival.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => [.. _requests];

    /// <summary>Starts a server.</summary>
    /// <param name="fixture">What it serves; null for nothing.</param>
    /// <param name="basePath">Where it is mounted: empty, or with a leading slash and none at the end.</param>
    /// <param name="certificate">Serves https with this certificate; null for plain http. <see cref="TestAuthority"/> makes one.</param>
    public static async Task<FakeUpstream> StartAsync(ModuleFixture? fixture = null, string basePath = "", X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        if (certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        builder.WebHost.ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MinResponseDataRate = null;
            options.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                if (certificate is not null)
                {
                    listen.UseHttps(certificate);
                }
            });
        });
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var upstream = new FakeUpstream(app, fixture ?? new ModuleFixture(), basePath);
        app.Run(upstream.HandleAsync);
        await app.StartAsync();
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        upstream.Url = addresses.Single() + basePath;
        return upstream;
    }

    /// <summary>Sets the behaviour of a path (below the base path, decoded; a leading slash does not matter), instead of an earlier one.</summary>
    public void On(string path, Behaviour behaviour)
    {
        var wanted = path.TrimStart('/');
        On(request => request.Path == wanted, behaviour);
    }

    /// <summary>Sets the behaviour of the requests that match; the one set last goes first.</summary>
    public void On(Predicate<ReceivedRequest> matches, Behaviour behaviour)
    {
        lock (_lock)
        {
            _behaviours.Insert(0, (matches, behaviour));
        }
    }

    /// <summary>Sets the behaviour of every request.</summary>
    public void OnAll(Behaviour behaviour) => On(_ => true, behaviour);

    /// <summary>Becomes healthy again: forgets all behaviours.</summary>
    public void Heal()
    {
        lock (_lock)
        {
            _behaviours.Clear();
        }
    }

    /// <summary>How often a path was requested (below the base path, decoded; a leading slash does not matter).</summary>
    public int CountOf(string path) => _requests.Count(request => request.Path == path.TrimStart('/'));

    /// <summary>Stops the server at once, as a crash does; <see cref="Url"/> then refuses connections.</summary>
    public async Task StopAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
    }

    /// <inheritdoc/>
    /// <exception cref="AggregateException">A behaviour failed with something else than a client that hung up.</exception>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _app.DisposeAsync();
        if (!_failures.IsEmpty)
        {
            throw new AggregateException("the fake upstream failed", _failures);
        }
    }

    private async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        var isBelow = path.StartsWith(_basePath + "/", StringComparison.Ordinal);
        var request = new ReceivedRequest(
            Interlocked.Increment(ref _numbers),
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            isBelow ? path[(_basePath.Length + 1)..] : path.TrimStart('/'),
            context.Request.Headers.ToDictionary(header => header.Key, header => string.Join(", ", header.Value.ToArray()), StringComparer.OrdinalIgnoreCase));
        _requests.Enqueue(request);
        var answer = isBelow ? FixtureAnswers.Find(Fixture, request.Path, _basePath) : UpstreamAnswer.NotFound;
        try
        {
            await BehaviourOf(request)(new UpstreamExchange(context, request, answer));
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client hung up: often the very thing that is tested.
        }
        catch (Exception exception)
        {
            _failures.Enqueue(exception);
            context.Abort();
        }
    }

    private Behaviour BehaviourOf(ReceivedRequest request)
    {
        lock (_lock)
        {
            var index = _behaviours.FindIndex(entry => entry.Matches(request));
            return index < 0 ? Behaviours.Healthy : _behaviours[index].Behaviour;
        }
    }
}
