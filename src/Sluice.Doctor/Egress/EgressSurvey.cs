using System.Net;
using Sluice.Doctor.Environments;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Connections;
using Sluice.Doctor.Probes.Dns;
using Sluice.Doctor.Probes.Http;
using Sluice.Doctor.Probes.Modules;
using Sluice.Doctor.Probes.Names;
using Sluice.Doctor.Probes.Running;
using Sluice.Doctor.Probes.Settings;
using Sluice.Doctor.Probes.Vcs;
using Sluice.Modules.GoEnvironment;

namespace Sluice.Doctor.Egress;

/// <summary>
/// Finds out which hosts a project's downloads need: from the settings, from its modules, and, unless offline, from where requests are really sent on to.
/// </summary>
public sealed class EgressSurvey(DoctorHost host)
{
    /// <summary>Modules whose origin is asked for; more tell nothing new.</summary>
    private const int MaxOrigins = 200;

    private const int Parallel = 8;
    private static readonly TimeSpan LookupLimit = TimeSpan.FromSeconds(8);
    private readonly HttpProber _http = ProbeTools.Http(host);
    private readonly Dictionary<(string Host, int Port, string Protocol), EgressRule> _rules = [];

    /// <summary>Whether hosts on this machine are kept, too: the tests' are.</summary>
    internal bool KeepsLoopback { get; init; }

    /// <summary>Surveys. One use.</summary>
    /// <param name="modules"><c>PATH@VERSION</c> or paths.</param>
    /// <param name="isOffline">Nothing is asked: redirects and origins of vanity paths stay unknown.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<EgressReport> RunAsync(IReadOnlyList<string> modules, bool isOffline, CancellationToken cancellationToken)
    {
        var settings = GoSettingsReader.Read(host);
        var targets = modules.Select(ModuleTarget.Parse).Where(target => target.Path.Length > 0).DistinctBy(target => target.Path).ToList();
        var notes = new List<BilingualText>();
        await AddResolversAsync(cancellationToken);
        AddForwardProxies(notes);
        foreach (var needed in ChainHosts.Of(settings, [], []))
        {
            Add(needed.Url, needed.Why, needed.Why.StartsWith("zips of", StringComparison.Ordinal) ? "known" : "setting");
        }

        await AddOriginsAsync(settings, targets, isOffline, cancellationToken);
        if (isOffline)
        {
            notes.Add(new("nothing was asked: hosts that requests are sent on to may be missing", "未发出任何请求：可能缺少重定向的目标主机"));
            return new EgressReport(targets.Count, [.. _rules.Values], notes);
        }

        await AddRedirectsAsync(settings, targets, cancellationToken);
        await ReachAsync(cancellationToken);
        notes.Add(new("addresses are those of now: rules by name are better where the firewall can", "地址只是当前值：防火墙支持时请按域名放行"));
        return new EgressReport(targets.Count, [.. _rules.Values], notes);
    }

    private async Task AddResolversAsync(CancellationToken cancellationToken)
    {
        var resolvers = (await ResolverProbe.CollectAsync(host, new CommandRunner(host.Time), cancellationToken)).Value;
        foreach (var server in resolvers?.NameServers ?? [])
        {
            if (IPAddress.TryParse(server.Address, out var address) && !IPAddress.IsLoopback(address))
            {
                Add(server.Address, 53, "udp", "name server", "setting");
                Add(server.Address, 53, "tcp", "name server, long answers", "setting");
            }
        }
    }

    private void AddForwardProxies(List<BilingualText> notes)
    {
        foreach (var proxy in ForwardProxies.Of(host).All)
        {
            Add(proxy.Url, $"HTTP proxy of {proxy.Setting.Name}", "setting");
            notes.Add(new(
                $"{proxy.Setting.Name} is set: this machine itself only needs {proxy.Name}; the hosts below are for the proxy to let through",
                $"已设置 {proxy.Setting.Name}：本机只需访问 {proxy.Name}；其余主机需由代理放行"));
        }
    }

