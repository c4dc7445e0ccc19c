using System.IO.Compression;
using System.Text.Json;
using Sluice.Doctor.Evidence;

namespace Sluice.Cli.Tests.Commands;

public sealed class DoctorTests : IDisposable
{
    private const string Module = "git.corp.example/team/lib@v1.0.0";
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly CliFixture _cli = new() { Width = 100 };

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_healthy_machine_exits_0_and_says_so()
    {
        _cli.Evidence = Bundle("https://goproxy.corp.example");

        Assert.Equal(ExitCodes.Fine, await _cli.RunAsync("doctor", Module));

        Assert.Contains("nothing is wrong", _cli.Out.ToString(), StringComparison.Ordinal);
        Assert.Equal([Module], _cli.Diagnosed!.Modules);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh")]
    public async Task The_terminal_report_is_as_approved(string language)
    {
        _cli.Evidence = Bundle(",");
        _cli.IsTerminal = true;
        _cli.Variables["NO_COLOR"] = "1";

        Assert.Equal(ExitCodes.Problems, await _cli.RunAsync("doctor", "--lang", language, Module));

        ApprovedText.Check($"tests/Sluice.Cli.Tests/expectations/doctor-{language}.txt", _cli.Out.ToString());
    }

    [Theory]
    [InlineData("markdown", "md")]
    [InlineData("html", "html")]
    public async Task Documents_are_as_approved(string format, string ending)
    {
        _cli.Evidence = Bundle(",");

        Assert.Equal(ExitCodes.Problems, await _cli.RunAsync("doctor", "--format", format, Module));

        ApprovedText.Check($"tests/Sluice.Cli.Tests/expectations/doctor.{ending}", _cli.Out.ToString());
    }

    [Fact]
    public async Task Json_has_what_the_schema_wants_and_nothing_else()
    {
        _cli.Evidence = Bundle(",");

        Assert.Equal(ExitCodes.Problems, await _cli.RunAsync("doctor", "--format", "json", Module));

        using var schema = JsonDocument.Parse(await File.ReadAllTextAsync(ApprovedText.PathOf("docs/reference/doctor.schema.json"), TestContext.Current.CancellationToken));
        using var report = JsonDocument.Parse(_cli.Out.ToString());
        Assert.Equal([], SchemaCheck.ProblemsOf(report.RootElement, schema.RootElement, schema.RootElement, "$"));
        Assert.Equal("goproxy.misconfigured", report.RootElement.GetProperty("findings")[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task What_leaves_the_terminal_has_no_private_names_unless_asked_for()
    {
        _cli.Evidence = Bundle("https://goproxy.corp.example");

        await _cli.RunAsync("doctor", Module);
        Assert.DoesNotContain("corp.example", _cli.Out.ToString(), StringComparison.Ordinal);

        _cli.Out.GetStringBuilder().Clear();
        await _cli.RunAsync("doctor", "--no-redact", Module);
        Assert.Contains("goproxy.corp.example", _cli.Out.ToString(), StringComparison.Ordinal);

        _cli.Out.GetStringBuilder().Clear();
        _cli.IsTerminal = true;
        await _cli.RunAsync("doctor", Module);
        Assert.Contains("goproxy.corp.example", _cli.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_is_judged_again_with_the_same_verdict()
    {
        _cli.Evidence = Bundle(",");
        Assert.Equal(ExitCodes.Problems, await _cli.RunAsync("doctor", "bundle", "-o", "case.zip", Module));
        _cli.Evidence = null;

        Assert.Equal(ExitCodes.Problems, await _cli.RunAsync("doctor", "--from", "case.zip", "--format", "json"));

        Assert.Contains("goproxy.misconfigured", _cli.Out.ToString(), StringComparison.Ordinal);
        using var zip = new ZipArchive(new MemoryStream(await File.ReadAllBytesAsync(Path.Combine(_cli.Root, "case.zip"), TestContext.Current.CancellationToken)));
        Assert.Equal(["evidence.json", "report.txt", "report.json", "report.md", "report.html"], zip.Entries.Select(entry => entry.Name));
    }

    [Fact]
    public async Task A_result_can_go_to_a_file()
    {
        _cli.Evidence = Bundle(",");

        Assert.Equal(ExitCodes.Problems, await _cli.RunAsync("doctor", "--format", "html", "--output", "report.html"));

        Assert.Equal("", _cli.Out.ToString());
        Assert.StartsWith("<!doctype html>", await File.ReadAllTextAsync(Path.Combine(_cli.Root, "report.html"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("doctor", "--only", "nonsense")]
    [InlineData("doctor", "--fix-it")]
    [InlineData("doctor", "@v1.0.0")]
    [InlineData("doctor", "--from", "missing.zip")]
    [InlineData("doctor", "--timeout", "soon")]
    [InlineData("doctor", "--format", "pdf")]
    public async Task A_wrong_command_line_exits_2_and_says_why(params string[] words)
    {
        Assert.Equal(ExitCodes.Usage, await _cli.RunAsync(words));

        Assert.NotEqual("", _cli.Error.ToString());
        Assert.Equal("", _cli.Out.ToString());
    }

    [Fact]
    public async Task A_file_that_is_no_evidence_is_refused()
    {
        _cli.Write("other.json", "{\"schema\":\"something/1\"}");
        _cli.Write("broken.zip", "PK\u0003\u0004 and no more");

        Assert.Equal(ExitCodes.Usage, await _cli.RunAsync("doctor", "--from", "other.json"));
        Assert.Equal(ExitCodes.Usage, await _cli.RunAsync("doctor", "--from", "broken.zip"));
    }

    [Fact]
    public async Task Layers_and_time_are_passed_on()
    {
        _cli.Evidence = Bundle("https://goproxy.corp.example");

        await _cli.RunAsync("doctor", "--only", "dns,cache", "--timeout", "7");

        Assert.Equal(["dns", "delegation", "cache"], _cli.Diagnosed!.Only);
        Assert.Equal(TimeSpan.FromSeconds(7), _cli.Diagnosed.TotalBudget);
        Assert.Null(_cli.Diagnosed.IsSettled);
    }

    /// <summary>A machine with nothing but settings, a hosts file and a resolver.</summary>
    private static EvidenceBundle Bundle(string goProxy)
    {
        var none = new NotChecked(NotCheckedReason.NotAsked, "not part of this test");
        var origin = new ValueOrigin(OriginKind.UserGoEnv, "/home/dev/.config/go/env", 1);
        GoSetting[] settings = [new("GOPROXY", goProxy, origin, []), new("GOSUMDB", "off", origin, []), new("GOPRIVATE", "git.corp.example", origin, []), new("GONOPROXY", "", origin, []), new("GONOSUMDB", "", origin, [])];
        return new EvidenceBundle
        {
            ToolVersion = "1.2.3",
            CollectedAt = Now,
            TookMs = 640,
            Asked = new Inquiry([Module], null, false, false, []),
            Settings = Probed<SettingsEvidence>.Of(new SettingsEvidence(
                new GoSettingsEvidence(new GoInstallation("/usr/lib/go", "/usr/bin/go", "go1.22.1", "PATH"), [], new FileFact("/home/dev/.config/go/env", true, Tri.Yes), false, null, settings, []),
                [],
                [],
                new GitSettingsEvidence(null, [], [], []),
                [],
                new NetrcEvidence(new FileFact("/home/dev/.netrc", false, Tri.NotChecked), [], []),
                new SurroundingsEvidence(Tri.No, null, [], null, Tri.No, [], []))),
            Hosts = Probed<HostsEvidence>.Of(new HostsEvidence(new FileFact("/etc/hosts", true, Tri.Yes), Tri.No, 20, "", [new HostsEntry("127.0.0.1", ["localhost"], 1)], [], null)),
            Resolvers = Probed<ResolverEvidence>.Of(new ResolverEvidence(new FileFact("/etc/resolv.conf", true, Tri.Yes), [new NameServer("10.0.0.53", origin)], ["corp.example"], [], 1, 5, 2, [], [], [])),
            Dns =
            [
                Probed<DnsEvidence>.Of(
                    new DnsEvidence(
                        "goproxy.corp.example",
                        "GOPROXY entry 1",
                        [],
                        new SystemLookup(DnsOutcome.Answered, ["10.0.0.7"], null, 4),
                        [new DnsQuery("10.0.0.53", "", ResolverKind.Configured, DnsTransport.Udp, "goproxy.corp.example", "A", DnsOutcome.Answered, "NOERROR", [new DnsRecordFact("goproxy.corp.example", "A", 60, "10.0.0.7")], false, false, true, 1, 0, null, 3)],
                        []),
                    "goproxy.corp.example"),
            ],
            Cache = Probed<CacheEvidence>.Not(none),
            Machine = Probed<MachineEvidence>.Not(none),
            Clock = Probed<ClockEvidence>.Not(none),
            Runs = [new ProbeRun("settings", 0, 12, null), new ProbeRun("dns goproxy.corp.example", 12, 5, null), new ProbeRun("cache", null, 0, none)],
        };
    }
}
