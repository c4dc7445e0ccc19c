using System.Net;
using System.Net.Security;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Connections;

namespace Sluice.Doctor.Probes.Http;

/// <summary>One hop: where to, how long, with which credentials.</summary>
internal sealed record HttpHopRequest(Uri Url, TimeSpan Limit, (string Source, string Header)? Credentials, HttpProbeRequest Whole);

/// <summary>
/// Sends one request. Connection and handshake are made here, phase by phase; only the HTTP/1.1 on top is left to the platform's handler, which gets the finished
/// connection.
/// </summary>
internal sealed class HttpHopper(DoctorHost host, Dialer dialer, TrustStore trust)
{
    private const int MaxHeadKilobytes = 64;
    private const int CopyBytes = 16 * 1024;
    private readonly TlsHandshaker _handshaker = new(trust, host.Time);

    /// <summary>Sends it.</summary>
    /// <returns>The evidence, and what was read of the body.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<(HttpHop Hop, byte[] Body)> SendAsync(HttpHopRequest request, CancellationToken cancellationToken)
    {
        var url = request.Url;
        if (url.Scheme is not ("https" or "http") || url.Host.Length == 0)
        {
            return (HttpHops.Fail(url, HttpOutcome.BadUrl, "neither https nor http"), []);
        }

        var clock = new PhaseClock(host.Time);
        await using var dialled = await dialer.DialAsync(url, request.Whole.UsesProxy, request.Limit, cancellationToken);
        var draft = HttpHops.Fail(url, HttpOutcome.Answered, null) with
        {
            Address = dialled.Address,
            Via = dialled.Proxy?.Name,
            Tunnel = dialled.Tunnel,
            Attempts = dialled.Attempts,
        };
        clock.Dns = dialled.Lookup.TookMs;
        clock.Connect = dialled.Attempts.Count > 0 ? dialled.Attempts.Sum(attempt => attempt.TookMs) : null;
        clock.Proxy = dialled.Tunnel?.TookMs;
        if (dialled.Stream is null)
        {
            return (NotConnected(draft, dialled) with { Phases = clock.Stop() }, []);
        }

        if (url.Scheme != Uri.UriSchemeHttps)
        {
            return await AskAsync(request, dialled, dialled.Stream, draft, clock, cancellationToken);
        }

        var (handshake, stream, _) = await _handshaker.ShakeAsync(dialled.Stream, url.IdnHost, dialled.Address, clock.Left(request.Limit), cancellationToken);
        draft = draft with { Tls = handshake };
        clock.Tls = handshake.TookMs;
        if (stream is null)
        {
            return (draft with { Outcome = HttpOutcome.TlsFailed, Problem = handshake.Error ?? handshake.Outcome.ToString(), Phases = clock.Stop() }, []);
        }

        await using (stream)
        {
            return handshake.PolicyErrors.Count > 0 && !request.Whole.AllowsUntrusted
                ? (draft with { Outcome = HttpOutcome.TlsNotTrusted, Problem = string.Join(", ", handshake.PolicyErrors), Phases = clock.Stop() }, [])
                : await AskAsync(request, dialled, stream, draft, clock, cancellationToken);
        }
    }

    private static HttpHop NotConnected(HttpHop draft, Dialled dialled) => dialled switch
    {
        { Tunnel: { } tunnel } => draft with { Outcome = HttpOutcome.ProxyFailed, Problem = tunnel.Problem ?? $"{tunnel.Status} {tunnel.Reason}" },
        { Lookup.Addresses.Count: 0 } => draft with { Outcome = dialled.Proxy is null ? HttpOutcome.NameFailed : HttpOutcome.ProxyFailed, Problem = dialled.Lookup.Error },
        _ => draft with
        {
            Outcome = dialled.Proxy is null ? HttpOutcome.ConnectFailed : HttpOutcome.ProxyFailed,
            Problem = dialled.Attempts.LastOrDefault()?.Outcome.ToString(),
        },
    };

