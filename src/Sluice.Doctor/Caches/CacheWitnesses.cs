using Sluice.Doctor.Environments;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Http;
using Sluice.Doctor.Probes.Modules;
using Sluice.Doctor.Probes.Settings;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.Hashing;
using Sluice.Modules.Paths;

namespace Sluice.Doctor.Caches;

/// <summary>What others have of a version.</summary>
/// <param name="Database">The checksum database; null when it must not be asked.</param>
/// <param name="Proxy">The proxy; null when it must not be asked.</param>
internal sealed record Witnesses(CacheSide? Database, CacheSide? Proxy)
{
    /// <summary>Nobody was asked.</summary>
    public static Witnesses None { get; } = new(null, null);
}

/// <summary>Asks the checksum database and the first proxy about versions. Private modules are asked about nowhere.</summary>
internal sealed class CacheWitnesses
{
    /// <summary>The prober keeps a body in memory; bigger zips are not fetched for comparison.</summary>
    private const int MaxZipBytes = 32 * 1024 * 1024;

    private static readonly TimeSpan ZipLimit = TimeSpan.FromSeconds(60);
    private readonly HttpProber _http;
    private readonly SumDbProbe _sumDb;
    private readonly SumDbSetting? _database;
    private readonly GoProxyEntry? _proxy;
    private readonly PathPatterns _noProxy;
    private readonly PathPatterns _noSumDb;

    public CacheWitnesses(DoctorHost host)
    {
        _http = ProbeTools.Http(host);
        _sumDb = new SumDbProbe(_http, host.VerifierOf);
        var settings = GoSettingsReader.Read(host);
        _database = SumDbSetting.TryParse(settings["GOSUMDB"], out var setting, out _) && !setting.IsOff ? setting : null;
        _proxy = GoProxyList.TryParse(settings["GOPROXY"], out var list, out _) ? list.Entries.FirstOrDefault(entry => entry.Url is { IsFile: false }) : null;
        _noProxy = Patterns(settings["GONOPROXY"]);
        _noSumDb = Patterns(settings["GONOSUMDB"]);
    }

    /// <summary>Asks about a version.</summary>
    /// <param name="module">The version.</param>
    /// <param name="needsZip">Whether the proxy's zip is fetched, too.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<Witnesses> AskAsync(CachedModule module, bool needsZip, CancellationToken cancellationToken)
    {
        var target = new ModuleTarget(module.Path, module.Version);
        var database = _database is null || _noSumDb.Matches(module.Path) ? Task.FromResult<CacheSide?>(null) : AskDatabaseAsync(target, cancellationToken);
        var proxy = !needsZip || _proxy is null || _noProxy.Matches(module.Path) ? Task.FromResult<CacheSide?>(null) : AskProxyAsync(target, cancellationToken);
        return new Witnesses(await database, await proxy);
    }

    private static PathPatterns Patterns(string text) => PathPatterns.TryParse(text, out var patterns, out _) ? patterns : PathPatterns.None;

    /// <summary>Through the proxy where that relays the database, directly otherwise: the go command's way.</summary>
    private async Task<CacheSide?> AskDatabaseAsync(ModuleTarget target, CancellationToken cancellationToken)
    {
        var relayed = _proxy is null || _noProxy.Matches(target.Path) ? null : await _sumDb.CollectAsync(_database!, _proxy, target, cancellationToken);
        var evidence = relayed is { ZipHashes.Count: > 0 } ? relayed : await _sumDb.CollectAsync(_database!, null, target, cancellationToken);
        if (evidence.ZipHashes.Count > 0)
        {
            return new CacheSide(evidence.Name, evidence.ZipHashes[0]);
        }

        var lookup = evidence[ProxyStep.SumDbLookup];
        return new CacheSide(evidence.Name, null, lookup is null ? new BilingualText("was not asked", "未询问") : ExchangeTexts.Describe(lookup));
    }

    private async Task<CacheSide?> AskProxyAsync(ModuleTarget target, CancellationToken cancellationToken)
    {
        var url = GoProxyProbe.Below(_proxy!.Url!, $"{target.EscapedPath}/@v/{ModuleTarget.EscapeVersion(target.Version)}.zip");
        var result = await _http.GetAsync(new HttpProbeRequest(url) { Limit = ZipLimit, MaxBodyBytes = MaxZipBytes }, cancellationToken);
        if (!result.IsWhole)
        {
            return new CacheSide(_proxy.Name, null, result.Exchange is { Outcome: HttpOutcome.Answered, Status: 200 }
                ? new BilingualText("the zip is too big to be compared", "zip 过大，未比较")
                : ExchangeTexts.Describe(result.Exchange));
        }

        using var zip = new MemoryStream(result.Body, writable: false);
        return ModuleHash.TryHashZip(zip, out var hash, out var problem, cancellationToken)
            ? new CacheSide(_proxy.Name, hash.ToString())
            : new CacheSide(_proxy.Name, null, new BilingualText($"gives a broken zip: {problem}", $"返回的 zip 已损坏：{problem}"));
    }
}
