using Microsoft.AspNetCore.Http;
using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;

namespace Sluice.Server.Http;

/// <summary>One request and what became of it: what the handlers need, and what the log tells.</summary>
internal sealed class Exchange(HttpContext context, string rawTarget, string requestId, long started)
{
    public HttpContext Context { get; } = context;

    public string RawTarget { get; } = rawTarget;

    public string RequestId { get; } = requestId;

    /// <summary>Time stamp of the clock when the request came.</summary>
    public long Started { get; } = started;

    public string Method => Context.Request.Method;

    public int Status => Context.Response.StatusCode;

    /// <summary>What was asked for; null when it was nothing of a module.</summary>
    public Artefact? Artefact { get; set; }

    /// <summary>Whether only stored content may be answered.</summary>
    public bool CachedOnly { get; set; }

    /// <summary>The <c>Sluice-Cache</c> header, or empty.</summary>
    public string Cache { get; private set; } = "";

    /// <summary>The <c>Sluice-Source</c> header, or empty.</summary>
    public string Source { get; private set; } = "";

    public Fault? Fault { get; private set; }

    /// <summary>Bytes of the body that were to be sent.</summary>
    public long Bytes { get; set; }

    /// <summary>
    /// The client left while it waited, or did not get all of a zip. Not asked of the request's token: that is made when somebody first asks for
    /// it, and most requests have no need of one.
    /// </summary>
    public bool IsCutShort { get; set; }

    public bool IsHead => HttpMethods.IsHead(Context.Request.Method);

    public Asking Asking => new(RequestId, CachedOnly);

    /// <summary>Says in headers and log where the answer came from.</summary>
    public void SetOrigin(CacheStatus status, string source)
    {
        Cache = status switch
        {
            CacheStatus.Hit => "hit",
            CacheStatus.Miss => "miss",
            CacheStatus.Stale => "stale",
            _ => "negative",
        };
        Source = source;
        var headers = Context.Response.Headers;
        headers["Sluice-Cache"] = Cache;
        if (source.Length > 0)
        {
            headers["Sluice-Source"] = HeaderText(source);
        }
    }

    /// <summary>Answers with a fault.</summary>
    public async Task FailAsync(Fault fault)
    {
        Fault = fault;
        Bytes = await FaultResponse.WriteAsync(Context, fault, RequestId);
    }

    /// <summary>Kestrel refuses headers beyond ASCII, and the name of an upstream may be an internationalised one.</summary>
    private static string HeaderText(string text) => text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? string.Concat(text.Select(c => c is >= ' ' and <= '~' ? c : '?')) : text;
}
