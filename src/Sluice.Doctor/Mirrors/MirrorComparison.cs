using Sluice.Doctor.Environments;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Http;
using Sluice.Doctor.Probes.Modules;
using Sluice.Doctor.Probes.Settings;
using Sluice.Modules.GoEnvironment;

namespace Sluice.Doctor.Mirrors;

/// <summary>What to measure.</summary>
/// <param name="Urls">Proxies beside those of GOPROXY and the known public ones.</param>
/// <param name="Rounds">How often each is asked, 1 or more.</param>
/// <param name="Module"><c>PATH@VERSION</c> that all of them should have.</param>
/// <param name="IsOnly">Only the URLs given.</param>
public sealed record MirrorsRequest(IReadOnlyList<string> Urls, int Rounds, string Module, bool IsOnly);

/// <summary>Measures module proxies: each round a small document from all at once, then the start of a zip from one after another, since together they would share the line.</summary>
public sealed class MirrorComparison
{
    /// <summary>Public, everywhere, and of a size that tells a speed: 1.5 MB.</summary>
    public const string DefaultModule = "golang.org/x/net@v0.17.0";

    private const int ZipBytes = 2 * 1024 * 1024;

    /// <summary>Below this much a speed says more about luck.</summary>
    private const int SpeedBytes = 64 * 1024;

    private static readonly TimeSpan InfoLimit = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan ZipLimit = TimeSpan.FromSeconds(20);
    private readonly HttpProber _http;
    private readonly IReadOnlyList<GoProxyEntry> _configured;

    /// <summary>Measures from a machine.</summary>
    public MirrorComparison(DoctorHost host)
    {
        _http = ProbeTools.Http(host);
        _configured = GoProxyList.TryParse(GoSettingsReader.Read(host)["GOPROXY"], out var list, out _) ? list.Entries : [];
    }

    /// <summary>Measures.</summary>
    /// <param name="request">What.</param>
    /// <param name="progress">Told the round and the proxy; null for nobody.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FormatException">A URL is no module proxy, or the module has no version.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<MirrorsReport> RunAsync(MirrorsRequest request, Action<int, string>? progress, CancellationToken cancellationToken)
    {
        var target = ModuleTarget.Parse(request.Module);
        if (target.Version.Length == 0)
        {
            throw new FormatException($"\"{request.Module}\" has no version: write PATH@VERSION");
        }

        var entries = Entries(request);
        var requests = entries.ToDictionary(entry => entry.Name, _ => new List<MirrorRequest>());
        for (var round = 1; round <= request.Rounds; round++)
        {
            progress?.Invoke(round, "");
            var infos = await Task.WhenAll(entries.Select(entry => AskAsync(entry, target, round, "info", cancellationToken)));
            for (var i = 0; i < entries.Count; i++)
            {
                requests[entries[i].Name].Add(infos[i]);
                if (infos[i].Problem is null)
                {
                    progress?.Invoke(round, entries[i].Name);
                    requests[entries[i].Name].Add(await AskAsync(entries[i], target, round, "zip", cancellationToken));
                }
            }
        }

        var configured = _configured.Select(entry => entry.Name).ToHashSet();
        var results = entries.Select(entry => new MirrorResult(entry.Name, configured.Contains(entry.Name), KnownMirrors.IsPublic(entry.Url!), requests[entry.Name]))
            .OrderByDescending(result => Math.Round(result.SuccessPercent)).ThenBy(result => result.CostMs).ToList();
        return new MirrorsReport(target.Path, target.Version, request.Rounds, results, MirrorAdviser.Advise(results, _configured));
    }

    private List<GoProxyEntry> Entries(MirrorsRequest request)
    {
        var given = request.Urls.SelectMany(url => GoProxyList.TryParse(url, out var list, out var error) ? list.Entries : throw new FormatException(error));
        var known = KnownMirrors.Urls.Select(url => new GoProxyEntry(GoProxyEntryKind.Url, new Uri(url), true));
        var all = request.IsOnly ? given : given.Concat(_configured).Concat(known);
        return [.. all.Where(entry => entry.Url is { IsFile: false }).DistinctBy(entry => entry.Name)];
    }

    private async Task<MirrorRequest> AskAsync(GoProxyEntry entry, ModuleTarget target, int round, string what, CancellationToken cancellationToken)
    {
        var url = GoProxyProbe.Below(entry.Url!, $"{target.EscapedPath}/@v/{ModuleTarget.EscapeVersion(target.Version)}.{what}");
        var isZip = what == "zip";
        var result = await _http.GetAsync(
            new HttpProbeRequest(url) { Limit = isZip ? ZipLimit : InfoLimit, MaxBodyBytes = isZip ? ZipBytes : 64 * 1024 }, cancellationToken);
        var exchange = result.Exchange;
        var content = exchange.Last.Content;
        var isWanted = exchange is { Outcome: HttpOutcome.Answered, Status: 200 } && content?.Kind == (isZip ? ContentKind.Zip : ContentKind.Json);
        var transfer = exchange.Last.Phases.TransferMs;
        return new MirrorRequest(
            round,
            what,
            exchange.Status,
            isWanted ? null : Problem(exchange, isZip),
            Sum(exchange, phases => phases.DnsMs),
            Sum(exchange, phases => phases.ConnectMs),
            Sum(exchange, phases => phases.TlsMs),
            Sum(exchange, phases => phases.FirstByteMs),
            exchange.TotalMs,
            content?.ReadBytes ?? 0,
            isWanted && content!.ReadBytes >= SpeedBytes && transfer is > 0 ? content.ReadBytes / (transfer.Value / 1000) : null,
            exchange.Hops.Count,
            exchange.Hops.Sum(hop => hop.Attempts.Count),
            exchange.Hops.Count > 1 && Uri.TryCreate(exchange.Last.Url, UriKind.Absolute, out var last) && last.Host != url.Host ? last.Host : null);
    }

    private static BilingualText Problem(HttpExchange exchange, bool isZip) => exchange is { Outcome: HttpOutcome.Answered, Status: 200, Last.Content.Kind: not ContentKind.Html }
        ? new BilingualText($"the answer is no {(isZip ? "zip" : "JSON")}", $"返回的不是 {(isZip ? "zip" : "JSON")}")
        : ExchangeTexts.Describe(exchange);

    private static double? Sum(HttpExchange exchange, Func<PhaseTimes, double?> phase)
    {
        var values = exchange.Hops.Select(hop => phase(hop.Phases)).OfType<double>().ToList();
        return values.Count == 0 ? null : values.Sum();
    }
}
