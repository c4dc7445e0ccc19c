using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Lookups;

/// <summary>Judges what resolvers say of a name: pure.</summary>
internal static class DnsJudge
{
    /// <summary>A resolver that is asked for every host of a download should not take longer.</summary>
    private const double SlowMs = 500;

    /// <summary>Judges.</summary>
    public static DnsReport Judge(DnsEvidence evidence, DelegationEvidence? delegation)
    {
        var othersHavePublic = evidence.Queries.Any(query => AddressesOf(query).Any(address => !AddressKinds.IsInside(address))) || delegation?.Addresses.Any(address => !AddressKinds.IsInside(address)) == true;
        var othersHaveAny = othersHavePublic || evidence.Queries.Any(query => AddressesOf(query).Count > 0);
        var rows = evidence.Queries.Select(query => RowOf(query, othersHavePublic, othersHaveAny)).ToList();
        var (severity, conclusions, fixes) = Conclude(evidence, rows, othersHavePublic, delegation);
        return new DnsReport(evidence.Name, evidence.System, evidence.HostsFile, rows, delegation, severity, conclusions, fixes);
    }

    private static DnsRow RowOf(DnsQuery query, bool othersHavePublic, bool othersHaveAny)
    {
        var addresses = AddressesOf(query);
        var verdict = query.Outcome switch
        {
            DnsOutcome.Answered when addresses.Count > 0 && addresses.All(AddressKinds.IsInside) && othersHavePublic => DnsVerdict.PointsInside,
            DnsOutcome.Answered => query.TookMs > SlowMs ? DnsVerdict.Slow : DnsVerdict.Fine,
            DnsOutcome.NoData => query.Type == "A" ? DnsVerdict.NoAddress : DnsVerdict.Fine,
            DnsOutcome.NameError => othersHaveAny ? DnsVerdict.Denies : DnsVerdict.NoSuchName,
            DnsOutcome.TimedOut => DnsVerdict.Silent,
            DnsOutcome.PortClosed or DnsOutcome.Unreachable or DnsOutcome.ConnectionLost => DnsVerdict.Unreachable,
            DnsOutcome.ServerFailure or DnsOutcome.Refused or DnsOutcome.OtherCode => DnsVerdict.Refuses,
            _ => DnsVerdict.Broken,
        };
        long? ttl = query.Records.Count > 0 ? query.Records.Min(record => record.TtlSeconds) : null;
        return new DnsRow(query.Resolver, query.ResolverName, query.Kind, query.Transport, query.Type, addresses, ttl, query.TookMs, query.Sent, verdict, query.Problem ?? (query.Rcode is "NOERROR" ? null : query.Rcode));
    }

    private static IReadOnlyList<string> AddressesOf(DnsQuery query) => [.. query.Records.Where(record => record.Type == query.Type).Select(record => record.Data)];

    private static (Severity, IReadOnlyList<BilingualText>, IReadOnlyList<string>) Conclude(
        DnsEvidence evidence, List<DnsRow> rows, bool othersHavePublic, DelegationEvidence? delegation)
    {
        var conclusions = new List<BilingualText>();
        var fixes = new List<string>();
        var name = evidence.Name;
        var addresses = evidence.System.Addresses;
        var isInside = addresses.Count > 0 && addresses.All(AddressKinds.IsInside) && othersHavePublic;
        var good = rows.Where(row => row.Type == "A" && row.Verdict is DnsVerdict.Fine or DnsVerdict.Slow && row.Addresses.Count > 0).OrderBy(row => row.TookMs).ToList();
        if (isInside && evidence.HostsFile.Count > 0)
        {
            conclusions.Add(new($"the hosts file sends {name} to {addresses[0]} (line {evidence.HostsFile[0].Line}); resolvers give a public address", $"hosts 文件把 {name} 指向 {addresses[0]}（第 {evidence.HostsFile[0].Line} 行）；解析器给出的是公网地址"));
            fixes.Add($"sluice doctor hosts --remove {name}");
        }
        else if (isInside)
        {
            conclusions.Add(new($"this machine takes {name} for {addresses[0]}, which no public host can have: the configured resolver lies, or a cache does", $"本机把 {name} 解析为 {addresses[0]}，公网主机不可能用此地址：已配置的解析器或缓存被劫持"));
        }
        else if (addresses.Count == 0)
        {
            conclusions.Add(good.Count > 0
                ? new($"this machine does not resolve {name}; others do", $"本机无法解析 {name}；其他解析器可以")
                : delegation?.Addresses.Count > 0
                    ? new($"no resolver gives {name}, its own servers do", $"解析器都给不出 {name}，而权威服务器可以")
                    : rows.Count > 0 && rows.All(row => row.Verdict is DnsVerdict.Silent or DnsVerdict.Unreachable)
                        ? new("no resolver answers at all: is there a network, is port 53 blocked?", "所有解析器都没有应答：网络是否可用？53 端口是否被封？")
                        : new($"{name} has no address, whoever is asked", $"{name} 没有地址，所有解析器都这么说"));
        }

        var isBad = isInside || addresses.Count == 0;
        AddTransports(rows, conclusions);
        if (isBad && good.FirstOrDefault(row => row.Kind == ResolverKind.Public) is { } best)
        {
            conclusions.Add(new($"the fastest one that answers is {best.Owner} {best.Resolver}", $"应答最快的是 {best.Owner} {best.Resolver}"));
            fixes.Add($"sluice doctor hosts --add {name}={best.Addresses[0]} --for 2h");
        }

        var troubled = rows.Where(row => row.Kind == ResolverKind.Configured && row.Verdict is not (DnsVerdict.Fine or DnsVerdict.NoSuchName)).Select(row => row.Resolver).Distinct().ToList();
        if (!isBad && troubled.Count > 0)
        {
            conclusions.Add(new($"{name} resolves, but a configured resolver has trouble: {string.Join(", ", troubled)}", $"{name} 可以解析，但已配置的解析器有问题：{string.Join("、", troubled)}"));
        }

        if (conclusions.Count == 0)
        {
            conclusions.Add(new($"{name} resolves well", $"{name} 解析正常"));
        }

        return (isBad ? Severity.Fatal : troubled.Count > 0 ? Severity.Warning : Severity.Benign, conclusions, fixes);
    }

    /// <summary>UDP silent while TCP or HTTPS answers: port 53 is blocked on the way.</summary>
    private static void AddTransports(List<DnsRow> rows, List<BilingualText> conclusions)
    {
        var udp = rows.Where(row => row is { Transport: DnsTransport.Udp, Type: "A" }).ToList();
        var others = rows.Where(row => row.Transport != DnsTransport.Udp && row.Addresses.Count > 0).ToList();
        if (udp.Count > 0 && udp.All(row => row.Verdict is DnsVerdict.Silent or DnsVerdict.Unreachable) && others.Count > 0)
        {
            var way = others[0].Transport == DnsTransport.Tcp ? "TCP" : "HTTPS";
            conclusions.Add(new($"UDP to port 53 gets no answer anywhere, {way} does: a firewall drops it", $"UDP 53 全无应答，而 {way} 可以：被防火墙丢弃"));
        }
    }
}
