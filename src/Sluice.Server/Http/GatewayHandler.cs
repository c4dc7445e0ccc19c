using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Sluice.Core.Faults;
using Sluice.Server.Endpoints;
using Sluice.Server.Telemetry;

namespace Sluice.Server.Http;

/// <summary>
/// The one terminal handler: id, route, answer, log. The protocol's paths are of any depth and its parts sit at the end of them, so routing by
/// template has nothing to offer here.
/// </summary>
internal sealed class GatewayHandler(
    ModuleEndpoints modules,
    SumDbEndpoints sumDb,
    PageEndpoints pages,
    RequestLog requests,
    GatewayLog log,
    string basePath,
    TimeProvider time)
{
    private const string RequestIdHeader = "X-Request-Id";

    private readonly TargetMemory _targets = new(basePath);

    public async Task HandleAsync(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var exchange = new Exchange(context, target, RequestIds.From(context.Request.Headers[RequestIdHeader]), time.GetTimestamp());
        context.Response.Headers[RequestIdHeader] = exchange.RequestId;
        try
        {
            await DispatchAsync(exchange);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client left while it waited; what it waited for goes on without it.
            exchange.IsCutShort = true;
            if (!context.Response.HasStarted)
            {
                // Nobody sees it but the log, which must not say that all was well.
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            }
        }
        catch (Exception bug)
        {
            log.RequestFailed(exchange.RequestId, bug);
            await AnswerBugAsync(exchange);
        }
        finally
        {
            if (requests.Wants(exchange.Status))
            {
                requests.Add(exchange);
            }
        }
    }

    private Task DispatchAsync(Exchange exchange)
    {
        // Methods are case-sensitive (RFC 9110 §9.1): for Kestrel "head" is no HEAD, and it would wait for a body.
        if (exchange.Method is not ("GET" or "HEAD"))
        {
            return RefuseMethodAsync(exchange);
        }

        if (!_targets.TryGet(exchange.RawTarget, out var target, out var fault))
        {
            return exchange.FailAsync(fault);
        }

        if (target.Artefact is { } artefact)
        {
            return modules.HandleAsync(exchange, artefact, target.CachedOnly);
        }

        return target.Kind switch
        {
            TargetKind.SumDb => sumDb.HandleAsync(exchange, target.Rest),
            _ => pages.HandleAsync(exchange, target.Rest),
        };
    }

    private static async Task RefuseMethodAsync(Exchange exchange)
    {
        var response = exchange.Context.Response;
        response.Headers.Allow = "GET, HEAD";
        response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        response.ContentType = "text/plain; charset=utf-8";
        var body = System.Text.Encoding.UTF8.GetBytes($"sluice: only GET and HEAD are answered here\nrequest id: {exchange.RequestId}\n");
        response.ContentLength = body.Length;
        exchange.Bytes = body.Length;
        await response.BodyWriter.WriteAsync(body);
    }

    private static async Task AnswerBugAsync(Exchange exchange)
    {
        if (exchange.Context.Response.HasStarted)
        {
            exchange.Context.Abort();
            return;
        }

        exchange.Context.Response.Headers.Remove("ETag");
        exchange.Context.Response.Headers.Remove("Last-Modified");
        await exchange.FailAsync(FaultCodes.Internal.At());
    }
}
