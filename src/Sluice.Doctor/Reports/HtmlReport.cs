using System.Globalization;
using System.Net;
using System.Text;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Reports;

/// <summary>A diagnosis as one page: no script, nothing fetched, everything from outside escaped. Light and dark by the reader's choice.</summary>
public static class HtmlReport
{
    /// <summary>The page, UTF-8, lines ended by LF.</summary>
    public static string Of(Diagnosis diagnosis, Language language)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        var words = new ReportWords(language);
        var bundle = diagnosis.Bundle;
        var html = new StringBuilder();
        html.Append($"<!doctype html>\n<html lang=\"{(language == Language.Chinese ? "zh-CN" : "en")}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        html.Append($"<title>{E(words.Report)}: {E(words.Summary(diagnosis))}</title>\n<style>\n{HtmlStyle.Text}</style>\n</head>\n<body>\n<main>\n");
        html.Append($"<h1><span class=\"mark {Class(diagnosis.Verdict)}\">{Mark(diagnosis.Verdict)}</span> {E(words.Summary(diagnosis))}</h1>\n");
        var asked = bundle.Asked.Modules.Count == 0 ? E(words.SetUp) : string.Join(", ", bundle.Asked.Modules.Select(module => $"<code>{E(module)}</code>"));
        html.Append($"<p class=\"about\">{E(words.Modules)}: {asked}<br>{E(words.Collected)}: {string.Create(CultureInfo.InvariantCulture, $"{bundle.CollectedAt:yyyy-MM-dd HH:mm:ss}Z, {bundle.TookMs / 1000:0.0} s")}, sluice {E(bundle.ToolVersion)}{(bundle.Redaction == RedactionLevel.Names ? $"<br>{E(words.Redacted)}" : "")}</p>\n");
        foreach (var finding in diagnosis.Findings)
        {
            AppendFinding(html, finding, words, language);
        }

        AppendChecks(html, diagnosis, words, language);
        AppendTimeLine(html, bundle, words);
        AppendComparison(html, bundle, words);
        AppendNotChecked(html, bundle, words);
        html.Append("</main>\n</body>\n</html>\n");
        return html.ToString();
    }

    private static void AppendFinding(StringBuilder html, Finding finding, ReportWords words, Language language)
    {
        var kind = finding.Severity == Severity.Fatal ? "problem" : "warning";
        html.Append($"<section class=\"finding {kind}\">\n<h2>{E(finding.Title.In(language))}</h2>\n");
        html.Append($"<p class=\"tags\"><code>{E(finding.Code.Id)}</code> <span>{E(words.NameOf(finding.Severity))}</span> <span>{E(words.NameOf(finding.Confidence))}</span> <span>{E(words.Actor)}: {E(words.NameOf(finding.Actor))}</span>{(finding.Detail is { } detail ? $" <span>{E(words.Reason)}: {E(detail.Id)}</span>" : "")}</p>\n");
        html.Append($"<p>{E(finding.Meaning.In(language))}</p>\n");
        if (finding.Evidence.Count > 0)
        {
            html.Append($"<h3>{E(words.Evidence)}</h3>\n<pre>{E(string.Join('\n', finding.Evidence.Select(sighting => sighting.Text)))}</pre>\n");
        }

        if (finding.Fixes.Count > 0)
        {
            html.Append($"<h3>{E(words.Fixes)}</h3>\n<ul>\n");
            foreach (var fix in finding.Fixes)
            {
                var lines = FixLines.Of(fix);
                html.Append($"<li>{E(fix.Why.In(language))}{(lines.Count == 0 ? "" : $"<pre class=\"command\">{E(string.Join('\n', lines))}</pre>")}</li>\n");
            }

            html.Append("</ul>\n");
        }

        if (finding.Explains.Count > 0)
        {
            html.Append($"<h3>{E(words.Explains)}</h3>\n<ul>\n{string.Concat(finding.Explains.Select(symptom => $"<li>{E(symptom.Title.In(language))} <code>{E(symptom.Code.Id)}</code></li>\n"))}</ul>\n");
        }

