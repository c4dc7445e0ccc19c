using System.Buffers;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Sluice.Doctor.Recording;
using Sluice.Fetch.Http;

namespace Sluice.Cli.Run.Proxy;

/// <summary>
/// Carries a request to its real server and the answer back, byte for byte, and takes it down. Redirects are followed here by the go command's rules, so that they
/// are seen; where the server gives no answer, the command gets a 502 with the reason in Go's own words: to its chain both are a failure that is no absence.
/// </summary>
internal sealed class RunForwarder : IDisposable
{
    /// <summary>net/http, <c>defaultCheckRedirect</c>.</summary>
    private const int MaxRedirects = 10;

    private const int BufferBytes = 64 * 1024;

    /// <summary>RFC 9110, section 7.6.1, and what we set ourselves.</summary>
    private static readonly HashSet<string> HopByHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authorization", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Host",
    };

    private readonly HttpMessageInvoker _client;
    private readonly ForwardProxySelector _proxies;
    private readonly Recorder _recorder;

    /// <summary>Prepares; nothing is connected yet.</summary>
    /// <param name="variables">The environment: HTTP_PROXY and its like.</param>
    /// <param name="recorder">Takes down.</param>
    /// <param name="time">The clock.</param>
    public RunForwarder(IReadOnlyDictionary<string, string> variables, Recorder recorder, TimeProvider time)
    {
        _recorder = recorder;
        _proxies = new ForwardProxySelector(new NetworkOptions { EnvironmentVariables = variables });
        var dialer = new RunDialer(Dns.GetHostAddressesAsync, time);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            Proxy = _proxies,
            ActivityHeadersPropagator = null,

            // Go's: 30 s for the connection (the dialer holds it) and 10 s for the TLS handshake.
            ConnectTimeout = TimeSpan.FromSeconds(40),
            ConnectCallback = dialer.ConnectAsync,
            PlaintextStreamFilter = (context, _) =>
            {
                if (context.InitialRequestMessage.Options.TryGetValue(ConnectionClock.Key, out var clock))
                {
                    clock.Secured();
                }

                return ValueTask.FromResult(context.PlaintextStream);
            },
        };
        handler.SslOptions.RemoteCertificateValidationCallback = new RunCertificates(time).Accept;
        _client = new HttpMessageInvoker(handler);
    }

    /// <summary>Carries one request.</summary>
    /// <param name="context">The command's request.</param>
    /// <param name="target">Where to.</param>
    /// <param name="path">Below the target, as it was sent, without a leading slash.</param>
    /// <param name="takesOver">Asked when the head is there, before it is passed on: true when another answer shall be given instead, which the callback gives.</param>
    public async Task ForwardAsync(HttpContext context, RunTarget target, string path, Func<int, HttpContext, bool>? takesOver = null)
    {
        var live = _recorder.Begin(target.Name, target.Index, context.Request.Method, path);
        var outcome = RequestOutcome.Failed;
        try
        {
            using var answer = await AskAsync(context, target, path, live, context.RequestAborted);
            if (takesOver?.Invoke((int)answer.StatusCode, context) == true)
            {
                live.Status = (int)answer.StatusCode;
                outcome = RequestOutcome.Answered;
                return;
            }

            live.Status = (int)answer.StatusCode;
            CopyHead(answer, context.Response);
            outcome = RequestOutcome.CutShort;
            await CopyBodyAsync(answer, context, live);
            outcome = RequestOutcome.Answered;
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            outcome = RequestOutcome.Abandoned;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException or UriFormatException or InvalidOperationException)
        {
            live.Error = GoErrorText.Of(exception);
            if (context.Response.HasStarted || outcome == RequestOutcome.CutShort)
            {
                outcome = RequestOutcome.CutShort;
                context.Abort();
                return;
            }

            live.Status = StatusCodes.Status502BadGateway;
            if (takesOver?.Invoke(live.Status, context) != true)
            {
                await RefuseAsync(context, $"Get \"{target.Shown}/{path}\": {live.Error}");
            }
        }
        finally
        {
            live.End(outcome);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> AskAsync(HttpContext context, RunTarget target, string path, LiveRequest live, CancellationToken cancellationToken)
    {
        var raw = new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true };
        var url = new Uri($"{target.Url}/{path}", raw);
        var origin = url;
        for (var hops = 0; ; hops++)
        {
            var forwardProxy = _proxies.GetProxy(url);
            var hop = live.BeginHop(url, forwardProxy);
            hop.Clock.IsPlain = url.Scheme == "http";
            using var message = new HttpRequestMessage(new HttpMethod(context.Request.Method), url)
            {
                // As Go's client: HTTP/2 where the server agrees to it in the TLS handshake.
                Version = url.Scheme == "https" ? HttpVersion.Version20 : HttpVersion.Version11,
                VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
            };
            message.Options.Set(ConnectionClock.Key, hop.Clock);
            CopyRequestHead(context.Request, message);
            if (target.Credential is not null && KeepsCredential(origin, url))
            {
                message.Headers.Authorization = target.Credential;
            }

            hop.Send(message);
            var answer = await _client.SendAsync(message, cancellationToken);
            hop.Answer(answer);
            if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308) || answer.Headers.Location is not { } location)
            {
                return answer;
            }

            answer.Dispose();
            if (hops + 1 >= MaxRedirects)
            {
                throw new GoNetworkException($"stopped after {MaxRedirects} redirects");
            }

            var next = new Uri(new Uri(url.AbsoluteUri), location.OriginalString);
            url = origin.Scheme == "https" && next.Scheme == "http"
                ? throw new GoNetworkException($"redirected from secure URL {Masking.Url(origin)} to insecure URL {Masking.Url(next)}")
                : new Uri(next.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped), raw);
        }
    }

    /// <summary>net/http, <c>shouldCopyHeaderOnRedirect</c>: the same host, or one below it.</summary>
    private static bool KeepsCredential(Uri origin, Uri url) =>
        url.IdnHost == origin.IdnHost || url.IdnHost.EndsWith("." + origin.IdnHost, StringComparison.OrdinalIgnoreCase);

    private static void CopyRequestHead(HttpRequest request, HttpRequestMessage message)
    {
        foreach (var header in request.Headers)
        {
            if (!HopByHop.Contains(header.Key) && !header.Key.StartsWith(':') && !header.Key.StartsWith("Content-", StringComparison.OrdinalIgnoreCase))
            {
                message.Headers.TryAddWithoutValidation(header.Key, (IEnumerable<string?>)header.Value);
            }
        }
    }

    private static void CopyHead(HttpResponseMessage answer, HttpResponse response)
    {
        response.StatusCode = (int)answer.StatusCode;
        if (answer.ReasonPhrase is { Length: > 0 } reason)
        {
            response.HttpContext.Features.GetRequiredFeature<IHttpResponseFeature>().ReasonPhrase = reason;
        }

        foreach (var header in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
        {
            if (!HopByHop.Contains(header.Key))
            {
                response.Headers.Append(header.Key, header.Value.ToArray());
            }
        }
    }

    private static async Task CopyBodyAsync(HttpResponseMessage answer, HttpContext context, LiveRequest live)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(context.RequestAborted);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            int read;
            while ((read = await body.ReadAsync(buffer, context.RequestAborted)) > 0)
            {
                live.Receive(read);
                await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        await context.Response.CompleteAsync();
    }

    private static async Task RefuseAsync(HttpContext context, string text)
    {
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text + "\n"), context.RequestAborted);
    }
}
