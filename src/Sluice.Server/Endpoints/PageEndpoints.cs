using Microsoft.AspNetCore.Http;
using Sluice.Core.Faults;
using Sluice.Server.Health;
using Sluice.Server.Http;

namespace Sluice.Server.Endpoints;

/// <summary>
/// The gateway's own pages: <c>/</c> for people, <c>/healthz</c> (the process answers), <c>/readyz</c> (it may be given traffic),
/// <c>/version</c>.
/// </summary>
internal sealed class PageEndpoints(Readiness readiness, string version, string basePath)
{
    private const string Text = "text/plain; charset=utf-8";

    private readonly byte[] _version = System.Text.Encoding.UTF8.GetBytes($"{{\"schema\":\"sluice.version/1\",\"version\":\"{version}\"}}\n");

    public Task HandleAsync(Exchange exchange, string path) => path switch
    {
        "/" => WriteAsync(exchange, "text/html; charset=utf-8", HomePage.Render(BaseUrlOf(exchange.Context.Request), version)),
        "/healthz" => WriteAsync(exchange, Text, "ok\n"u8.ToArray()),
        "/readyz" => ReadyAsync(exchange),
        "/version" => WriteAsync(exchange, "application/json", _version),
        "/robots.txt" => WriteAsync(exchange, Text, "User-agent: *\nDisallow: /\n"u8.ToArray()),
        _ => exchange.FailAsync(FaultCodes.UnknownEndpoint.At()),
    };

    private async Task ReadyAsync(Exchange exchange)
    {
        var problem = readiness.Check();
        if (problem is null)
        {
            await WriteAsync(exchange, Text, "ready\n"u8.ToArray());
            return;
        }

        // A full disk is somebody's business, but what is stored is served all the same: no reason to take a gateway out of its balancer.
        if (problem.Kind == FaultKind.Full)
        {
            await WriteAsync(exchange, Text, "ready for what is stored; the disk is full [disk.full]\n"u8.ToArray());
            return;
        }

        await exchange.FailAsync(problem);
    }

    private static async Task WriteAsync(Exchange exchange, string type, byte[] body)
    {
        var response = exchange.Context.Response;
        response.ContentType = type;
        response.ContentLength = body.Length;
        response.Headers.CacheControl = "no-cache";
        response.Headers.XContentTypeOptions = "nosniff";
        exchange.Bytes = exchange.IsHead ? 0 : body.Length;
        if (!exchange.IsHead)
        {
            await response.BodyWriter.WriteAsync(body);
        }
    }

    /// <summary>The URL under which the client reached us, from its own Host header; the page escapes it.</summary>
    private string BaseUrlOf(HttpRequest request) => $"{request.Scheme}://{(request.Host.HasValue ? request.Host.Value : "localhost")}{basePath}";
}