        html.Append("</section>\n");
    }

    private static void AppendChecks(StringBuilder html, Diagnosis diagnosis, ReportWords words, Language language)
    {
        html.Append($"<section>\n<h2>{E(words.Checks)}</h2>\n");
        foreach (var group in CheckTree.Of(diagnosis))
        {
            html.Append($"<details{(group.State >= CheckState.Warning && group.State != CheckState.NotChecked ? " open" : "")}>\n<summary><span class=\"mark {Class(group.State)}\">{Mark(group.State)}</span> {E(group.Title.In(language))}</summary>\n<table>\n");
            foreach (var check in group.Checks)
            {
                html.Append($"<tr class=\"{Class(check.State)}\"><td>{Mark(check.State)}</td><th scope=\"row\">{E(check.Subject)}</th><td>{E(check.Text)}</td></tr>\n");
            }

            html.Append("</table>\n</details>\n");
        }

        html.Append("</section>\n");
    }

    /// <summary>Every probe as a bar: when it began, how long it took.</summary>
    private static void AppendTimeLine(StringBuilder html, EvidenceBundle bundle, ReportWords words)
    {
        var runs = bundle.Runs.Where(run => run.StartedMs is not null).OrderBy(run => run.StartedMs).ToList();
        var end = runs.Select(run => run.StartedMs!.Value + run.TookMs).DefaultIfEmpty(0).Max();
        if (end <= 0)
        {
            return;
        }

        html.Append($"<section>\n<h2>{E(words.TimeLine)}</h2>\n<table class=\"timeline\">\n");
        foreach (var run in runs)
        {
            var style = string.Create(CultureInfo.InvariantCulture, $"margin-left:{run.StartedMs!.Value / end * 100:0.##}%;width:{Math.Max(0.5, run.TookMs / end * 100):0.##}%");
            html.Append($"<tr><th scope=\"row\">{E(run.Id)}</th><td><div class=\"bar{(run.NotChecked is null ? "" : " off")}\" style=\"{style}\"></div></td><td>{Show.Time(run.TookMs)}</td></tr>\n");
        }

        html.Append("</table>\n</section>\n");
    }

    private static void AppendComparison(StringBuilder html, EvidenceBundle bundle, ReportWords words)
    {
        var names = bundle.Dns.Select(probed => probed.Value).OfType<DnsEvidence>().Where(dns => dns.Queries.Count > 0).ToList();
        if (names.Count == 0)
        {
            return;
        }

        html.Append($"<section>\n<h2>{E(words.Comparison)}</h2>\n<table class=\"wide\">\n<tr>{string.Concat(words.ComparisonHeads.Select(head => $"<th scope=\"col\">{E(head)}</th>"))}</tr>\n");
        foreach (var (name, query) in names.SelectMany(dns => dns.Queries.Select(query => (dns.Name, query))))
        {
            var answer = query.Records.Where(record => record.Type is "A" or "AAAA" or "CNAME").Select(record => record.Data).ToList();
            var text = answer.Count > 0 ? string.Join(", ", answer.Take(6)) : query.Rcode ?? query.Outcome.ToString();
            var resolver = query.ResolverName.Length > 0 ? $"{query.Resolver} ({query.ResolverName})" : query.Resolver;
            html.Append($"<tr><td>{E(name)}</td><td>{E(resolver)}</td><td>{query.Transport.ToString().ToLowerInvariant()}</td><td>{E(query.Type)}</td><td>{E(text)}</td><td>{Show.Time(query.TookMs)}</td></tr>\n");
        }

        html.Append("</table>\n</section>\n");
    }

    private static void AppendNotChecked(StringBuilder html, EvidenceBundle bundle, ReportWords words)
    {
        var left = bundle.Runs.Where(run => run.NotChecked is not null).ToList();
        if (left.Count > 0)
        {
            html.Append($"<section>\n<h2>{E(words.NotChecked)}</h2>\n<table>\n{string.Concat(left.Select(run => $"<tr><th scope=\"row\">{E(run.Id)}</th><td>{E(words.BecauseOf(run.NotChecked!))}</td></tr>\n"))}</table>\n</section>\n");
        }
    }

    private static string Class(Verdict verdict) => verdict switch
    {
        Verdict.Problem => "problem",
        Verdict.Warnings => "warning",
        _ => "ok",
    };

    private static string Class(CheckState state) => state switch
    {
        CheckState.NotChecked => "off",
        _ => state.ToString().ToLowerInvariant(),
    };

    private static string Mark(Verdict verdict) => verdict switch
    {
        Verdict.Problem => "✗",
        Verdict.Warnings => "!",
        _ => "✓",
    };

    private static string Mark(CheckState state) => state switch
    {
        CheckState.Ok => "✓",
        CheckState.Warning => "!",
        CheckState.Problem => "✗",
        CheckState.NotChecked => "–",
        _ => "·",
    };

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
