using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Knowledge;
using Sluice.Doctor.Redaction;
using Sluice.Doctor.Reports;
using Sluice.Doctor.Rules;
using Sluice.Doctor.Tests.Rules;

namespace Sluice.Doctor.Tests.Reports;

public sealed class ReportTests
{
    public static TheoryData<Language> BothLanguages => [Language.English, Language.Chinese];

    [Theory]
    [MemberData(nameof(BothLanguages))]
    public void The_page_asks_nobody_for_anything_and_runs_nothing(Language language)
    {
        var html = HtmlReport.Of(Judge("the mirror's name does not exist"), language);

        Assert.StartsWith("<!doctype html>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("(?i)(src|href|url)\\s*[=(]\\s*[\"']?(https?:)?//", html);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", html, StringComparison.Ordinal);
    }

    [Fact]
    public void What_comes_from_outside_is_text_on_the_page()
    {
        var evil = "<img src=x onerror=alert(1)>";
        var bundle = IllSituations.All["the mirror forbids it"].Bundle;
        var entry = bundle.GoProxies[0].Value!;
        var steps = entry.Steps.Select(step => step with { Exchange = Bundles.Answer(step.Exchange!.Url, 403, evil) }).ToList();
        var diagnosis = Judge(bundle with { GoProxies = [Probed<GoProxyEvidence>.Of(entry with { Steps = steps }, "x")] });

        Assert.Contains("&lt;img", HtmlReport.Of(diagnosis, Language.English), StringComparison.Ordinal);
        Assert.DoesNotContain(evil, HtmlReport.Of(diagnosis, Language.English), StringComparison.Ordinal);
        Assert.DoesNotContain("\n```\n<img", MarkdownReport.Of(diagnosis, Language.English), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BothLanguages))]
    public void Reports_name_cause_evidence_fix_and_who_must_act(Language language)
    {
        var diagnosis = Judge("the hosts file blocks the mirror");
        var words = new ReportWords(language);
        foreach (var report in new[] { HtmlReport.Of(diagnosis, language), MarkdownReport.Of(diagnosis, language) })
        {
            Assert.Contains("hosts.blocked", report, StringComparison.Ordinal);
            Assert.Contains("0.0.0.0 proxy.golang.org", report, StringComparison.Ordinal);
            Assert.Contains(words.NameOf(Actor.Developer), report, StringComparison.Ordinal);
            Assert.Contains(words.Fixes, report, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_failure_that_hurts_nobody_is_no_problem_in_the_tree()
    {
        var bundle = Bundles.Healthy() with { Tcp = [Bundles.Tcp(Bundles.SumDbHost, Bundles.Attempt("142.250.72.19", ConnectOutcome.TimedOut))] };

        var check = CheckTree.Of(Judge(bundle)).Single(group => group.Layer == "connections").Checks[0];

        Assert.Equal(CheckState.Fact, check.State);
    }

    [Fact]
    public void What_the_command_fails_by_is_a_problem_in_the_tree()
    {
        var group = CheckTree.Of(Judge("the mirror is refused")).Single(group => group.Layer == "module-proxies");

        Assert.Equal(CheckState.Problem, group.State);
    }

    [Fact]
    public void A_shared_diagnosis_hides_a_name_everywhere_under_the_same_pseudonym()
    {
        var bundle = Bundles.Healthy(("GOPROXY", "https://goproxy.corp.example")) with
        {
            Dns = [Bundles.Names("goproxy.corp.example", [], [Bundles.Query("goproxy.corp.example", "10.0.0.53", DnsOutcome.NameError)])],
            GoProxies = [Bundles.Entry("https://goproxy.corp.example", 1, Bundles.AllSteps("https://goproxy.corp.example", url => Bundles.Exchange(url, HttpOutcome.NameFailed)))],
            SumDb = [],
        };

        var shared = DiagnosisRedactor.Redact(Judge(bundle));
        var text = MarkdownReport.Of(shared, Language.English) + HtmlReport.Of(shared, Language.English) + System.Text.Encoding.UTF8.GetString(EvidenceJson.Write(shared.Bundle));

        Assert.DoesNotContain("corp.example", text, StringComparison.Ordinal);
        Assert.DoesNotContain("10.0.0.53", text, StringComparison.Ordinal);
        Assert.Equal("dns.nxdomain", shared.Findings[0].Code.Id);
        Assert.Contains(shared.Findings[0].Subject.Host!, shared.Bundle.Dns[0].Value!.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void Evidence_that_was_saved_is_judged_the_same_again()
    {
        foreach (var (name, (bundle, code, _)) in IllSituations.All)
        {
            Assert.True(EvidenceJson.TryRead(EvidenceJson.Write(bundle), out var read, out var error), $"{name}: {error}");
            Assert.Equal(code, Judge(read).Findings[0].Code.Id);
        }
    }

    private static Diagnosis Judge(string name) => Judge(IllSituations.All[name].Bundle);

    private static Diagnosis Judge(EvidenceBundle bundle) => new Diagnostician(KnowledgeBase.BuiltIn).Judge(bundle);
}
