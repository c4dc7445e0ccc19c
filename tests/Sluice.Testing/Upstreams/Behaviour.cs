using System.Security.Cryptography;
using System.Text;

namespace Sluice.Testing;

/// <summary>How a <see cref="FakeUpstream"/> treats a request: well, or badly on purpose.</summary>
public delegate Task Behaviour(UpstreamExchange exchange);

/// <summary>The behaviours that tests are made of; those that take another one come before it.</summary>
public static class Behaviours
{
    /// <summary>What the fixture holds, as a healthy upstream sends it.</summary>
    public static Behaviour Healthy { get; } = exchange => exchange.SendAsync(exchange.Answer);

    /// <summary>Cuts the connection before any answer.</summary>
    public static Behaviour Abort { get; } = exchange =>
    {
        exchange.Abort();
        return Task.CompletedTask;
    };

    /// <summary>Never answers: waits until the client hangs up.</summary>
    public static Behaviour Silence { get; } = async exchange => await Task.Delay(Timeout.Infinite, exchange.Aborted);

    /// <summary>A given answer.</summary>
    public static Behaviour Answer(UpstreamAnswer answer) => exchange => exchange.SendAsync(answer);

    /// <summary>A status with a text.</summary>
    public static Behaviour Status(int status, string body = "", string contentType = "text/plain; charset=utf-8") =>
        Answer(new UpstreamAnswer(status, Encoding.UTF8.GetBytes(body), contentType));

    /// <summary>A web page with status 200: a portal, a login, a block page.</summary>
    public static Behaviour Html(string page = "<!DOCTYPE html><html><body>Please sign in</body></html>") => Status(200, page, "text/html; charset=utf-8");

    /// <summary>A redirect to a URL.</summary>
    public static Behaviour Redirect(string location, int status = 302) => Answer(new UpstreamAnswer(status, default, null).With("Location", location));

    /// <summary>The healthy answer with one more header.</summary>
    public static Behaviour WithHeader(string name, string value) => exchange => exchange.SendAsync(exchange.Answer.With(name, value));

    /// <summary>The healthy answer's head and so many bytes of its body, then the end of the connection.</summary>
    public static Behaviour Truncated(int bytes) =>
        exchange => exchange.SendRawAsync(exchange.Answer, exchange.Answer.Body.Length, Math.Min(bytes, exchange.Answer.Body.Length));

    /// <summary>So many bytes without an announced length, then the end of the connection: nothing tells that it is cut.</summary>
    public static Behaviour TruncatedWithoutLength(int bytes) =>
        exchange => exchange.SendRawAsync(exchange.Answer, announcedBytes: null, Math.Min(bytes, exchange.Answer.Body.Length));

    /// <summary>The whole healthy body under a Content-Length that is not its own.</summary>
    public static Behaviour WrongLength(long announcedBytes) => exchange => exchange.SendRawAsync(exchange.Answer, announcedBytes, exchange.Answer.Body.Length);

    /// <summary>A body without end, of the given chunk, until the client hangs up.</summary>
    public static Behaviour Endless(string chunk = "v1.0.0\n", string contentType = "text/plain; charset=utf-8") =>
        exchange => exchange.SendEndlesslyAsync(new UpstreamAnswer(200, Encoding.UTF8.GetBytes(chunk), contentType));

    /// <summary>Waits at a gate, then goes on; with what the fixture holds unless another behaviour is given.</summary>
    public static Behaviour Held(Gate gate, Behaviour? next = null) => async exchange =>
    {
        await gate.PassAsync(exchange.Aborted);
        await (next ?? Healthy)(exchange);
    };

    /// <summary>The healthy head at once, the body as the tap lets it through.</summary>
    public static Behaviour Drip(Tap tap) => exchange => exchange.SendInPortionsAsync(exchange.Answer, tap.TakeAsync);

    /// <summary>The healthy answer with an ETag made of its content, or 304 for who has it already.</summary>
    public static Behaviour ETags() => exchange =>
    {
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(exchange.Answer.Body.Span))[..16]}\"";
        var answer = exchange.Answer.Status == 200 && exchange.Request.Header("If-None-Match") == tag
            ? new UpstreamAnswer(304, default, null)
            : exchange.Answer;
        return exchange.SendAsync(answer.Status is 200 or 304 ? answer.With("ETag", tag) : answer);
    };

    /// <summary>401 with a challenge unless user and password are right; then goes on.</summary>
    public static Behaviour RequireBasic(string user, string password, Behaviour? next = null) => exchange =>
    {
        var expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));
        return exchange.Request.Header("Authorization") == expected
            ? (next ?? Healthy)(exchange)
            : exchange.SendAsync(UpstreamAnswer.Text(401, "unauthorized\n").With("WWW-Authenticate", "Basic realm=\"fake\""));
    };

    /// <summary>One behaviour after the other, a request each; the last one stays.</summary>
    public static Behaviour InTurn(params Behaviour[] behaviours)
    {
        var next = -1;
        return exchange => behaviours[Math.Min(Interlocked.Increment(ref next), behaviours.Length - 1)](exchange);
    }
}
