using System.Text;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules;

namespace Sluice.Doctor.Reports;

/// <summary>A diagnosis as Markdown, for an issue or a chat. Everything from outside is code or escaped.</summary>
public static class MarkdownReport
{
    /// <summary>The document, lines ended by LF.</summary>
    public static string Of(Diagnosis diagnosis, Language language)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        var words = new ReportWords(language);
        var text = new StringBuilder();
        var bundle = diagnosis.Bundle;
        text.Append($"# {words.Report}: {words.Summary(diagnosis)}\n\n");
        text.Append($"- {words.Modules}: {(bundle.Asked.Modules.Count == 0 ? words.SetUp : string.Join(", ", bundle.Asked.Modules.Select(Code)))}\n");
        text.Append(FormattableString.Invariant($"- {words.Collected}: {bundle.CollectedAt:yyyy-MM-dd HH:mm:ss}Z, {bundle.TookMs / 1000:0.0} s, sluice {bundle.ToolVersion}\n"));
        if (bundle.Redaction == RedactionLevel.Names)
        {
            text.Append($"- {words.Redacted}\n");
        }

        foreach (var finding in diagnosis.Findings)
        {
            AppendFinding(text, finding, words, language);
        }

        AppendChecks(text, diagnosis, words, language);
        return text.ToString();
    }

    private static void AppendFinding(StringBuilder text, Finding finding, ReportWords words, Language language)
    {
        text.Append($"\n## {(finding.Severity == Severity.Fatal ? "✗" : "!")} {Escape(finding.Title.In(language))}\n\n");
        text.Append($"{Code(finding.Code.Id)}, {words.NameOf(finding.Severity)}, {words.NameOf(finding.Confidence)}; {words.Actor}: {words.NameOf(finding.Actor)}{(finding.Detail is { } detail ? $"; {words.Reason}: {Code(detail.Id)}" : "")}\n\n");
        text.Append($"{Escape(finding.Meaning.In(language))}\n");
        if (finding.Evidence.Count > 0)
        {
            text.Append($"\n**{words.Evidence}**\n\n```text\n{string.Join('\n', finding.Evidence.Select(sighting => Fenced(sighting.Text)))}\n```\n");
        }

        if (finding.Fixes.Count > 0)
        {
            text.Append($"\n**{words.Fixes}**\n\n");
            foreach (var fix in finding.Fixes)
            {
                text.Append($"- {Escape(fix.Why.In(language))}\n");
                var lines = FixLines.Of(fix);
                text.Append(lines.Count == 0 ? "" : $"\n  ```sh\n{string.Concat(lines.Select(line => $"  {Fenced(line)}\n"))}  ```\n");
            }
        }

        if (finding.Explains.Count > 0)
        {
            text.Append($"\n**{words.Explains}**: {string.Join("; ", finding.Explains.Select(symptom => $"{Escape(symptom.Title.In(language))} ({Code(symptom.Code.Id)})"))}\n");
        }
    }

    private static void AppendChecks(StringBuilder text, Diagnosis diagnosis, ReportWords words, Language language)
    {
        text.Append($"\n## {words.Checks}\n");
        foreach (var group in CheckTree.Of(diagnosis))
        {
            text.Append($"\n**{group.Title.In(language)}**\n\n");
            foreach (var check in group.Checks.Where(check => check.State != CheckState.NotChecked))
            {
                text.Append($"- {Mark(check.State)} {Code(check.Subject)} {Escape(check.Text)}\n");
            }
        }

        var left = diagnosis.Bundle.Runs.Where(run => run.NotChecked is not null).ToList();
        if (left.Count > 0)
        {
            text.Append($"\n## {words.NotChecked}\n\n");
            left.ForEach(run => text.Append($"- {Code(run.Id)}: {Escape(words.BecauseOf(run.NotChecked!))}\n"));
        }
    }

    private static string Mark(CheckState state) => state switch
    {
        CheckState.Ok => "✓",
        CheckState.Warning => "!",
        CheckState.Problem => "✗",
        _ => "·",
    };

    private static string Code(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Contains('`', StringComparison.Ordinal) ? $"`` {line} ``" : $"`{line}`";
    }

    private static string Fenced(string text) => text.ReplaceLineEndings(" ").Replace("```", "'''", StringComparison.Ordinal);

    /// <summary>Marks of Markdown and of HTML inside of prose are text.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text.ReplaceLineEndings(" "))
        {
            escaped.Append(c switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                '\\' or '*' or '_' or '[' or ']' or '#' or '|' => $"\\{c}",
                _ => c.ToString(),
            });
        }

        return escaped.ToString();
    }
}
