using Microsoft.Extensions.Logging;
using Sluice.Core.Pipeline;
using Sluice.Fetch.Http;
using Sluice.Fetch.Upstreams;
using Sluice.Fetch.Vcs;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.Paths;

namespace Sluice.Server.Configuration;

/// <summary>A whole, valid configuration. Immutable; made by the configuration loader, swapped whole.</summary>
public sealed record GatewaySettings
{
    /// <summary>Where to listen: <c>host:port</c>, <c>:port</c> for every address, port 0 for any free one. Default 127.0.0.1:3000.</summary>
    public required IReadOnlyList<string> Listen { get; init; }

    /// <summary>Certificate and key; null for plain HTTP.</summary>
    public TlsSettings? Tls { get; init; }

    /// <summary>Path below which everything is served, without trailing slash: <c>/mod</c>; empty for the root.</summary>
    public string BasePath { get; init; } = "";

    /// <summary>Directory of the store, absolute.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The chain for public modules.</summary>
    public required GoProxyList Upstreams { get; init; }

    /// <summary>GOSUMDB syntax: <c>name</c>, <c>name+hash+key</c>, either followed by a URL; <c>off</c>. Default sum.golang.org.</summary>
    public required string SumDb { get; init; }

    /// <summary>What a version needs of the checksum database before it is kept. Default prefer.</summary>
    public ChecksumPolicy SumDbPolicy { get; init; }

    /// <summary>Public modules that the checksum database is not asked about.</summary>
    public PathPatterns NoSumDb { get; init; } = PathPatterns.None;

    /// <summary>The gateway's own checksum database; null for none.</summary>
    public SumLogSettings? SumLog { get; init; }

    /// <summary>Private modules: never asked about at the chain for public ones.</summary>
    public PathPatterns Private { get; init; } = PathPatterns.None;

    /// <summary>Routes in order; the first enabled match wins.</summary>
    public IReadOnlyList<RouteSettings> Routes { get; init; } = [];

    /// <summary>Repositories that the operator named.</summary>
    public IReadOnlyList<OriginSettings> Origins { get; init; } = [];

    /// <summary>Which kinds of version control may be used for which modules.</summary>
    public GoVcs AllowedVcs { get; init; } = GoVcs.Default;

    /// <summary>Modules whose origins may be reached in clear text.</summary>
    public PathPatterns InsecureOrigins { get; init; } = PathPatterns.None;

    /// <summary>The part of the environment that version control programs may see.</summary>
    public IReadOnlyDictionary<string, string> ProgramEnvironment { get; init; } = new Dictionary<string, string>();

    /// <summary>How upstreams are reached, credentials included.</summary>
    public NetworkOptions Network { get; init; } = new();

    /// <summary>Limits on fetching.</summary>
    public UpstreamOptions Upstream { get; init; } = new();

    /// <summary>Freshness and memory.</summary>
    public CacheOptions Cache { get; init; } = new();

    /// <summary>What happens to zips that break the rules.</summary>
    public ZipRules ZipRules { get; init; }

    /// <summary>Most fetches at once, over all upstreams; more wait. Default 64, 1 to 10000.</summary>
    public int MaxConcurrentFetches { get; init; } = 64;

    /// <summary>Longest wait for running transfers at shutdown. Default 30 s.</summary>
    public TimeSpan ShutdownTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Logs.</summary>
    public LogSettings Log { get; init; } = new();
}

/// <summary>Certificate files, PEM.</summary>
/// <param name="CertificateFile">Certificate chain.</param>
/// <param name="KeyFile">Private key.</param>
public sealed record TlsSettings(string CertificateFile, string KeyFile);

/// <summary>One route.</summary>
/// <param name="Name">Its name, unique.</param>
/// <param name="Match">Modules it is for.</param>
/// <param name="Upstreams">Their chain.</param>
public sealed record RouteSettings(string Name, PathPatterns Match, GoProxyList Upstreams)
{
    /// <summary>Whether it counts. Default true.</summary>
    public bool Enabled { get; init; } = true;
}

/// <summary>Where the repository of some modules is.</summary>
/// <param name="Path">The module path that stands for it, or for <see cref="Folder"/> in it.</param>
/// <param name="Vcs">Its kind.</param>
/// <param name="Url">Its URL.</param>
public sealed record OriginSettings(string Path, VcsKind Vcs, string Url)
{
    /// <summary>The folder that the path stands for; empty for the root.</summary>
    public string Folder { get; init; } = "";
}

/// <summary>What is logged, and how.</summary>
public sealed record LogSettings
{
    /// <summary>Default: pretty on a terminal, else JSON.</summary>
    public LogFormat Format { get; init; }

    /// <summary>Lowest level. Default information.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>Which requests get a line. Default all.</summary>
    public RequestLogging Requests { get; init; }
}

/// <summary>How log lines look.</summary>
public enum LogFormat
{
    /// <summary>Pretty on a terminal, else JSON.</summary>
    Auto,

    /// <summary>One JSON object a line.</summary>
    Json,

    /// <summary>For people.</summary>
    Pretty,
}

/// <summary>Which requests get a log line.</summary>
public enum RequestLogging
{
    /// <summary>Every one.</summary>
    All,

    /// <summary>Those answered 400 and above.</summary>
    Errors,

    /// <summary>None.</summary>
    Off,
}
