using Sluice.Core.Ports;
using Sluice.Fetch.Discovery;
using Sluice.Fetch.Http;
using Sluice.Fetch.SumDb;
using Sluice.Fetch.Vcs;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.Paths;

namespace Sluice.Fetch.Upstreams;

/// <summary>
/// Builds chains of sources from settings. Chains that name the same server share its connections. Disposing it closes them: no
/// source that it made may be asked afterwards.
/// </summary>
public sealed class UpstreamRegistry : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, HttpUpstream> _upstreams = new(StringComparer.Ordinal);
    private readonly UpstreamOptions _options;
    private readonly Network _network;
    private readonly BodyLimits _limits;
    private readonly Lazy<IModuleSource> _direct;
    private RepositoryDiscovery? _discovery;
    private CodeRepositories? _repositories;
    private bool _disposed;

    /// <summary>Reads the files that the network options name.</summary>
    /// <exception cref="InvalidOperationException">One of them cannot be used; the message names the setting.</exception>
    public UpstreamRegistry(UpstreamOptions options, NetworkOptions networkOptions, OriginOptions origins, TimeProvider time)
        : this(options, Network.Create(networkOptions, time), new BodyLimits(), registry => registry.CreateDirect(networkOptions, origins))
    {
    }

    internal UpstreamRegistry(UpstreamOptions options, Network network, BodyLimits limits, Func<UpstreamRegistry, IModuleSource> direct)
    {
        _options = options;
        _network = network;
        _limits = limits;
        _direct = new Lazy<IModuleSource>(() => direct(this));
    }

    /// <summary>Builds the chain of a GOPROXY list. How long it may take as a whole is its caller's business.</summary>
    /// <exception cref="ArgumentException">A file URL has a host.</exception>
    public IModuleSource CreateChain(GoProxyList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        FallbackEntry[] entries = [.. list.Entries.Select(CreateEntry)];
        return new FallbackSource(entries);
    }

    /// <summary>
    /// Builds the whole of the gateway's sources: the first enabled route that matches; else for private modules the origin only; else the
    /// public chain.
    /// </summary>
    public RoutedSources CreateRouted(GoProxyList publicUpstreams, PathPatterns privatePaths, IReadOnlyList<RouteDefinition> routes)
    {
        ArgumentNullException.ThrowIfNull(privatePaths);
        ArgumentNullException.ThrowIfNull(routes);
        ModuleRoute[] built = [.. routes.Where(route => route.Enabled).Select(route => new ModuleRoute(route.Match, CreateChain(route.Upstreams)))];
        return new RoutedSources(new RouteSource(built, privatePaths, _direct.Value, CreateChain(publicUpstreams)));
    }

    /// <summary>Builds the relay to a checksum database, through the http and https servers of a chain where they support it.</summary>
    public SumDbRelay CreateSumDbRelay(SumDbSetting setting, GoProxyList publicUpstreams, PathPatterns privatePaths)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(publicUpstreams);
        ArgumentNullException.ThrowIfNull(privatePaths);
        SumDbUpstream[] through =
        [
            .. publicUpstreams.Entries
                .Where(entry => entry.Url is { Scheme: "https" or "http" })
                .Select(entry => new SumDbUpstream(UpstreamOf(entry.Url!), entry.ContinuesOnAnyFault)),
        ];
        var database = setting.IsOff ? null : UpstreamOf(setting.Url ?? new Uri("https://" + setting.Name));
        return new SumDbRelay(setting, setting.Url is null ? through : [], database, privatePaths, new Deadline(_options.FetchTimeout, _network.Time));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _discovery?.Dispose();
            _repositories?.Dispose();
            foreach (var upstream in _upstreams.Values)
            {
                upstream.Dispose();
            }

            _upstreams.Clear();
        }
    }

    private DirectSource CreateDirect(NetworkOptions networkOptions, OriginOptions origins) => new(
        CreateDiscovery(origins),
        _repositories = new CodeRepositories(origins, networkOptions, _network),
        new ModulePacker(Path.Join(origins.CacheDirectory, "tmp")),
        new OriginWatch(origins.Records, _network.Time),
        UpstreamOf,
        _network.Time);

    private RepositoryDiscovery CreateDiscovery(OriginOptions origins) => _discovery = new RepositoryDiscovery(
        origins,
        new GoGetClient(_options, _network),
        new DiscoveryMemory(Path.Join(origins.CacheDirectory, "discovery"), _network.Time),
        new OriginGuard(_network));

    private FallbackEntry CreateEntry(GoProxyEntry entry) => entry.Kind switch
    {
        GoProxyEntryKind.Off => new FallbackEntry(new OffSource(), entry.ContinuesOnAnyFault),
        GoProxyEntryKind.Direct => new FallbackEntry(_direct.Value, entry.ContinuesOnAnyFault) { IsDirect = true },
        _ when entry.Url!.IsFile => new FallbackEntry(new FileTreeSource(entry.Url, _limits, _network.Time), entry.ContinuesOnAnyFault),
        _ => new FallbackEntry(UpstreamOf(entry.Url!), entry.ContinuesOnAnyFault),
    };

    private HttpUpstream UpstreamOf(Uri url)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var key = url.GetComponents(UriComponents.UserInfo, UriFormat.UriEscaped) + "@" + UrlPath.NameOf(url);
            if (!_upstreams.TryGetValue(key, out var upstream))
            {
                upstream = new HttpUpstream(url, _options, _network, _limits);
                _upstreams.Add(key, upstream);
            }

            return upstream;
        }
    }
}
