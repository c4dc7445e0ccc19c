using Sluice.Doctor.Evidence;
using Sluice.Doctor.Lookups;

namespace Sluice.Doctor.Tests.Lookups;

public sealed class DnsJudgeTests
{
    [Theory]
    [InlineData("all agree", "142.250.0.1", "configured=142.250.0.1 public=142.250.0.2", Severity.Benign, "proxy.test resolves well")]
    [InlineData("hijacked", "127.0.0.1", "configured=127.0.0.1 public=142.250.0.2", Severity.Fatal, "this machine takes proxy.test for 127.0.0.1, which no public host can have")]
    [InlineData("an inside name is inside for all", "10.0.0.5", "configured=10.0.0.5 public=NameError", Severity.Benign, "proxy.test resolves well")]
    [InlineData("fake addresses", "198.18.0.9", "configured=198.18.0.9 public=142.250.0.2", Severity.Fatal, "this machine takes proxy.test for 198.18.0.9")]
    [InlineData("denied", "", "configured=NameError public=142.250.0.2", Severity.Fatal, "this machine does not resolve proxy.test; others do")]
    [InlineData("no such name", "", "configured=NameError public=NameError", Severity.Fatal, "proxy.test has no address, whoever is asked")]
    [InlineData("no network", "", "configured=TimedOut public=TimedOut", Severity.Fatal, "no resolver answers at all")]
    [InlineData("UDP is blocked", "", "configured=TimedOut public=TimedOut https=142.250.0.2", Severity.Fatal, "UDP to port 53 gets no answer anywhere, HTTPS does")]
    [InlineData("the second one is dead", "142.250.0.1", "configured=142.250.0.1 configured=TimedOut public=142.250.0.2", Severity.Warning, "proxy.test resolves, but a configured resolver has trouble")]
    public void Answers_side_by_side_say_who_is_wrong(string name, string system, string answers, Severity severity, string conclusion)
    {
        Assert.NotEmpty(name);
        var lookup = new SystemLookup(system.Length > 0 ? DnsOutcome.Answered : DnsOutcome.NameError, system.Length > 0 ? [system] : [], null, 1);

        var report = DnsJudge.Judge(new DnsEvidence("proxy.test", "asked for", [], lookup, [.. answers.Split(' ').Select(QueryOf)], []), null);

        Assert.Equal(severity, report.Severity);
        Assert.Contains(report.Conclusions, text => text.English.StartsWith(conclusion, StringComparison.Ordinal));
        Assert.All(report.Conclusions, text => Assert.NotEmpty(text.Chinese));
    }

    [Fact]
    public void A_line_of_the_hosts_file_is_named_with_its_fix()
    {
        var lookup = new SystemLookup(DnsOutcome.Answered, ["0.0.0.0"], null, 1);
        var evidence = new DnsEvidence("proxy.test", "asked for", [new HostsEntry("0.0.0.0", ["proxy.test"], 7)], lookup, [QueryOf("public=142.250.0.2")], []);

        var report = DnsJudge.Judge(evidence, null);

        Assert.StartsWith("the hosts file sends proxy.test to 0.0.0.0 (line 7)", report.Conclusions[0].English, StringComparison.Ordinal);
        Assert.Contains("sluice doctor hosts --remove proxy.test", report.Fixes);
    }

    private static DnsQuery QueryOf(string text)
    {
        var (kind, answer) = (text.Split('=')[0], text.Split('=')[1]);
        var isAddress = System.Net.IPAddress.TryParse(answer, out _);
        return new DnsQuery(
            kind,
            "",
            Enum.Parse<ResolverKind>(kind, ignoreCase: true),
            kind == "https" ? DnsTransport.Https : DnsTransport.Udp,
            "proxy.test",
            "A",
            isAddress ? DnsOutcome.Answered : Enum.Parse<DnsOutcome>(answer),
            null,
            isAddress ? [new DnsRecordFact("proxy.test", "A", 60, answer)] : [],
            false,
            false,
            true,
            1,
            0,
            null,
            5);
    }
}
