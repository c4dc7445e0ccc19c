using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Fixes;
using Sluice.Doctor.Probes.Settings;

namespace Sluice.Doctor.Tests.Fixes;

public sealed class FixRunTests : IDisposable
{
    private readonly FixFixture _fixture = new();
    private readonly Dialogue _dialogue = new();

    [Fact]
    public async Task A_fix_that_did_not_help_is_taken_back_and_the_next_one_is_tried()
    {
        _fixture.Test.WriteHome(".config/go/env", "GOPROXY=https://dead.example\n");
        var finding = Finding(FindingCodes.DnsNxdomain, new Fix.SetGoVariable("GOPROXY", "https://dead.too", FixFixture.Why), new Fix.SetGoVariable("GOPROXY", "off", FixFixture.Why));

        var report = await RunAsync(FixMode.Yes, ProxyIs("off"), finding);

        Assert.Equal([FixOutcome.DidNotHelp, FixOutcome.Healed], report.Steps.Select(step => step.Outcome));
        Assert.Equal("GOPROXY=off\n", _fixture.Read(".config/go/env"));
        Assert.True(report.IsSettled(finding));
        Assert.Equal(2, _dialogue.Shown);
        Assert.Equal(0, _dialogue.Asked);
    }

    [Fact]
    public async Task A_dry_run_changes_nothing_and_asks_nothing()
    {
        var report = await RunAsync(FixMode.DryRun, ProxyIs("off"), Finding(FindingCodes.DnsNxdomain, new Fix.SetGoVariable("GOPROXY", "off", FixFixture.Why)));

        Assert.Equal(FixOutcome.OnlyShown, Assert.Single(report.Steps).Outcome);
        Assert.Equal((1, 0), (_dialogue.Shown, _dialogue.Asked));
        Assert.Empty(Directory.GetFileSystemEntries(_fixture.Test.Home));
    }

    [Fact]
    public async Task Without_a_yes_nothing_is_done()
    {
        var finding = Finding(FindingCodes.DnsNxdomain, new Fix.SetGoVariable("GOPROXY", "off", FixFixture.Why));

        var report = await RunAsync(FixMode.Ask, ProxyIs("off"), finding);

        Assert.Equal(FixOutcome.Declined, Assert.Single(report.Steps).Outcome);
        Assert.False(report.IsSettled(finding));
        Assert.Empty(Directory.GetFileSystemEntries(_fixture.Test.Home));
    }

    [Fact]
    public async Task A_program_that_knowledge_names_is_asked_about_even_with_yes()
    {
        var report = await RunAsync(FixMode.Yes, ProxyIs("off"), Finding(FindingCodes.DnsNxdomain, new Fix.RunCommand(["go", "clean", "-modcache"], FixFixture.Why)));

        Assert.Equal(FixOutcome.Declined, Assert.Single(report.Steps).Outcome);
        Assert.Equal(1, _dialogue.Asked);
        Assert.True(Directory.Exists(_fixture.Test.Home));
    }

    [Fact]
    public async Task The_probe_sees_the_environment_of_new_terminals()
    {
        _fixture.Test.Set("HTTPS_PROXY", "http://dead:1");
        Reprobe isGone = (_, host, _) => Task.FromResult(host.Variable("HTTPS_PROXY") is null ? Tri.Yes : Tri.No);

        var report = await RunAsync(FixMode.Yes, isGone, Finding(FindingCodes.ProxyConnectRefused, new Fix.UnsetShellVariable("HTTPS_PROXY", FixFixture.Why)));

        Assert.Equal(FixOutcome.Healed, Assert.Single(report.Steps).Outcome);
    }

    [Fact]
    public async Task What_another_fix_healed_is_not_fixed_again()
    {
        var first = Finding(FindingCodes.DnsNxdomain, new Fix.SetGoVariable("GOPROXY", "off", FixFixture.Why));
        var second = Finding(FindingCodes.DnsTimeout, new Fix.SetGoVariable("GOFLAGS", "-v", FixFixture.Why));

        var report = await RunAsync(FixMode.Yes, ProxyIs("off"), first, second, Finding(FindingCodes.BenignNotice) with { Severity = Severity.Benign });

        Assert.Equal([FixOutcome.Healed, FixOutcome.HealedByAnother], report.Steps.Select(step => step.Outcome));
    }

    [Fact]
    public async Task Advice_and_what_takes_an_administrator_is_told()
    {
        _fixture.IsElevated = false;
        _fixture.Test.WriteSystem("/run/nscd/socket", "");

        var report = await RunAsync(FixMode.Yes, ProxyIs("off"), Finding(FindingCodes.DnsNxdomain, new Fix.Advice(FixFixture.Why), new Fix.FlushDns(FixFixture.Why)));

        Assert.Equal([FixOutcome.ByHand, FixOutcome.NeedsRoot], report.Steps.Select(step => step.Outcome));
    }

    public void Dispose() => _fixture.Dispose();

    private static Finding Finding(FindingCode code, params Fix[] fixes) => new() { Code = code, Severity = Severity.Fatal, Fixes = fixes };

    private static Reprobe ProxyIs(string value) => (_, host, _) => Task.FromResult(GoSettingsReader.Read(host)["GOPROXY"] == value ? Tri.Yes : Tri.No);

    private Task<FixRunReport> RunAsync(FixMode mode, Reprobe reprobe, params Finding[] findings) =>
        new FixRun(_fixture.Host, _dialogue, mode, reprobe, _fixture.Programs).RunAsync(findings, TestContext.Current.CancellationToken);

    private sealed class Dialogue : IFixDialogue
    {
        public int Shown { get; private set; }

        public int Asked { get; private set; }

        public void Show(Finding finding, FixPlan plan) => Shown++;

        public Task<bool> AskAsync(FixPlan plan, CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult(false);
        }

        public void Tell(FixStep step)
        {
        }
    }
}
