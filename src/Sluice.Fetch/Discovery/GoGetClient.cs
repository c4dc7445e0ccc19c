using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;
using Sluice.Fetch.Upstreams;

namespace Sluice.Fetch.Discovery;

/// <summary>Asks <c>https://PATH?go-get=1</c> (https://go.dev/ref/mod#vcs-find). Safe to call concurrently.</summary>
internal sealed class GoGetClient(UpstreamOptions options, Network network) : IDisposable
{
    /// <summary>Largest page that is read: our own choice; real ones have a few KiB.</summary>
    public const long MaxPageBytes = 1024 * 1024;

    /// <summary>Most hosts whose connections are kept; beyond it all are closed.</summary>
    private const int MaxHosts = 256;

    /// <summary>A page is small, and somebody waits: no upstream's patience here.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<(string Server, bool IsTrusted), UpstreamClient> _clients = new();

    /// <summary>The tags of a path's page. Empty when it has none.</summary>
    /// <param name="path">The import path.</param>
    /// <param name="isTrusted">Whether the host may lie in the inside network, as the operator has said.</param>
    /// <param name="mayBeClear">Whether http is tried after https.</param>
    /// <param name="context">Takes notes.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FaultException">Nobody answers, or the answer is a failure without tags.</exception>
    public async Task<IReadOnlyList<GoImportTag>> AskAsync(string path, bool isTrusted, bool mayBeClear, FetchContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync("https", path, isTrusted, context, cancellationToken);
        }
        catch (FaultException) when (mayBeClear)
        {
            return await AskAsync("http", path, isTrusted, context, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }
    }

    private async Task<IReadOnlyList<GoImportTag>> AskAsync(string scheme, string path, bool isTrusted, FetchContext context, CancellationToken cancellationToken)
    {
        var start = network.Time.GetTimestamp();
        var url = new Uri($"{scheme}://{UrlPath.Escape(path)}?go-get=1");
        var said = "no answer";
        var bytes = 0L;
        try
        {
            using var answer = await ClientOf(url, isTrusted).GetAsync(url, null, cancellationToken);
            var page = await BodyIntake.ReadAsync(answer, MaxPageBytes, cancellationToken);
            bytes = page.Length;
            var tags = GoImportTags.Parse(page);
            said = string.Create(CultureInfo.InvariantCulture, $"status {(int)answer.Status}, {tags.Count} go-import tags");
            return tags.Count > 0 || answer.Status == HttpStatusCode.OK ? tags : throw new FaultException(FaultOf(answer, url));
        }
        catch (FaultException exception) when (exception.Fault.Kind == FaultKind.Unavailable && exception.Fault.Code != FaultCodes.DiscoveryFailed)
        {
            said = exception.Fault.Code.Id;
            throw new FaultException(FaultCodes.DiscoveryFailed.At(url.Host, $"{exception.Fault.Code.Text}{(exception.Fault.Detail is { } detail ? $": {detail}" : "")}"), exception);
        }
        finally
        {
            context.Note(new FetchStep("discover", $"{url}: {said}") { Duration = network.Time.GetElapsedTime(start), Bytes = bytes });
        }
    }

    private static Fault FaultOf(UpstreamAnswer answer, Uri url)
    {
        var detail = string.Create(CultureInfo.InvariantCulture, $"{url.Host} answers {(int)answer.Status}, without go-import tag");
        return answer.Status switch
        {
            HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.BadRequest => FaultCodes.NotDiscovered.At(url.Host, detail),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => FaultCodes.VcsAuthentication.At(url.Host, detail),
            HttpStatusCode.TooManyRequests => FaultCodes.RateLimited.At(url.Host, detail) with { RetryAfter = answer.RetryAfter },
            _ => FaultCodes.DiscoveryFailed.At(url.Host, detail),
        };
    }

    private UpstreamClient ClientOf(Uri url, bool isTrusted)
    {
        if (_clients.Count >= MaxHosts)
        {
            foreach (var key in _clients.Keys)
            {
                // Whoever is using it gets an error once; this is a flood of made-up hosts.
                if (_clients.TryRemove(key, out var old))
                {
                    old.Dispose();
                }
            }
        }

        return _clients.GetOrAdd(($"{url.Scheme}://{url.Authority}", isTrusted), key => new UpstreamClient(
            new Uri(key.Server),
            options with { ResponseTimeout = Least(options.ResponseTimeout), StallTimeout = Least(options.StallTimeout), MaxConnections = 4 },
            network,
            key.IsTrusted));
    }

    private static TimeSpan Least(TimeSpan limit) => limit < MaxWait ? limit : MaxWait;
}
