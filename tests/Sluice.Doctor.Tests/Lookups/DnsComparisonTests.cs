using Sluice.Doctor.Evidence;
using Sluice.Doctor.Lookups;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Dns;
using Sluice.Doctor.Tests.Probes;
using Sluice.Doctor.Tests.Probes.Dns;

namespace Sluice.Doctor.Tests.Lookups;

public sealed class DnsComparisonTests : IDisposable
{
    private readonly TestHost _test = new();

    [Fact]
    public async Task A_lying_resolver_stands_beside_an_honest_one()
    {
        await using var liar = DnsServer.Start();
        await using var honest = DnsServer.Start("127.0.0.2", liar.Port);
        liar.Answer = query => Say(query, "127.0.0.1", 600);
        honest.Answer = query => Say(query, "142.250.72.113", 60);
        _test.DnsPort = liar.Port;
        _test.PublicResolvers = [new KnownResolver("Honest", "127.0.0.2")];
        _test.WriteSystem("/etc/resolv.conf", "nameserver 127.0.0.1\n");

        var report = await DnsComparison.RunAsync(_test.Build(), "proxy.test", isDeep: false, TestContext.Current.CancellationToken);

        Assert.Equal(Severity.Fatal, report.Severity);
        var configured = report.Rows.First(row => row is { Kind: ResolverKind.Configured, Type: "A" });
        var other = report.Rows.First(row => row is { Kind: ResolverKind.Public, Type: "A" });
        Assert.Equal((DnsVerdict.PointsInside, 600), (configured.Verdict, configured.TtlSeconds));
        Assert.Equal((DnsVerdict.Fine, 60, "Honest"), (other.Verdict, other.TtlSeconds, other.Owner));
        Assert.Contains("sluice doctor hosts --add proxy.test=142.250.72.113 --for 2h", report.Fixes);
    }

    public void Dispose() => _test.Dispose();

    private static DnsMessage Say(DnsMessage query, string address, uint ttl) => new()
    {
        Id = query.Id,
        IsResponse = true,
        OffersRecursion = true,
        QuestionName = query.QuestionName,
        QuestionType = query.QuestionType,
        Answers = query.QuestionType == DnsType.A ? [new DnsRecord(query.QuestionName!, DnsType.A, 1, ttl, address)] : [],
    };
}
