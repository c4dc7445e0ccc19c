using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Cache;
using Sluice.Doctor.Probes.Connections;
using Sluice.Doctor.Probes.Dns;
using Sluice.Doctor.Probes.Http;
using Sluice.Doctor.Probes.Machine;
using Sluice.Doctor.Probes.Modules;
using Sluice.Doctor.Probes.Vcs;
using Sluice.Modules.GoEnvironment;

namespace Sluice.Doctor.Probes.Running;

/// <summary>Turns planned probes into work: the one place that knows every probe.</summary>
internal sealed class ProbeJobs
{
    private readonly DoctorHost _host;
    private readonly DoctorOptions _options;
    private readonly Shelves _shelves;
    private readonly IReadOnlyList<ModuleTarget> _targets;
    private readonly SettingsEvidence _settings;
    private readonly HostsEvidence? _hosts;
    private readonly TrustStore _trust;
    private readonly Dialer _dialer;
    private readonly HttpProber _http;
    private readonly CommandRunner _commands;
    private readonly IReadOnlyList<GoProxyEntry> _entries;

    /// <summary>Puts the parts together, after settings and hosts file have been read.</summary>
    public ProbeJobs(DoctorHost host, DoctorOptions options, Shelves shelves, SettingsEvidence settings, IReadOnlyList<ModuleTarget> targets)
    {
        (_host, _options, _shelves, _settings, _targets) = (host, options, shelves, settings, targets);
        _hosts = shelves.Hosts.Find();
        _trust = TrustStore.Of(host);
        Named = NamedProxies.Of(ForwardProxies.Of(host), settings);
        _dialer = new Dialer(host, Proxies, _trust, _hosts);
        _http = new HttpProber(host, _dialer, _trust);
        _commands = new CommandRunner(host.Time);
        _entries = GoProxyList.TryParse(settings.Go["GOPROXY"], out var list, out _) ? list.Entries : [];
    }

    /// <summary>The forward proxies of all settings.</summary>
    public NamedProxies Named { get; }

    private ForwardProxies Proxies => Named.Obeyed;

    /// <summary>The work of a planned probe.</summary>
    public ProbeJob JobOf(PlannedProbe plan) => new(plan, cancellationToken => RunAsync(plan, cancellationToken));

    private async Task<NotChecked?> RunAsync(PlannedProbe plan, CancellationToken cancellationToken)
    {
        var subject = plan.Subject;
        switch (plan.Kind)
        {
            case ProbeKind.Machine:
                return _shelves.Machine.Put("", MachineProbe.Collect(_host, _settings.Go));
            case ProbeKind.Cache:
                var budget = _options.IsDeep ? _options.TotalBudget : _options.ProbeBudget * 0.8;
                return _shelves.Cache.Put("", new CacheProbe(_host).Collect(_settings.Go["GOMODCACHE"], _targets, _options.IsDeep, budget, cancellationToken));
            case ProbeKind.Dns:
                var (first, whole) = await new DnsProbe(_host).StartAsync(subject, plan.Why, _hosts, _shelves.Resolvers.Find(), _options.IsDeep, _shelves.Comparing, cancellationToken);
                _shelves.Compare(subject, whole);
                return _shelves.Dns.Put(subject, first);
            case ProbeKind.Delegation:
                return _shelves.Delegations.Put(subject, await new DelegationWalk(_host).WalkAsync(subject, cancellationToken));
            case ProbeKind.Tcp:
                return await RunTcpAsync(plan, cancellationToken);
            case ProbeKind.ForwardProxy:
                return await RunForwardProxyAsync(subject, cancellationToken);
            case ProbeKind.Tls:
                return BlockedBy(subject) ?? _shelves.Tls.Put(subject, await new TlsProbe(_host, _dialer, _trust).CollectAsync(Split(subject).Host, Split(subject).Port, plan.Why, cancellationToken));
            case ProbeKind.GoProxy:
                return await RunGoProxyAsync(subject, cancellationToken);
            case ProbeKind.SumDb:
                return await RunSumDbAsync(subject, cancellationToken);
            case ProbeKind.Vcs:
                var target = _targets.First(candidate => candidate.Path == subject);
                return _shelves.Vcs.Put(subject, await new VcsProbe(_host, _http, _commands).CollectAsync(target, _settings, cancellationToken));
            case ProbeKind.Module:
                var module = _targets.First(candidate => candidate.Name == subject);
                return _shelves.Modules.Put(subject, await new ModuleProbe(_host, _http).CollectAsync(module, _settings.Go, cancellationToken));
            case ProbeKind.Clock:
                return _shelves.Clock.Put("", await new ClockProbe(_http).CollectAsync(ClockServers(), _shelves.Exchanges, cancellationToken));
            default:
                throw new System.Diagnostics.UnreachableException($"{plan.Kind} is no probe of the network");
        }
    }