    private async Task<(HttpHop Hop, byte[] Body)> AskAsync(
        HttpHopRequest request, Dialled dialled, Stream stream, HttpHop draft, PhaseClock clock, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(clock.Left(request.Limit), host.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        using var handler = Handler(request.Url, dialled.Proxy, stream);
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        using var message = Message(request, dialled.Proxy);
        draft = draft with { SentCredentials = request.Credentials?.Source };
        HttpResponseMessage? response = null;
        using var body = new MemoryStream();
        try
        {
            clock.StartRequest();
            response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            clock.FirstByte = clock.SinceRequest();
            draft = draft with
            {
                Status = (int)response.StatusCode,
                Reason = response.ReasonPhrase,
                Headers = HttpHops.Headers(response),
                ServerDate = response.Headers.Date,
                ReceivedAt = host.Time.GetUtcNow(),
            };
            var isWhole = await ReadAsync(response, body, request.Whole.MaxBodyBytes, either.Token);
            return (draft with { Content = Describe(response, body, isWhole), Phases = clock.Stop() }, body.ToArray());
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (outcome, problem) = Classify(exception, response is not null);
            var content = response is null ? null : Describe(response, body, isWhole: false);
            return (draft with { Outcome = outcome, Problem = problem, Content = content, Phases = clock.Stop() }, body.ToArray());
        }
        finally
        {
            response?.Dispose();
        }
    }

    private static SocketsHttpHandler Handler(Uri url, ForwardProxy? proxy, Stream stream) => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,

        // A plain request through a forward proxy names the whole URL; everything else goes over a connection that leads to the host itself.
        UseProxy = proxy is not null && url.Scheme == Uri.UriSchemeHttp,
        Proxy = proxy is not null && url.Scheme == Uri.UriSchemeHttp ? new WebProxy(new Uri($"http://{proxy.Url.Authority}")) : null,
        MaxResponseHeadersLength = MaxHeadKilobytes,
        ResponseDrainTimeout = TimeSpan.Zero,
        ConnectCallback = new SingleUse(stream).TakeAsync,
        SslOptions = new SslClientAuthenticationOptions(),
    };

    private static HttpRequestMessage Message(HttpHopRequest request, ForwardProxy? proxy)
    {
        // The encryption is there already, so to the handler it is plain HTTP.
        var url = new UriBuilder(request.Url) { Scheme = "http", Port = request.Url.Port, UserName = "", Password = "" }.Uri;
        var message = new HttpRequestMessage(HttpMethod.Get, url) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        message.Headers.Host = request.Url.IsDefaultPort ? request.Url.IdnHost : Endpoints.Show(request.Url.IdnHost, request.Url.Port);
        message.Headers.TryAddWithoutValidation("User-Agent", "Go-http-client/1.1");
        message.Headers.ConnectionClose = true;
        if (request.Credentials is { } credentials)
        {
            message.Headers.TryAddWithoutValidation("Authorization", credentials.Header);
        }

        if (proxy?.Authorization is { } authorization && request.Url.Scheme == Uri.UriSchemeHttp)
        {
            message.Headers.TryAddWithoutValidation("Proxy-Authorization", authorization);
        }

        return message;
    }

    private static async Task<bool> ReadAsync(HttpResponseMessage response, MemoryStream body, int most, CancellationToken cancellationToken)
    {
        await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[CopyBytes];
        while (body.Length < most)
        {
            var count = await content.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, most - body.Length)), cancellationToken);
            if (count == 0)
            {
                return true;
            }

            await body.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        return response.Content.Headers.ContentLength == body.Length;
    }

    private static ContentFact Describe(HttpResponseMessage response, MemoryStream body, bool isWhole) =>
        Bodies.Describe(body.GetBuffer().AsSpan(0, (int)body.Length), response.Content.Headers.ContentLength, isWhole);

    private static (HttpOutcome Outcome, string Problem) Classify(Exception exception, bool hasHead)
    {
        if (exception is OperationCanceledException)
        {
            return hasHead ? (HttpOutcome.BodyStalled, "the body stopped coming") : (HttpOutcome.TimedOut, "no answer in time");
        }

        var error = exception is HttpRequestException request ? request.HttpRequestError : exception is HttpIOException io ? io.HttpRequestError : HttpRequestError.Unknown;
        if (hasHead)
        {
            return (error == HttpRequestError.ResponseEnded ? HttpOutcome.CutShort : HttpOutcome.ConnectionLost, exception.Message);
        }

        var problem = exception.InnerException?.Message ?? exception.Message;
        return (error is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded ? HttpOutcome.NotHttp : HttpOutcome.ConnectionLost, problem);
    }

    /// <summary>The handler tries again on a new connection when an idle one was closed; there is no second one here.</summary>
    private sealed class SingleUse(Stream stream)
    {
        private int _uses;

        public ValueTask<Stream> TakeAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken) =>
            Interlocked.Increment(ref _uses) == 1 ? ValueTask.FromResult(stream) : throw new IOException("closed before an answer");
    }
}
