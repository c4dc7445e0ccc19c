using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Connections;
using Sluice.Doctor.Probes.Modules;
using Sluice.Modules.GoEnvironment;

namespace Sluice.Doctor.Probes.Running;

/// <summary>Decides which probes are needed. Pure: settings, modules and options in, plan out.</summary>
internal sealed class ProbePlanner(GoSettingsEvidence settings, NamedProxies named, IReadOnlyList<ModuleTarget> targets, DoctorOptions options)
{
    private readonly ForwardProxies _proxies = named.Obeyed;
    private readonly List<PlannedProbe> _plan = [];

    /// <summary>What is looked at before anything is planned.</summary>
    public static IReadOnlyList<PlannedProbe> Local { get; } = [new(ProbeKind.Settings, ""), new(ProbeKind.Hosts, ""), new(ProbeKind.Resolvers, "")];

    /// <summary>The plan, in the order in which the go command would need things.</summary>
    public IReadOnlyList<PlannedProbe> Plan()
    {
        _plan.Add(new PlannedProbe(ProbeKind.Machine, ""));
        _plan.Add(settings["GOMODCACHE"].Length > 0
            ? new PlannedProbe(ProbeKind.Cache, "")
            : new PlannedProbe(ProbeKind.Cache, "") { Skip = new NotChecked(NotCheckedReason.Blocked, "GOMODCACHE is not known") });
        var hosts = ChainHosts.Of(settings, targets, options.ExtraHosts);
        foreach (var proxy in named.All)
        {
            _plan.Add(new PlannedProbe(ProbeKind.ForwardProxy, proxy.Name));
        }

        foreach (var host in hosts)
        {
            AddHost(host);
        }

        var publicTargets = targets.Where(target => !ChainHosts.IsPrivate(settings, target)).DefaultIfEmpty(ModuleTarget.Reference).ToList();
        AddGoProxies(publicTargets);
        AddSumDb(publicTargets);
        AddModules();
        _plan.Add(new PlannedProbe(ProbeKind.Clock, "") { After = [.. _plan.Where(probe => probe.Kind is ProbeKind.GoProxy or ProbeKind.SumDb).Select(probe => probe.Id)] });
        return [.. _plan.Select(Restrict)];
    }

    /// <summary>Probes of hosts that showed up on the way and were not planned: redirect targets, repositories.</summary>
    public IReadOnlyList<PlannedProbe> FollowUps(IEnumerable<ChainHost> seen, IReadOnlySet<string> known)
    {
        foreach (var host in seen.DistinctBy(host => host.Endpoint).Where(host => !known.Contains(PlannedProbe.IdOf(ProbeKind.Tcp, host.Endpoint))))
        {
            AddHost(host);
        }

        return [.. _plan.Where(probe => !known.Contains(probe.Id)).Select(Restrict)];
    }

    private void AddHost(ChainHost host)
    {
        var name = host.Url.IdnHost.Trim('[', ']');
        var isLiteral = System.Net.IPAddress.TryParse(name, out _);
        var dns = new PlannedProbe(ProbeKind.Dns, name, host.Why);
        if (!isLiteral && !_plan.Exists(probe => probe.Id == dns.Id))
        {
            _plan.Add(dns);
            _plan.Add(new PlannedProbe(ProbeKind.Delegation, name, host.Why) { Skip = options.IsDeep ? null : new NotChecked(NotCheckedReason.NotAsked, "only a deep run walks from the root") });
        }

        var proxy = _proxies.For(host.Url);
        var tcp = new PlannedProbe(ProbeKind.Tcp, host.Endpoint, host.Why)
        {
            After = [dns.Id],
            Skip = proxy is null ? null : new NotChecked(NotCheckedReason.NotNeeded, $"the go command goes through {proxy.Name}"),
        };
        _plan.Add(tcp);
        if (host.Url.Scheme == Uri.UriSchemeHttps)
        {
            _plan.Add(new PlannedProbe(ProbeKind.Tls, host.Endpoint, host.Why) { After = [tcp.Id, .. proxy is null ? [] : (string[])[PlannedProbe.IdOf(ProbeKind.ForwardProxy, proxy.Name)]] });
        }
    }

