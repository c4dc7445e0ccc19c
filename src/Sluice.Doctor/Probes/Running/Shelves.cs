using System.Collections.Concurrent;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Running;

/// <summary>All evidence of a run while it grows.</summary>
internal sealed class Shelves : IDisposable
{
    private readonly CancellationTokenSource _comparing = new();
    private readonly ConcurrentDictionary<string, Task<DnsEvidence>> _comparisons = new(StringComparer.Ordinal);

    public Shelf<SettingsEvidence> Settings { get; } = new();

    public Shelf<HostsEvidence> Hosts { get; } = new();

    public Shelf<ResolverEvidence> Resolvers { get; } = new();

    public Shelf<MachineEvidence> Machine { get; } = new();

    public Shelf<CacheEvidence> Cache { get; } = new();

    public Shelf<ClockEvidence> Clock { get; } = new();

    public Shelf<DnsEvidence> Dns { get; } = new();

    public Shelf<DelegationEvidence> Delegations { get; } = new();

    public Shelf<TcpEvidence> Tcp { get; } = new();

    public Shelf<ForwardProxyEvidence> ForwardProxies { get; } = new();

    public Shelf<TlsEvidence> Tls { get; } = new();

    public Shelf<GoProxyEvidence> GoProxies { get; } = new();

    public Shelf<SumDbEvidence> SumDb { get; } = new();

    public Shelf<VcsEvidence> Vcs { get; } = new();

    public Shelf<ModuleEvidence> Modules { get; } = new();

    /// <summary>Ends what is only compared.</summary>
    public CancellationToken Comparing => _comparing.Token;

    /// <summary>Notes that more is to come of a name.</summary>
    public void Compare(string name, Task<DnsEvidence> whole) => _comparisons[name] = whole;

    /// <summary>Takes in what is compared.</summary>
    /// <param name="waits">Whether to wait for answers that have not come; they have limits of their own.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task FinishComparisonsAsync(bool waits, CancellationToken cancellationToken)
    {
        if (!waits)
        {
            await _comparing.CancelAsync();
        }

        await using var stop = cancellationToken.Register(_comparing.Cancel);
        foreach (var (name, whole) in _comparisons)
        {
            Dns.Put(name, await whole);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _comparing.Dispose();

    /// <summary>Every exchange that took place.</summary>
    public IEnumerable<HttpExchange> Exchanges =>
        GoProxies.Values.SelectMany(evidence => evidence.Steps)
            .Concat(SumDb.Values.SelectMany(evidence => evidence.Steps))
            .Select(step => step.Exchange)
            .Concat(Vcs.Values.Select(evidence => evidence.Discovery))
            .Concat(Vcs.Values.SelectMany(evidence => evidence.Remotes).Select(remote => remote.Http))
            .OfType<HttpExchange>();

    /// <summary>Hosts that exchanges led to: redirect targets, repositories.</summary>
    public IReadOnlyList<ChainHost> SeenHosts()
    {
        var seen = Exchanges.SelectMany(exchange => exchange.Hops.Select((hop, i) => (hop.Url, Why: i == 0 ? "repository" : $"redirect from {HostOf(exchange.Hops[0].Url)}")));
        return [.. seen.Where(one => Uri.TryCreate(one.Url, UriKind.Absolute, out _)).Select(one => new ChainHost(new Uri(new Uri(one.Url).GetLeftPart(UriPartial.Authority)), one.Why)).DistinctBy(host => host.Endpoint)];
    }

    /// <summary>The bundle.</summary>
    /// <param name="start">What is known otherwise; its evidence is replaced.</param>
    /// <param name="plan">Every planned probe, in order.</param>
    /// <param name="runs">How each went, in the same order.</param>
    public EvidenceBundle ToBundle(BundleHead start, IReadOnlyList<PlannedProbe> plan, IReadOnlyList<ProbeRun> runs)
    {
        var gaps = runs.Where(run => run.NotChecked is not null).GroupBy(run => run.Id).ToDictionary(group => group.Key, group => group.First().NotChecked!);
        return new EvidenceBundle
        {
            ToolVersion = start.ToolVersion,
            CollectedAt = start.CollectedAt,
            TookMs = start.TookMs,
            Asked = start.Asked,
            Settings = Settings.Single(gaps, ProbeKind.Settings),
            Hosts = Hosts.Single(gaps, ProbeKind.Hosts),
            Resolvers = Resolvers.Single(gaps, ProbeKind.Resolvers),
            Machine = Machine.Single(gaps, ProbeKind.Machine),
            Cache = Cache.Single(gaps, ProbeKind.Cache),
            Clock = Clock.Single(gaps, ProbeKind.Clock),
            Dns = Dns.List(plan, gaps, ProbeKind.Dns),
            Delegations = Delegations.List(plan, gaps, ProbeKind.Delegation),
            Tcp = Tcp.List(plan, gaps, ProbeKind.Tcp),
            ForwardProxies = ForwardProxies.List(plan, gaps, ProbeKind.ForwardProxy),
            Tls = Tls.List(plan, gaps, ProbeKind.Tls),
            GoProxies = GoProxies.List(plan, gaps, ProbeKind.GoProxy),
            SumDb = SumDb.List(plan, gaps, ProbeKind.SumDb),
            Vcs = Vcs.List(plan, gaps, ProbeKind.Vcs),
            Modules = Modules.List(plan, gaps, ProbeKind.Module),
            Runs = runs,
        };
    }

    private static string HostOf(string url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? parsed.Host : url;
}

/// <summary>What a bundle says of its run.</summary>
internal sealed record BundleHead(string ToolVersion, DateTimeOffset CollectedAt, double TookMs, Inquiry Asked);
