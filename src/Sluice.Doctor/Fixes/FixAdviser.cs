using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Lookups;

namespace Sluice.Doctor.Fixes;

/// <summary>
/// Adds to a finding the fixes that only the evidence can tell: the address that honest resolvers give, the variable that names a dead proxy. What is narrow and temporary
/// goes before what changes the whole machine. Pure.
/// </summary>
public static class FixAdviser
{
    private const int HostsMinutes = 120;

    /// <summary>Settings of the go command that are lists of patterns: adding to them must not lose what is there.</summary>
    private static readonly string[] PatternLists = ["GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE"];

    /// <summary>The finding with all of its fixes, the best first, each once.</summary>
    public static Finding Advise(Finding finding, EvidenceBundle bundle) =>
        finding with { Fixes = [.. FixesFor(finding, bundle).Concat(finding.Fixes.Select(fix => Merge(fix, finding, bundle))).DistinctBy(FixKey)] };

    private static IEnumerable<Fix> FixesFor(Finding finding, EvidenceBundle bundle) => finding.Code.Family switch
    {
        "dns" => Names(finding, bundle),
        "resolv" when finding.Code == FindingCodes.ResolvNoNameserver => NameServers(bundle),
        "proxy" => ForwardProxy(finding, bundle),
        "git" => Git(finding, bundle),
        "sumdb" when finding.Code == FindingCodes.SumDbUnreachable && bundle.Settings.Value?.Go["GOSUMDB"] == "sum.golang.org" =>
        [
            new Fix.SetGoVariable("GOSUMDB", "sum.golang.google.cn", new("The same checksum database under another name.", "同一个校验数据库的另一个域名。")),
        ],
        _ => [],
    };

    private static IEnumerable<Fix> Names(Finding finding, EvidenceBundle bundle)
    {
        var name = finding.Subject.Host;
        if (finding.Code == FindingCodes.DnsPoisonedCache || finding.Code == FindingCodes.DnsHijack)
        {
            yield return new Fix.FlushDns(new("Makes caches on this machine forget the wrong answer.", "让本机的 DNS 缓存忘掉错误的结果。"));
        }

        var evidence = bundle.Dns.FirstOrDefault(probed => probed.Subject.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;
        if (evidence?.Queries.Where(IsHonest).SelectMany(Addresses).FirstOrDefault() is { } address)
        {
            yield return new Fix.SetHostsEntry(name!, address, HostsMinutes, new($"Gives {name} the address that other resolvers know, for two hours.", $"两小时内让 {name} 使用其他解析器给出的地址。"));
        }

        foreach (var fix in finding.Code == FindingCodes.DnsUdpBlocked ? [] : NameServers(bundle))
        {
            yield return fix;
        }
    }

    /// <summary>The public resolvers that answer fastest over UDP.</summary>
    private static IEnumerable<Fix> NameServers(EvidenceBundle bundle)
    {
        var best = bundle.Dns.Select(probed => probed.Value).OfType<DnsEvidence>().SelectMany(evidence => evidence.Queries)
            .Where(query => query is { Kind: ResolverKind.Public, Transport: DnsTransport.Udp } && IsHonest(query))
            .GroupBy(query => query.Resolver).OrderBy(group => group.Average(query => query.TookMs)).Select(group => group.Key).Take(2).ToList();
        return best.Count == 0 ? [] :
        [
            new Fix.SetNameServers(string.Join(' ', best), new(
                $"Asks {string.Join(" and ", best)} instead. Names of your own network are not known there.",
                $"改用 {string.Join(" 和 ", best)}。内网域名在那里无法解析。")),
        ];
    }

    private static IEnumerable<Fix> ForwardProxy(Finding finding, EvidenceBundle bundle)
    {
        var proxies = bundle.ForwardProxies.Select(probed => probed.Value).OfType<ForwardProxyEvidence>().ToList();
        if (finding.Code == FindingCodes.ProxyBlocked && finding.Subject.Host is { } host && proxies.Count > 0)
        {
            yield return new Fix.ExemptFromProxy(host, new($"Goes to {host} without the HTTP proxy.", $"访问 {host} 时不经过 HTTP 代理。"));
        }

        if (finding.Code == FindingCodes.ProxyConnectRefused)
        {
            foreach (var name in proxies.SelectMany(proxy => proxy.Origins).Where(origin => origin.Origin.Kind == OriginKind.ProcessEnvironment).Select(origin => origin.Name).Distinct())
            {
                yield return new Fix.UnsetShellVariable(name, new($"Goes without the HTTP proxy that {name} names.", $"不再使用 {name} 指定的 HTTP 代理。"));
            }
        }
    }

    private static IEnumerable<Fix> Git(Finding finding, EvidenceBundle bundle)
    {
        var settings = bundle.Settings.Value?.Git.Settings ?? [];
        var keys = finding.Code == FindingCodes.GitProxy
            ? settings.Where(setting => setting.Name.EndsWith(".proxy", StringComparison.Ordinal))
            : settings.Where(setting => setting.Name.EndsWith(".insteadof", StringComparison.Ordinal) && finding.Subject.Host is { } host && setting.Value.Contains(host, StringComparison.OrdinalIgnoreCase));
        return keys.Select(setting => setting.Name).Distinct().Select(key => new Fix.UnsetGitConfig(key, new($"Takes {key} out of git's configuration.", $"从 git 配置中去掉 {key}。")));
    }

    private static Fix Merge(Fix fix, Finding finding, EvidenceBundle bundle)
    {
        if (fix is not Fix.SetGoVariable set || !PatternLists.Contains(set.Name) || finding.Code.Family == "env")
        {
            return fix;
        }

        var patterns = (bundle.Settings.Value?.Go[set.Name] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return set with { Value = string.Join(',', patterns.Concat(set.Value.Split(',')).Distinct()) };
    }

    private static bool IsHonest(DnsQuery query) =>
        query is { Kind: ResolverKind.Public or ResolverKind.Https, Type: "A", Outcome: DnsOutcome.Answered } && Addresses(query).Any() && !Addresses(query).Any(AddressKinds.IsInside);

    private static IEnumerable<string> Addresses(DnsQuery query) => query.Records.Where(record => record.Type == "A").Select(record => record.Data);

    /// <summary>Two fixes that would change the same are one.</summary>
    private static object FixKey(Fix fix) => fix is Fix.RunCommand run ? string.Join('\0', run.Arguments) : fix with { Why = BilingualText.Empty };
}