    private void AddGoProxies(IReadOnlyList<ModuleTarget> publicTargets)
    {
        if (!GoProxyList.TryParse(settings["GOPROXY"], out var list, out var error))
        {
            _plan.Add(new PlannedProbe(ProbeKind.GoProxy, "GOPROXY") { Skip = new NotChecked(NotCheckedReason.Blocked, $"GOPROXY cannot be read: {error}") });
            return;
        }

        foreach (var entry in list.Entries.Where(entry => entry.Url is not null).DistinctBy(entry => entry.Name))
        {
            _plan.AddRange(publicTargets.Select(target => new PlannedProbe(ProbeKind.GoProxy, $"{entry.Name} {target.Name}") { After = AfterHost(entry.Url!) }));
        }
    }

    private void AddSumDb(IReadOnlyList<ModuleTarget> publicTargets)
    {
        if (!SumDbSetting.TryParse(settings["GOSUMDB"], out var sumDb, out var error))
        {
            _plan.Add(new PlannedProbe(ProbeKind.SumDb, "GOSUMDB") { Skip = new NotChecked(NotCheckedReason.Blocked, $"GOSUMDB cannot be read: {error}") });
            return;
        }

        if (sumDb.IsOff)
        {
            _plan.Add(new PlannedProbe(ProbeKind.SumDb, "GOSUMDB") { Skip = new NotChecked(NotCheckedReason.NotNeeded, "GOSUMDB is off") });
            return;
        }

        // One record tells whether the database can be reached; that of a private module would tell strangers its name.
        var target = publicTargets.FirstOrDefault(candidate => candidate.Version.Length > 0 && !IsUnsummed(candidate)) ?? ModuleTarget.Reference;
        var entries = sumDb.Url is null && GoProxyList.TryParse(settings["GOPROXY"], out var list, out _) ? list.Entries.Where(entry => entry.Url is { IsFile: false }).DistinctBy(entry => entry.Name) : [];
        foreach (var route in entries.Select(entry => SumDbProbe.RouteOf(sumDb, entry)).Append(SumDbProbe.RouteOf(sumDb, null)))
        {
            _plan.Add(new PlannedProbe(ProbeKind.SumDb, $"{Http.HttpHops.Show(route).TrimEnd('/')} {target.Name}") { After = AfterHost(route) });
        }
    }

    private bool IsUnsummed(ModuleTarget target) => Sluice.Modules.Paths.PathPatterns.TryParse(settings["GONOSUMDB"], out var patterns, out _) && patterns.Matches(target.Path);

    private void AddModules()
    {
        var hasDirect = GoProxyList.TryParse(settings["GOPROXY"], out var list, out _) && list.Entries.Any(entry => entry.Kind == GoProxyEntryKind.Direct);
        foreach (var target in targets.Where(target => !target.IsReference))
        {
            var isPrivate = ChainHosts.IsPrivate(settings, target);
            _plan.Add(new PlannedProbe(ProbeKind.Vcs, target.Path)
            {
                Skip = isPrivate || hasDirect ? null : new NotChecked(NotCheckedReason.NotNeeded, "the go command takes it from GOPROXY alone"),
            });
            _plan.Add(new PlannedProbe(ProbeKind.Module, target.Name) { After = [.. _plan.Where(probe => probe.Kind == ProbeKind.GoProxy).Select(probe => probe.Id)] });
        }
    }

    private IReadOnlyList<string> AfterHost(Uri url)
    {
        var endpoint = Endpoints.Show(url.IdnHost, url.Port);
        return [PlannedProbe.IdOf(ProbeKind.Tcp, endpoint), PlannedProbe.IdOf(ProbeKind.Tls, endpoint)];
    }

    private PlannedProbe Restrict(PlannedProbe probe)
    {
        var isLocal = probe.Kind is ProbeKind.Machine or ProbeKind.Cache;
        if (options.Only.Count > 0 && !options.Only.Contains(probe.KindName))
        {
            return probe with { Skip = new NotChecked(NotCheckedReason.NotAsked, $"only {string.Join(", ", options.Only)} was asked for") };
        }

        return options.IsOffline && !isLocal && probe.Skip is null ? probe with { Skip = new NotChecked(NotCheckedReason.NotAsked, "offline was asked for") } : probe;
    }
}
