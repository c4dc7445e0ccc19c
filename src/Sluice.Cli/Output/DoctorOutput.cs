using Sluice.Doctor;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Reports;
using Sluice.Doctor.Rules;

namespace Sluice.Cli.Output;

/// <summary>Prints a diagnosis: what was looked at, layer by layer; then the causes with what they rest on and what helps.</summary>
internal sealed class DoctorOutput(TextWriter writer, Ink ink, int width, Language language)
{
    private const int MaxWidth = 120;
    private const int MaxSubject = 34;
    private const int MaxEvidence = 6;

    private readonly ReportWords _words = new(language);
    private readonly int _width = Math.Clamp(width - 1, 40, MaxWidth);

    public void Write(Diagnosis diagnosis)
    {
        var groups = CheckTree.Of(diagnosis);
        foreach (var group in groups)
        {
            WriteGroup(group);
        }

        foreach (var finding in diagnosis.Findings)
        {
            writer.WriteLine();
            WriteFinding(finding);
        }

        writer.WriteLine();
        var summary = _words.Summary(diagnosis);
        var mark = diagnosis.Verdict switch
        {
            Verdict.Problem => ink.Red("✗"),
            Verdict.Warnings => ink.Yellow("!"),
            _ => ink.Green("✓"),
        };
        writer.WriteLine($"{mark} {ink.Bold(summary)} {ink.Dim(FormattableString.Invariant($"({diagnosis.Bundle.TookMs / 1000:0.0} s)"))}");
    }

    private void WriteGroup(CheckGroup group)
    {
        writer.WriteLine($"{Mark(group.State)} {ink.Bold(group.Title.In(language))}");
        var subjects = group.Checks.Select(check => WideText.Width(check.Subject)).Where(length => length <= MaxSubject).DefaultIfEmpty(0).Max();
        foreach (var check in group.Checks)
        {
            var start = $"  {Mark(check.State)} {WideText.Pad(check.Subject, subjects)}  ";
            var left = 4 + Math.Max(subjects, WideText.Width(check.Subject)) + 2;
            var lines = WideText.Wrap(check.Text, Math.Max(20, _width - left)).ToList();
            writer.WriteLine((start + Text(check.State, lines.Count > 0 ? lines[0] : "")).TrimEnd());
            foreach (var line in lines.Skip(1))
            {
                writer.WriteLine(new string(' ', left) + Text(check.State, line));
            }
        }
    }

    private void WriteFinding(Finding finding)
    {
        var mark = finding.Severity == Severity.Fatal ? ink.Red("✗") : ink.Yellow("!");
        writer.WriteLine($"{mark} {ink.Bold(finding.Title.In(language))}  {ink.Dim($"{finding.Code.Id}, {_words.NameOf(finding.Confidence)}")}");
        WriteProse(finding.Meaning.In(language), "  ");
        if (finding.Detail is { } detail)
        {
            writer.WriteLine($"  {_words.Reason}: {detail.Id}");
        }

        WriteEvidence(finding.Evidence, "  ");
        if (finding.Fixes.Count > 0)
        {
            writer.WriteLine($"  {_words.Fixes} ({_words.Actor} {_words.NameOf(finding.Actor)}):");
            foreach (var fix in finding.Fixes)
            {
                WriteFix(fix);
            }
        }

        if (finding.Explains.Count > 0)
        {
            writer.WriteLine($"  {_words.Explains}:");
            foreach (var symptom in finding.Explains)
            {
                writer.WriteLine($"    {symptom.Title.In(language)}  {ink.Dim(symptom.Code.Id)}");
            }
        }
    }

    private void WriteEvidence(IReadOnlyList<Sighting> evidence, string indent)
    {
        if (evidence.Count == 0)
        {
            return;
        }

        writer.WriteLine($"{indent}{_words.Evidence}:");
        foreach (var sighting in evidence.Take(MaxEvidence))
        {
            foreach (var line in WideText.Wrap(sighting.Text, _width - indent.Length - 2))
            {
                writer.WriteLine(ink.Dim($"{indent}  {line}"));
            }
        }

        if (evidence.Count > MaxEvidence)
        {
            writer.WriteLine(ink.Dim(FormattableString.Invariant($"{indent}  … +{evidence.Count - MaxEvidence}")));
        }
    }

    private void WriteFix(Fix fix)
    {
        foreach (var line in FixLines.Of(fix))
        {
            writer.WriteLine($"    {ink.Green(line)}");
        }

        WriteProse(fix.Why.In(language), fix is Fix.Advice ? "    " : "        ");
    }

    private void WriteProse(string text, string indent)
    {
        foreach (var line in WideText.Wrap(text, _width - indent.Length))
        {
            writer.WriteLine(indent + line);
        }
    }

    private string Mark(CheckState state) => state switch
    {
        CheckState.Ok => ink.Green("✓"),
        CheckState.Warning => ink.Yellow("!"),
        CheckState.Problem => ink.Red("✗"),
        CheckState.NotChecked => ink.Dim("–"),
        _ => " ",
    };

    private string Text(CheckState state, string text) => state switch
    {
        CheckState.Problem => ink.Red(text),
        CheckState.Warning => ink.Yellow(text),
        CheckState.NotChecked => ink.Dim(text),
        _ => text,
    };
}
