using System.Globalization;
using System.Net;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Upstreams;

/// <summary>
/// A module proxy that speaks the GOPROXY protocol over https or http (https://go.dev/ref/mod#goproxy-protocol). Each has connections of
/// its own. Where its redirects may lead is decided by <see cref="RedirectRules"/>, whom it gets credentials from by <see cref="CredentialBook"/>, which
/// certificates it may show by <see cref="CertificateJudge"/>; each says its rules. It asks once: retries are a behaviour around it.
/// </summary>
internal sealed class HttpUpstream : IModuleSource, IDisposable
{
    private readonly Uri _baseUrl;
    private readonly Network _network;
    private readonly BodyLimits _limits;
    private readonly UpstreamClient _client;

    /// <summary>Nothing is sent yet.</summary>
    /// <param name="baseUrl">https or http, with or without path; user info is sent to this server only.</param>
    /// <param name="options">Limits on time and connections.</param>
    /// <param name="network">What all upstreams share.</param>
    /// <param name="limits">Limits on sizes.</param>
    public HttpUpstream(Uri baseUrl, UpstreamOptions options, Network network, BodyLimits limits)
    {
        if (baseUrl.Scheme is not ("https" or "http"))
        {
            throw new ArgumentException("want an https or http URL", nameof(baseUrl));
        }

        _baseUrl = baseUrl;
        _network = network;
        _limits = limits;
        _client = new UpstreamClient(baseUrl, options, network);
        Name = UrlPath.NameOf(baseUrl);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ValueTask<Outcome<Document>> GetDocumentAsync(Artefact artefact, FetchContext context, CancellationToken cancellationToken)
    {
        var ifNoneMatch = context.IfNoneMatchSource == Name ? context.IfNoneMatch : null;
        return AskAsync<Document>(artefact.ToRelativePath(), ifNoneMatch, context, async answer =>
        {
            var bytes = await BodyIntake.ReadDocumentAsync(artefact, answer, _limits, cancellationToken);
            return new Document(bytes, Name) { ETag = answer.ETag };
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<Outcome<ZipReceipt>> GetZipAsync(Artefact artefact, IZipSink sink, FetchContext context, CancellationToken cancellationToken) =>
        AskAsync<ZipReceipt>(artefact.ToRelativePath(), null, context, async answer =>
            new ZipReceipt(Name, await BodyIntake.CopyZipAsync(answer, sink, _limits.ZipBytes, cancellationToken)), cancellationToken);

    /// <summary>Fetches what is not an artefact: something of a checksum database. Any bytes will do that are no web page.</summary>
    /// <param name="path">Below the base URL, without leading slash, not percent-encoded.</param>
    /// <param name="context">Takes the attempt.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public ValueTask<Outcome<Document>> GetOpaqueAsync(string path, FetchContext context, CancellationToken cancellationToken) =>
        AskAsync<Document>(path, null, context, async answer =>
            new Document(await BodyIntake.ReadOpaqueAsync(answer, _limits.SumDbBytes, cancellationToken), Name), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async ValueTask<Outcome<T>> AskAsync<T>(
        string path, string? ifNoneMatch, FetchContext context, Func<UpstreamAnswer, ValueTask<T>> take, CancellationToken cancellationToken)
        where T : class
    {
        var clock = new AttemptClock(Name, context, _network.Time);
        UpstreamAnswer? answer = null;
        Outcome<T> outcome;
        try
        {
            answer = await _client.GetAsync(UrlPath.Below(_baseUrl, path), ifNoneMatch, cancellationToken);
            clock.HeadersCame((int)answer.Status, answer.TellingHeaders());
            outcome = await TakeAsync(answer, ifNoneMatch, take, cancellationToken);
        }
        catch (FaultException exception)
        {
            outcome = exception.Fault with { Source = Name };
        }
        catch (OperationCanceledException)
        {
            // Nobody waits any longer, or the fetch as a whole took too long: then the attempts show with whom.
            clock.End(FaultCodes.UpstreamTimeout.At(Name), notModified: false, answer?.ReceivedBytes ?? 0);
            throw;
        }
        finally
        {
            answer?.Dispose();
        }

        clock.End(outcome.Fault, outcome.Value is Document { NotModified: true }, answer?.ReceivedBytes ?? 0);
        return outcome;
    }

    private async ValueTask<Outcome<T>> TakeAsync<T>(
        UpstreamAnswer answer, string? ifNoneMatch, Func<UpstreamAnswer, ValueTask<T>> take, CancellationToken cancellationToken)
        where T : class
    {
        if (answer.Status == HttpStatusCode.NotModified && ifNoneMatch is not null && typeof(T) == typeof(Document))
        {
            return (T)(object)new Document(default, Name) { ETag = answer.ETag ?? ifNoneMatch, NotModified = true };
        }

        if (answer.Status != HttpStatusCode.OK)
        {
            return await StatusFaults.ReadAsync(answer, cancellationToken) with { Source = Name };
        }

        if (answer.ContentCoding is { } coding)
        {
            var detail = string.Create(CultureInfo.InvariantCulture, $"content coding {OneLine.Clean(coding, 20)}, and none was asked for");
            return FaultCodes.Malformed.At(Name, detail);
        }

        return await take(answer);
    }
}
