using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Knowledge;
using Sluice.Doctor.Rules;
using static Sluice.Doctor.Tests.Rules.Bundles;

namespace Sluice.Doctor.Tests.Rules;

/// <summary>Bundles judged as a whole: which cause stands first, what folds under it, and what is none.</summary>
public sealed class DiagnosisTests
{
    private const string Mirror = "https://goproxy.cn";

    /// <summary>Situations in which the go command gets what it needs: the doctor has nothing to say.</summary>
    public static TheoryData<string> HealthyNames => [.. HealthyBundles.Keys];

    /// <summary>Situations with the code that must come first.</summary>
    public static TheoryData<string> IllNames => [.. IllBundles.Keys];

    private static Dictionary<string, EvidenceBundle> HealthyBundles { get; } = new()
    {
        ["everything works"] = Healthy(),
        ["the first mirror lacks the module, the next has it"] = Healthy(("GOPROXY", $"{Mirror},{Proxy}")) with
        {
            GoProxies = [Entry(Mirror, 1, AllSteps(Mirror, url => Answer(url, 404, "not found"))), Entry(Proxy, 2, Steps(Proxy))],
            SumDb = [Relay(Mirror, Answer(Mirror, 404)), Relay(Proxy, Answer(Proxy)), Database()],
        },
        ["public resolvers cannot be reached"] = Healthy() with
        {
            Dns = [Dns(ProxyHost, [ProxyAddress], Query(ProxyHost, "8.8.8.8", DnsOutcome.TimedOut, ResolverKind.Public)), Dns(SumDbHost, ["142.250.72.19"])],
        },
        ["a company's name server gives an inside address that works"] = Healthy() with
        {
            Dns = [Dns(ProxyHost, ["10.1.2.3"], Query(ProxyHost, "8.8.8.8", DnsOutcome.Answered, ResolverKind.Public, addresses: [ProxyAddress]))],
        },
        ["the database cannot be reached directly, the mirror relays it"] = Healthy() with
        {
            SumDb = [Relay(Proxy, Answer(Proxy)), Database((ProxyStep.SumDbLatest, Exchange($"https://{SumDbHost}/latest", HttpOutcome.ConnectFailed, attempts: [Attempt("142.250.72.19", ConnectOutcome.TimedOut)])))],
            Tcp = [Tcp(ProxyHost, Connected(ProxyAddress)), Tcp(SumDbHost, Attempt("142.250.72.19", ConnectOutcome.TimedOut))],
        },
        ["the forward proxy works, the direct way does not"] = Healthy() with
        {
            ForwardProxies = [Probed<ForwardProxyEvidence>.Of(Forward("http://proxy.corp.example:3128", [Connected("10.0.0.30")], [Tunnel($"{ProxyHost}:443", TunnelOutcome.Open, 200)]), "http://proxy.corp.example:3128")],
            Tcp = [Tcp(ProxyHost, Attempt(ProxyAddress, ConnectOutcome.TimedOut))],
        },
        ["a private registry has no well-known module"] = Healthy(("GOPROXY", "https://goproxy.corp.example"), ("GOSUMDB", "off")) with
        {
            Asked = new Inquiry([], null, false, false, []),
            GoProxies = [Entry("https://goproxy.corp.example", 1, AllSteps("https://goproxy.corp.example", url => Answer(url, 404, "not found")), isReference: true)],
            SumDb = [],
        },
        ["an entry of the hosts file leads to where name servers lead"] = Healthy() with { Hosts = Probed<HostsEvidence>.Of(HostsFile((ProxyAddress, ProxyHost))) },
        ["IPv6 is not there and says so"] = Healthy() with { Tcp = [Tcp(ProxyHost, Attempt("2404::1", ConnectOutcome.Unreachable), Connected(ProxyAddress))] },
        ["GOPROXY=off with a vendor folder"] = Healthy(("GOPROXY", "off"), ("GOFLAGS", "-mod=vendor")) with { GoProxies = [], SumDb = [] },
        ["GOSUMDB=off is a choice"] = Healthy(("GOSUMDB", "off")) with { SumDb = [] },
        ["a fallback that is never asked is dead"] = Healthy(("GOPROXY", $"{Proxy},{Mirror}")) with
        {
            GoProxies = [Entry(Proxy, 1, Steps(Proxy)), Entry(Mirror, 2, AllSteps(Mirror, url => Exchange(url, HttpOutcome.ConnectFailed, attempts: [Attempt("47.1.1.1", ConnectOutcome.TimedOut)])))],
        },
        ["a lock of another version is no matter of ours, nor are zips that are sound"] = Healthy() with { Cache = Probed<CacheEvidence>.Of(Cache(Cached(goSum: [ZipHash]))) },
    };

