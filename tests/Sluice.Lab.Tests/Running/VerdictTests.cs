using Sluice.Lab.Running;
using Sluice.Lab.Scenarios;
using Sluice.Lab.Worlds;

namespace Sluice.Lab.Tests.Running;

public sealed class VerdictTests
{
    private static readonly Scenario Broken = new()
    {
        Name = "broken",
        Go = new GoPart { Says = "no such host" },
        Expect = new ExpectPart { First = "dns.nxdomain", Also = ["sumdb.unreachable"], Never = ["dns.hijack"] },
        Fix = new FixPart { Heals = true },
    };

    private static readonly Scenario Healthy = new() { Name = "healthy", Healthy = true, Go = new GoPart { Works = true }, Expect = new ExpectPart { Also = ["tcp.timeout"] } };

    [Fact]
    public void What_is_as_expected_has_no_problems()
    {
        var run = Run(Broken, "lookup x: no such host", 1, ("benign.progress", "benign"), ("dns.nxdomain", "fatal"), ("sumdb.unreachable", "fatal")) with { Healed = Ended("", 0) };

        Assert.Empty(Verdict.ProblemsOf(run));
        Assert.Empty(Verdict.ExtraOf(run));
    }

    [Fact]
    public void Another_first_finding_is_a_miss() =>
        Assert.Equal(["first finding is tcp.timeout, not dns.nxdomain"], Verdict.ProblemsOf(Run(Broken, "no such host", 1, ("tcp.timeout", "fatal"), ("dns.nxdomain", "fatal"))));

    [Fact]
    public void No_finding_is_a_miss() => Assert.Equal(["first finding is none, not dns.nxdomain"], Verdict.ProblemsOf(Run(Broken, "no such host", 1)));

    [Fact]
    public void A_forbidden_finding_is_wrong_even_behind_the_right_one()
    {
        var run = Run(Broken, "no such host", 1, ("dns.nxdomain", "fatal"), ("dns.hijack", "warning"));

        Assert.Equal(["dns.hijack is forbidden here"], Verdict.ProblemsOf(run));
        Assert.Equal(["dns.hijack"], Verdict.ExtraOf(run));
    }

    [Fact]
    public void A_note_is_no_problem() => Assert.Empty(Verdict.ProblemsOf(Run(Broken, "no such host", 1, ("dns.nxdomain", "fatal"), ("dns.hijack", "info"))));

    [Theory]
    [InlineData("fatal", "dns.timeout", "dns.timeout where nothing is wrong")]
    [InlineData("fatal", "tcp.timeout", null)]
    [InlineData("warning", "dns.timeout", null)]
    public void Whoever_reports_a_fault_where_nothing_is_wrong_cries_wolf(string severity, string code, string? problem) =>
        Assert.Equal(problem is null ? [] : [problem], Verdict.ProblemsOf(Run(Healthy, "", 0, (code, severity))));

    [Fact]
    public void Go_must_say_what_it_is_expected_to() => Assert.Contains("go says: something else", Verdict.ProblemsOf(new ScenarioRun(Broken) { Go = Ended("something else", 1) }));

    [Fact]
    public void Go_must_not_work_where_something_is_wrong() => Assert.Contains("go works, and should not", Verdict.ProblemsOf(new ScenarioRun(Broken) { Go = Ended("", 0) }));

    [Fact]
    public void A_doctor_without_findings_is_a_problem()
    {
        var run = new ScenarioRun(Broken) { Go = Ended("no such host", 1), Doctor = GivenFindings.Read("oops") };

        Assert.StartsWith("doctor: no JSON of findings", Assert.Single(Verdict.ProblemsOf(run)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 14.9, 1, true)]
    [InlineData(false, 15.1, 1, false)]
    [InlineData(false, 29, 2, true)]
    [InlineData(true, 2.9, 1, true)]
    [InlineData(true, 3.1, 1, false)]
    public void The_doctor_must_be_quick(bool isHealthy, double seconds, double slack, bool isGood)
    {
        var run = isHealthy ? Run(Healthy, "", 0) : Run(Broken, "no such host", 1, ("dns.nxdomain", "fatal"));

        Assert.Equal(isGood, Verdict.ProblemsOf(run with { DoctorSeconds = seconds, Slack = slack }).Count == 0);
    }

    [Fact]
    public void A_fix_must_heal()
    {
        var run = Run(Broken, "no such host", 1, ("dns.nxdomain", "fatal")) with { Fix = Ended("did something", 0), Healed = Ended("still no such host", 1) };

        Assert.Equal(["not healed: still no such host (the doctor said: did something)"], Verdict.ProblemsOf(run));
    }

    [Fact]
    public void The_line_shows_what_matters()
    {
        var run = Run(Broken, "go: downloading x\nlookup x: no such host\nand more", 1, ("tcp.timeout", "fatal")) with { DoctorSeconds = 1.25 };

        Assert.Matches(@"^✗ broken +go +0\.0 s  no such host +want dns\.nxdomain +got tcp\.timeout +1\.[23] s  also tcp\.timeout\n    first finding is", HitTable.Line(run));
    }

    private static ScenarioRun Run(Scenario scenario, string said, int exitCode, params (string Code, string Severity)[] findings) => new(scenario)
    {
        Go = Ended(said, exitCode),
        Doctor = new GivenFindings([.. findings.Select(finding => new GivenFinding(finding.Code, finding.Severity))], null),
    };

    private static ToolResult Ended(string output, int exitCode) => new(exitCode, output, "", TimeSpan.Zero, HasTimedOut: false);
}
