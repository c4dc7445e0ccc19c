using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Sluice.Fetch.Tests.Peers;

/// <summary>A real HTTP server on a free port that answers as the test says and remembers what it was asked.</summary>
internal sealed class HttpPeer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private HttpPeer(WebApplication application, string scheme, IPAddress address)
    {
        _application = application;
        Port = new Uri(application.Urls.First()).Port;
        Url = new Uri($"{scheme}://{address}:{Port}");
    }

    public Uri Url { get; }

    public int Port { get; }

    public ConcurrentQueue<PeerRequest> Requests { get; } = [];

    public IEnumerable<string> Targets => Requests.Select(request => request.Target);

    public static async Task<HttpPeer> StartAsync(RequestDelegate answer, CancellationToken token, X509Certificate2? certificate = null, IPAddress? address = null)
    {
        address ??= IPAddress.Loopback;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(address, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            if (certificate is not null)
            {
                listen.UseHttps(certificate);
            }
        }));
        if (certificate is not null)
        {
            builder.WebHost.UseKestrelHttpsConfiguration();
        }

        var application = builder.Build();
        HttpPeer? peer = null;
        application.Run(context =>
        {
            var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            peer!.Requests.Enqueue(new PeerRequest(target, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString())));
            return answer(context);
        });
        await application.StartAsync(token);
        peer = new HttpPeer(application, certificate is null ? "http" : "https", address);
        return peer;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();
}

internal sealed record PeerRequest(string Target, IReadOnlyDictionary<string, string> Headers)
{
    public string? Header(string name) => Headers.TryGetValue(name, out var value) ? value : null;
}