    private static Dictionary<string, (EvidenceBundle Bundle, string Code, Severity Severity)> IllBundles { get; } = IllSituations.All;

    [Theory]
    [MemberData(nameof(HealthyNames))]
    public void A_healthy_situation_has_no_finding(string name)
    {
        var diagnosis = Judge(HealthyBundles[name]);

        Assert.Equal("", string.Join(", ", diagnosis.Findings.Select(finding => $"{finding.Code}: {string.Join("; ", finding.Evidence.Select(sighting => sighting.Text))}")));
        Assert.Equal(Verdict.Clean, diagnosis.Verdict);
    }

    [Theory]
    [MemberData(nameof(IllNames))]
    public void The_root_cause_comes_first(string name)
    {
        var (bundle, code, severity) = IllBundles[name];

        var diagnosis = Judge(bundle);

        Assert.Equal(code, diagnosis.Findings.FirstOrDefault()?.Code.Id);
        Assert.Equal(severity, diagnosis.Findings[0].Severity);
        Assert.NotEmpty(diagnosis.Findings[0].Evidence);
    }

    [Theory]
    [MemberData(nameof(IllNames))]
    public void Every_finding_says_in_both_languages_what_it_is(string name) => Assert.All(Judge(IllBundles[name].Bundle).Findings, finding =>
    {
        Assert.NotEqual("", finding.Title.English);
        Assert.NotEqual("", finding.Title.Chinese);
        Assert.NotEqual("", finding.Meaning.Chinese);
        Assert.DoesNotContain('{', finding.Title.English);
    });

    [Fact]
    public void One_cause_of_many_failures_is_one_finding_with_its_symptoms_below()
    {
        var diagnosis = Judge(IllBundles["the name server is silent"].Bundle);

        var finding = Assert.Single(diagnosis.Findings);
        Assert.Contains(finding.Explains, symptom => symptom.Code == FindingCodes.SumDbUnreachable);
        Assert.Equal(Verdict.Problem, diagnosis.Verdict);
    }

    [Fact]
    public void What_the_module_needs_comes_before_what_is_only_worth_telling()
    {
        var (bundle, _, _) = IllBundles["the mirror is refused"];

        var diagnosis = Judge(bundle with { Machine = Probed<MachineEvidence>.Of(Machine(100L << 20)) });

        Assert.Equal(["tcp.refused", "disk.low"], diagnosis.Findings.Select(finding => finding.Code.Id));
    }

    [Fact]
    public void A_bundle_without_any_evidence_is_judged_and_clean()
    {
        var none = new NotChecked(NotCheckedReason.Cancelled, "the run was stopped");
        var bundle = Healthy() with
        {
            Settings = Probed<SettingsEvidence>.Not(none),
            Hosts = Probed<HostsEvidence>.Not(none),
            Resolvers = Probed<ResolverEvidence>.Not(none),
            Cache = Probed<CacheEvidence>.Not(none),
            Machine = Probed<MachineEvidence>.Not(none),
            Clock = Probed<ClockEvidence>.Not(none),
            Dns = [],
            Tcp = [],
            Tls = [],
            GoProxies = [],
            SumDb = [],
        };

        Assert.Empty(Judge(bundle).Findings);
        Assert.False(Diagnostician.IsSettled(bundle));
    }

    [Fact]
    public void A_run_is_settled_when_module_and_checksum_came()
    {
        Assert.True(Diagnostician.IsSettled(Healthy() with { Tcp = [], Tls = [], Dns = [] }));
        Assert.False(Diagnostician.IsSettled(Healthy() with { SumDb = [] }));
        Assert.False(Diagnostician.IsSettled(IllBundles["the mirror is refused"].Bundle));
    }

    [Fact]
    public void Every_rule_has_a_name_of_its_own()
    {
        Assert.Equal(RuleBook.All.Count, RuleBook.All.Select(rule => rule.Id).Distinct().Count());
        Assert.All(RuleBook.All, rule => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", rule.Id));
    }

    private static Diagnosis Judge(EvidenceBundle bundle) => new Diagnostician(KnowledgeBase.BuiltIn).Judge(bundle);
}
