namespace Sluice.Doctor.Evidence;

/// <summary>
/// Everything that was found out in one run. Collected, never judged; it can be saved, read again and judged elsewhere. Credentials are never in it; names of private
/// hosts, modules and people as <see cref="Redaction"/> says.
/// </summary>
public sealed record EvidenceBundle
{
    /// <summary>The schema of this version.</summary>
    public const string CurrentSchema = "sluice.evidence/1";

    /// <summary>What document this is.</summary>
    public string Schema { get; init; } = CurrentSchema;

    /// <summary>The version of Sluice that collected it.</summary>
    public required string ToolVersion { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset CollectedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required double TookMs { get; init; }

    /// <summary>What was asked.</summary>
    public required Inquiry Asked { get; init; }

    /// <summary>How much of it is pseudonyms.</summary>
    public RedactionLevel Redaction { get; init; }

    /// <summary>What governs downloads here.</summary>
    public required Probed<SettingsEvidence> Settings { get; init; }

    /// <summary>The hosts file.</summary>
    public required Probed<HostsEvidence> Hosts { get; init; }

    /// <summary>How names are resolved.</summary>
    public required Probed<ResolverEvidence> Resolvers { get; init; }

    /// <summary>Names, each by many resolvers. Subject: the name.</summary>
    public IReadOnlyList<Probed<DnsEvidence>> Dns { get; init; } = [];

    /// <summary>Walks from the root. Subject: the name.</summary>
    public IReadOnlyList<Probed<DelegationEvidence>> Delegations { get; init; } = [];

    /// <summary>Connections. Subject: <c>host:port</c>.</summary>
    public IReadOnlyList<Probed<TcpEvidence>> Tcp { get; init; } = [];

    /// <summary>Forward proxies. Subject: the URL without credentials.</summary>
    public IReadOnlyList<Probed<ForwardProxyEvidence>> ForwardProxies { get; init; } = [];

    /// <summary>Handshakes. Subject: <c>host:port</c>.</summary>
    public IReadOnlyList<Probed<TlsEvidence>> Tls { get; init; } = [];

    /// <summary>The entries of GOPROXY. Subject: the entry, a blank, <c>module@version</c>.</summary>
    public IReadOnlyList<Probed<GoProxyEvidence>> GoProxies { get; init; } = [];

    /// <summary>The checksum database by its routes. Subject: the route, a blank, <c>module@version</c>.</summary>
    public IReadOnlyList<Probed<SumDbEvidence>> SumDb { get; init; } = [];

    /// <summary>Repositories. Subject: the module.</summary>
    public IReadOnlyList<Probed<VcsEvidence>> Vcs { get; init; } = [];

    /// <summary>Modules that were asked for. Subject: <c>module@version</c>.</summary>
    public IReadOnlyList<Probed<ModuleEvidence>> Modules { get; init; } = [];

    /// <summary>The module cache.</summary>
    public required Probed<CacheEvidence> Cache { get; init; }

    /// <summary>The machine.</summary>
    public required Probed<MachineEvidence> Machine { get; init; }

    /// <summary>Its clock.</summary>
    public required Probed<ClockEvidence> Clock { get; init; }

    /// <summary>Every probe that was planned, in the order of the plan.</summary>
    public IReadOnlyList<ProbeRun> Runs { get; init; } = [];
}

/// <summary>What was asked.</summary>
/// <param name="Modules">The modules, as <c>path@version</c> or a path; empty for the machine's set-up alone.</param>
/// <param name="Directory">The folder with the go.mod at hand; null without.</param>
/// <param name="IsDeep">Whether delegation walks, every resolver and the whole cache were asked for.</param>
/// <param name="IsOffline">Whether nothing was to be sent.</param>
/// <param name="ExtraHosts">Further hosts to look at.</param>
public sealed record Inquiry(IReadOnlyList<string> Modules, string? Directory, bool IsDeep, bool IsOffline, IReadOnlyList<string> ExtraHosts);

/// <summary>How a probe went.</summary>
/// <param name="Id"><c>tls proxy.golang.org:443</c>: the kind of probe, a blank, the subject.</param>
/// <param name="StartedMs">When it began, from the start of the run; null when it did not.</param>
/// <param name="TookMs">How long it took.</param>
/// <param name="NotChecked">Why it brought nothing; null when it did.</param>
public sealed record ProbeRun(string Id, double? StartedMs, double TookMs, NotChecked? NotChecked);

/// <summary>How much of a bundle is pseudonyms.</summary>
public enum RedactionLevel
{
    /// <summary>Only credentials are gone.</summary>
    Credentials,

    /// <summary>Names of users, private hosts and addresses, and private modules are pseudonyms.</summary>
    Names,
}