    private async Task<NotChecked?> RunTcpAsync(PlannedProbe plan, CancellationToken cancellationToken)
    {
        var (name, port) = Split(plan.Subject);
        var dns = _shelves.Dns.Find(name);

        // What configured servers say counts too: the system's own resolution may leave out a family.
        var addresses = (dns?.System ?? await SystemResolver.LookUpAsync(_host, name, _hosts, SystemResolver.Limit, cancellationToken)).Addresses
            .Concat(dns is { HostsFile.Count: 0 } ? dns.Queries.Where(query => query.Kind == ResolverKind.Configured).SelectMany(query => query.Records).Where(record => record.Type is "A" or "AAAA").Select(record => record.Data) : []);
        return _shelves.Tcp.Put(await new TcpProbe(_host).CollectAsync(name, port, plan.Why, [.. addresses], cancellationToken));
    }

    private async Task<NotChecked?> RunForwardProxyAsync(string subject, CancellationToken cancellationToken)
    {
        var proxy = Named.All.First(candidate => candidate.Name == subject);
        var origins = NamedProxies.NamersOf(proxy, _settings);
        var targets = ChainHosts.Of(_settings.Go, _targets, _options.ExtraHosts).Select(host => host.Url).ToList();
        return _shelves.ForwardProxies.Put(subject, await new ForwardProxyProbe(_host, _dialer, _hosts).CollectAsync(proxy, origins, targets, Proxies, cancellationToken));
    }

    private async Task<NotChecked?> RunGoProxyAsync(string subject, CancellationToken cancellationToken)
    {
        var cut = subject.IndexOf(' ');
        var position = 1 + _entries.Select((entry, i) => (entry, i)).First(pair => pair.entry.Name == subject[..cut]).i;
        var entry = _entries[position - 1];
        var target = TargetOf(subject[(cut + 1)..]);
        return (entry.Url!.IsFile ? null : BlockedBy(Endpoints.Show(entry.Url.IdnHost, entry.Url.Port)))
            ?? _shelves.GoProxies.Put(subject, await new GoProxyProbe(_http).CollectAsync(entry, position, target, cancellationToken));
    }

    private async Task<NotChecked?> RunSumDbAsync(string subject, CancellationToken cancellationToken)
    {
        var sumDb = SumDbSetting.Parse(_settings.Go["GOSUMDB"]);
        var cut = subject.IndexOf(' ');
        var entry = _entries.FirstOrDefault(candidate => candidate.Url is { IsFile: false } && HttpHops.Show(SumDbProbe.RouteOf(sumDb, candidate)).TrimEnd('/') == subject[..cut]);
        var route = SumDbProbe.RouteOf(sumDb, entry);
        return BlockedBy(Endpoints.Show(route.IdnHost, route.Port))
            ?? _shelves.SumDb.Put(subject, await new SumDbProbe(_http, _host.VerifierOf).CollectAsync(sumDb, entry, TargetOf(subject[(cut + 1)..]), cancellationToken));
    }

    private ModuleTarget TargetOf(string name) => _targets.FirstOrDefault(target => target.Name == name) ?? ModuleTarget.Reference;

    /// <summary>Where no address lets us in, what stands on top cannot be tried. Through a forward proxy nothing is known of addresses.</summary>
    private NotChecked? BlockedBy(string endpoint) => _shelves.Tcp.Find(endpoint) switch
    {
        // Addresses that the system does not find help no program, even if a server would give them by another way.
        _ when Proxies.For(new Uri($"https://{endpoint}")) is null && _shelves.Dns.Find(Split(endpoint).Host) is { System.Addresses.Count: 0 } =>
            new NotChecked(NotCheckedReason.Blocked, $"this machine finds no address for {Split(endpoint).Host}"),
        { } tcp when tcp.Attempts.All(attempt => attempt.Outcome != ConnectOutcome.Connected) => new NotChecked(NotCheckedReason.Blocked, $"no address of {endpoint} takes a connection"),
        _ => null,
    };

    private List<Uri> ClockServers() =>
        [.. ChainHosts.Of(_settings.Go, _targets, []).Select(host => host.Url.IsDefaultPort && host.Url.Scheme == Uri.UriSchemeHttps ? new Uri($"http://{host.Url.Host}/") : host.Url)];

    private static (string Host, int Port) Split(string endpoint)
    {
        var url = new Uri($"https://{endpoint}");
        return (url.IdnHost.Trim('[', ']'), url.Port);
    }
}
