using System.Globalization;
using System.Net;
using Sluice.Core.Faults;
using Sluice.Fetch.Upstreams;

namespace Sluice.Fetch.Http;

/// <summary>
/// Asks one server, and whoever it redirects to, with GET. Its connections are its own: nothing of one upstream is reused for another.
/// Automatic redirects, decompression, cookies and trace headers are off. HTTP/1.1 on purpose: a connection that breaks or stalls then
/// costs one fetch, not all. A reused connection that fails before the first byte of an answer is replaced by the HTTP stack once more.
/// Safe to call concurrently.
/// </summary>
internal sealed class UpstreamClient : IDisposable
{
    /// <summary>A name's addresses are asked for again after this time at the latest.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private static readonly string UserAgent = "Sluice/" + typeof(UpstreamClient).Assembly.GetName().Version!.ToString(3);

    private readonly Uri _baseUrl;
    private readonly UpstreamOptions _options;
    private readonly Network _network;
    private readonly RedirectRules _rules;
    private readonly SocketsHttpHandler _handler;
    private readonly HttpMessageInvoker _invoker;

    /// <summary>Nothing is sent yet.</summary>
    /// <param name="baseUrl">The server.</param>
    /// <param name="options">Limits on time and connections.</param>
    /// <param name="network">What all upstreams share.</param>
    /// <param name="isTrusted">Whether the operator named the server, so that it may lie in an inside network (<see cref="RedirectRules"/>).</param>
    public UpstreamClient(Uri baseUrl, UpstreamOptions options, Network network, bool isTrusted = true)
    {
        _baseUrl = baseUrl;
        _options = options;
        _network = network;
        _rules = new RedirectRules(baseUrl, network.Addressing, isTrusted);
        _handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            ConnectCallback = new Dialer(_rules, network.Proxies, network.Addressing, network.Time).ConnectAsync,
            ConnectTimeout = options.ConnectTimeout,
            MaxConnectionsPerServer = options.MaxConnections,
            PooledConnectionLifetime = ConnectionLifetime,
            Proxy = network.Proxies,
            UseCookies = false,
        };
        _handler.SslOptions.RemoteCertificateValidationCallback = network.Certificates.Accept;
        _invoker = new HttpMessageInvoker(_handler, disposeHandler: true);
    }

    /// <summary>Asks, follows redirects, and returns with the headers of the final answer. The caller disposes it.</summary>
    /// <exception cref="FaultException">There is no answer; the fault says why.</exception>
    public Task<UpstreamAnswer> GetAsync(Uri url, string? ifNoneMatch, CancellationToken cancellationToken) =>
        AnswerAsync(token => FollowAsync(url, ifNoneMatch, token), cancellationToken);

    /// <summary>Posts nothing, with an authorisation of the caller's, and returns with the headers of the answer; redirects are not followed. The caller disposes it.</summary>
    /// <exception cref="FaultException">There is no answer; the fault says why.</exception>
    public Task<UpstreamAnswer> PostAsync(Uri url, string authorization, string accept, CancellationToken cancellationToken) => AnswerAsync(
        async token =>
        {
            using var request = CreateRequest(HttpMethod.Post, url);
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            request.Headers.TryAddWithoutValidation("Accept", accept);
            request.Content = new ByteArrayContent([]);
            return new UpstreamAnswer(await _invoker.SendAsync(request, token), _options.StallTimeout, _network.Time);
        },
        cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private async Task<UpstreamAnswer> AnswerAsync(Func<CancellationToken, Task<UpstreamAnswer>> ask, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.ResponseTimeout, _network.Time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await ask(linked.Token);
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var detail = string.Create(CultureInfo.InvariantCulture, $"no answer within {_options.ResponseTimeout.TotalSeconds:0.###} s");
            throw new FaultException(FaultCodes.UpstreamTimeout.At(detail: detail), exception);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && TransportFaults.TryName(exception, inBody: false, out var fault))
        {
            throw new FaultException(fault, exception);
        }
    }

    private async Task<UpstreamAnswer> FollowAsync(Uri url, string? ifNoneMatch, CancellationToken cancellationToken)
    {
        for (var hops = 0; ; hops++)
        {
            using var request = CreateRequest(url, ifNoneMatch);
            var response = await _invoker.SendAsync(request, cancellationToken);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            {
                return new UpstreamAnswer(response, _options.StallTimeout, _network.Time);
            }

            using (response)
            {
                url = _rules.Next(url, response.Headers.Location, hops);
            }
        }
    }

    private static HttpRequestMessage CreateRequest(HttpMethod method, Uri url)
    {
        var request = new HttpRequestMessage(method, url) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        return request;
    }

    private HttpRequestMessage CreateRequest(Uri url, string? ifNoneMatch)
    {
        var request = CreateRequest(HttpMethod.Get, url);
        if (ifNoneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        }

        if (_network.Credentials.Find(url, _baseUrl) is { } credential)
        {
            request.Headers.TryAddWithoutValidation("Authorization", credential.ToBasic());
        }

        return request;
    }
}
