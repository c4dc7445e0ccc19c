using Sluice.Core.Faults;
using Sluice.Core.Pipeline;
using Sluice.Core.Ports;
using Sluice.Fetch.SumDb;
using Sluice.Fetch.Upstreams;
using Sluice.Fetch.Vcs;
using Sluice.Modules.GoEnvironment;
using Sluice.Server.Configuration;
using Sluice.Server.Endpoints;
using Sluice.Server.Telemetry;
using Sluice.Store.Blobs;
using Sluice.Store.Quarantine;
using Sluice.Store.Records;
using Sluice.Store.SumDb;

namespace Sluice.Server.Hosting;

/// <summary>
/// The composition root of the pipeline: what stands behind the server and behind the commands that fetch without one. Reads top to bottom as
/// the life of a request: cache and single flight, verification, routes, chains, upstreams.
/// </summary>
public sealed class GatewayPipeline : IAsyncDisposable
{
    private readonly UpstreamRegistry _registry;
    private readonly DiskStore _store;
    private readonly SqliteRecords _records;
    private OpenedSumLog? _sumLog;

    private GatewayPipeline(
        ModuleGateway gateway, ChecksumGate gate, IQuarantine quarantine, VersionWitnesses witnesses, VerifiedSumDb sumDb, SumDbSetting sumDbSetting, DiskStore store, SqliteRecords records, UpstreamRegistry registry)
    {
        Gateway = gateway;
        Gate = gate;
        Quarantine = quarantine;
        Witnesses = witnesses;
        SumDb = sumDb;
        SumDbSetting = sumDbSetting;
        _store = store;
        _records = records;
        _registry = registry;
    }

    /// <summary>Answers for modules.</summary>
    public ModuleGateway Gateway { get; }

    /// <summary>Compares content with checksum databases, for what enters or checks the store outside the pipeline.</summary>
    public ChecksumGate Gate { get; }

    /// <summary>Where content goes that must not be served.</summary>
    public IQuarantine Quarantine { get; }

    /// <summary>Asks everybody who has a version.</summary>
    public VersionWitnesses Witnesses { get; }

    /// <summary>Answers for the checksum database.</summary>
    public VerifiedSumDb SumDb { get; }

    /// <summary>Which checksum database.</summary>
    public SumDbSetting SumDbSetting { get; }

    /// <summary>The gateway's own checksum database; null for none.</summary>
    public IChecksumLog? SumLog => _sumLog?.Log;

    /// <summary>The store, for what looks at it from outside the pipeline.</summary>
    public IModuleStore Store => _store;

    /// <summary>Composes a pipeline.</summary>
    /// <exception cref="StoreException">The data directory cannot be used.</exception>
    /// <exception cref="InvalidOperationException">A file that the settings name cannot be used; the message names the setting.</exception>
    public static GatewayPipeline Create(GatewaySettings settings, GatewayEnvironment environment, IPipelineLog log)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(environment);
        var time = environment.Time;
        var sumLog = settings.SumLog is { } own ? SumLogOpening.Open(settings.DataDirectory, own, time) : null;
        var store = DiskStore.Open(new DiskStoreOptions { Directory = settings.DataDirectory }, time);
        var records = new SqliteRecords(settings.DataDirectory);
        var registry = new UpstreamRegistry(settings.Upstream, settings.Network, OriginsOf(settings, records), time);
        var sources = registry.CreateRouted(
            settings.Upstreams,
            settings.Private,
            [.. settings.Routes.Select(route => new RouteDefinition(route.Name, route.Match, route.Upstreams, route.Enabled))]);
        var options = new GatewayOptions
        {
            Cache = settings.Cache,
            Limits = new FetchLimits { FetchTimeout = settings.Upstream.FetchTimeout, MaxConcurrentFetches = settings.MaxConcurrentFetches },
            Private = settings.Private,
            ZipRules = settings.ZipRules,
        };
        var sumDb = SumDbSetting.TryParse(settings.SumDb, out var parsed, out var error) ? parsed : throw new InvalidOperationException($"sumdb: {error}");
        var state = new DiskSumDbState(settings.DataDirectory, sumDb.IsOff ? "off" : sumDb.Name, log.SumDbForked);
        var unmentioned = settings.Private.Or(settings.NoSumDb);
        var database = new VerifiedSumDb(sumDb, registry.CreateSumDbRelay(sumDb, settings.Upstreams, unmentioned), state);
        var quarantine = new DiskQuarantine(settings.DataDirectory);
        var checksums = new ChecksumParts(
            new ChecksumOracle(database, settings.SumDbPolicy, time), sumLog?.Log, unmentioned, new ChecksumAlarm(quarantine, records, time, log), records);
        var gateway = new ModuleGateway(store, sources.Chosen, checksums, options, time, environment.Random, log);
        IReadOnlyList<IChecksumDatabase> databases = sumLog is null ? [database] : [database, sumLog.Log];
        var witnesses = new VersionWitnesses(store, sources, databases, settings.Upstream.FetchTimeout, time);
        return new GatewayPipeline(gateway, checksums.CreateGate(time), quarantine, witnesses, database, sumDb, store, records, registry) { _sumLog = sumLog };
    }

    private static OriginOptions OriginsOf(GatewaySettings settings, SqliteRecords records) => new(Path.Join(settings.DataDirectory, ".vcs"))
    {
        Origins = [.. settings.Origins.Select((origin, index) => new RepositoryRoot(origin.Path, origin.Vcs, origin.Url) { Folder = origin.Folder, Rule = $"origins[{index}]" })],
        Records = records,
        Private = settings.Private,
        Insecure = settings.InsecureOrigins,
        Allowed = settings.AllowedVcs,
        EnvironmentVariables = settings.ProgramEnvironment,
    };

    /// <summary>Whether the store takes writes: null, or why not.</summary>
    public Fault? CheckStore() => _store.CheckWritable();

    /// <summary>What answers for the gateway's own checksum database; null for none.</summary>
    internal SumLogEndpoints? CreateSumLogEndpoints(GatewayLog messages)
    {
        if (_sumLog is not { } own)
        {
            return null;
        }

        var recorder = new SumLogRecorder(Gateway, Gate, own.Log);
        return new SumLogEndpoints(own.Log, recorder.RecordAsync, SumDbSetting.Name, messages);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        if (_sumLog is not null)
        {
            await _sumLog.DisposeAsync();
        }

        _registry.Dispose();
        _records.Dispose();
        _store.Dispose();
    }
}