    private async Task AddOriginsAsync(GoSettingsEvidence settings, List<ModuleTarget> targets, bool isOffline, CancellationToken cancellationToken)
    {
        var hasDirect = GoProxyList.TryParse(settings["GOPROXY"], out var list, out _) && list.Entries.Any(entry => entry.Kind == GoProxyEntryKind.Direct);
        var origins = targets.Where(target => hasDirect || ChainHosts.IsPrivate(settings, target)).ToList();
        var finder = new RepositoryFinder(_http);
        var insecure = Modules.Paths.PathPatterns.TryParse(settings["GOINSECURE"], out var patterns, out _) ? patterns : Modules.Paths.PathPatterns.None;
        var found = new List<(ModuleTarget Target, IReadOnlyList<string> Urls)>();

        // Rules of known hosts need no question; of the others one for each host is enough to know where they lead.
        foreach (var target in origins.Take(MaxOrigins))
        {
            if (Uri.TryCreate($"https://{target.Path}", UriKind.Absolute, out var origin))
            {
                Add(origin, $"origin of {target.Path}", "module");
            }
        }

        if (isOffline)
        {
            return;
        }

        var gate = new Lock();
        var vanity = origins.Where(target => !RepositoryFinder.IsByRule(target.Path)).Take(MaxOrigins);
        await System.Threading.Tasks.Parallel.ForEachAsync(vanity, new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellationToken }, async (target, token) =>
        {
            var result = await finder.FindAsync(target.Path, insecure.Matches(target.Path), token);
            lock (gate)
            {
                found.Add((target, [.. result.Urls, .. result.Discovery?.Hops.Select(hop => hop.Url) ?? []]));
            }
        });
        foreach (var (target, urls) in found.OrderBy(one => one.Target.Path, StringComparer.Ordinal))
        {
            foreach (var url in urls.Select(text => Uri.TryCreate(text, UriKind.Absolute, out var parsed) ? parsed : null).OfType<Uri>())
            {
                Add(url, $"repository of {target.Path}", "observed");
            }
        }
    }

    /// <summary>Follows a zip, and the checksum database, of each entry to where they come from.</summary>
    private async Task AddRedirectsAsync(GoSettingsEvidence settings, List<ModuleTarget> targets, CancellationToken cancellationToken)
    {
        var entries = GoProxyList.TryParse(settings["GOPROXY"], out var list, out _) ? list.Entries.Where(entry => entry.Url is { IsFile: false }) : [];
        var sample = targets.FirstOrDefault(target => target.Version.Length > 0 && !ChainHosts.IsPrivate(settings, target)) ?? ModuleTarget.Reference;
        var urls = entries.Select(entry => GoProxyProbe.Below(entry.Url!, $"{sample.EscapedPath}/@v/{ModuleTarget.EscapeVersion(sample.Version)}.zip")).ToList();
        if (SumDbSetting.TryParse(settings["GOSUMDB"], out var database, out _) && !database.IsOff)
        {
            urls.Add(GoProxyProbe.Below(SumDbProbe.RouteOf(database, null), "latest"));
        }

        foreach (var result in await Task.WhenAll(urls.Select(url => _http.GetAsync(new HttpProbeRequest(url), cancellationToken))))
        {
            foreach (var hop in result.Exchange.Hops.Skip(1))
            {
                Add(new Uri(hop.Url), $"where {new Uri(result.Exchange.Url).Host} sends requests on to", "observed");
            }
        }
    }

    /// <summary>Tries each TCP rule once, directly.</summary>
    private async Task ReachAsync(CancellationToken cancellationToken)
    {
        var hosts = HostsFile.Collect(host, baseline: null);
        var probe = new TcpProbe(host);
        var tries = await Task.WhenAll(_rules.Values.Where(rule => rule.Protocol == "tcp").Select(async rule =>
        {
            var lookup = await SystemResolver.LookUpAsync(host, rule.Host, hosts, LookupLimit, cancellationToken);
            if (lookup.Addresses.Count == 0)
            {
                return rule with { Reached = "no" };
            }

            var tried = await probe.CollectAsync(rule.Host, rule.Port, rule.Why, lookup.Addresses, cancellationToken);
            var isReached = tried.Value?.Attempts.Any(attempt => attempt.Outcome == ConnectOutcome.Connected) == true;
            return rule with { Reached = isReached ? "yes" : "no", Addresses = lookup.Addresses };
        }));
        foreach (var rule in tries)
        {
            _rules[(rule.Host, rule.Port, rule.Protocol)] = rule;
        }
    }

    private void Add(Uri url, string why, string basis)
    {
        var port = url.Port > 0 ? url.Port : url.Scheme switch { "ssh" or "git+ssh" => 22, "git" => 9418, "http" => 80, _ => 443 };

        // A gateway on this machine needs nothing of a firewall.
        if (url.Host.Length > 0 && (!url.IsLoopback || KeepsLoopback))
        {
            Add(url.IdnHost, port, "tcp", why, basis);
        }
    }

    private void Add(string name, int port, string protocol, string why, string basis) =>
        _rules.TryAdd((name, port, protocol), new EgressRule(name, port, protocol, why, basis, "not checked", IPAddress.TryParse(name, out _) ? [name] : []));
}
