using Sluice.Doctor;
using Sluice.Doctor.Explain;
using Sluice.Doctor.Findings;

namespace Sluice.Cli.Output;

/// <summary>Prints an explanation: the root cause first, each with what it is about, what it means, what helps, and what it explains.</summary>
internal sealed class ExplainOutput(TextWriter writer, Ink ink, int width, Language language)
{
    private const int MaxWidth = 100;
    private const int LabelWidth = 12;

    private readonly ExplainWords _words = ExplainWords.In(language);
    private readonly int _width = Math.Clamp(width - 1, 40, MaxWidth);

    public void Write(Explanation explanation, string source)
    {
        if (explanation.Findings.Count == 0)
        {
            writer.WriteLine($"{ink.Green("✓")} {_words.NoProblem}{_words.Read(explanation.Lines, source)}");
            foreach (var note in explanation.Notes)
            {
                writer.WriteLine(ink.Dim($"  {note.Code}: {note.Title.In(language)} ({_words.Times(note.Count, note.Evidence[0].Line, source)})"));
            }

            return;
        }

        foreach (var finding in explanation.Findings)
        {
            Write(finding, source);
            writer.WriteLine();
        }

        if (explanation.Unlisted > 0)
        {
            writer.WriteLine(_words.Unlisted(explanation.Unlisted));
        }

        var problems = explanation.Findings.Count(finding => finding.Severity == Severity.Fatal);
        writer.WriteLine(_words.Summary(problems, explanation.Findings.Count - problems, explanation.Lines, source));
    }

    private void Write(Finding finding, string source)
    {
        var mark = finding.Severity == Severity.Fatal ? ink.Red("✗") : ink.Yellow("!");
        var possible = finding.Confidence == Confidence.Possible ? $"{_words.Possible}: " : "";
        writer.WriteLine($"{mark} {ink.Bold(possible + finding.Title.In(language))}  {ink.Dim(finding.Code.Id)}");
        WriteSubject(finding, source);
        writer.WriteLine();
        WriteProse(finding.Meaning.In(language), "  ");
        WriteFixes(finding);
        if (finding.Explains.Count > 0)
        {
            writer.WriteLine();
            writer.WriteLine($"  {_words.Explains}:");
            foreach (var symptom in finding.Explains)
            {
                writer.WriteLine($"    {symptom.Title.In(language)}  {ink.Dim(symptom.Code.Id)}");
            }
        }

        if (finding.Probe is { } probe)
        {
            writer.WriteLine();
            writer.WriteLine($"  {_words.ToProve}: {_words.Probe(probe)}");
        }
    }

    private void WriteSubject(Finding finding, string source)
    {
        var subject = finding.Subject;
        var others = finding.OtherModules.Count > 0 ? $" {_words.Others(finding.OtherModules.Count)}" : "";
        WriteLabel(_words.Module, subject.Module is null ? null : $"{subject.Module}{(subject.Version is null ? "" : " " + subject.Version)}{others}");
        WriteLabel(_words.Host, subject.Host);
        WriteLabel(_words.Request, subject.RequestId);
        WriteLabel(_words.Reason, finding.Detail?.Id);
        var evidence = finding.Evidence[0];
        WriteLabel(_words.Seen, _words.Times(finding.Count, evidence.Line, source));
        foreach (var line in WideText.Wrap(evidence.Text, _width - 4))
        {
            writer.WriteLine(ink.Dim($"    {line}"));
        }
    }

    private void WriteLabel(string label, string? value)
    {
        if (value is not null)
        {
            writer.WriteLine($"  {WideText.Pad(label, LabelWidth)}{value}");
        }
    }

    private void WriteFixes(Finding finding)
    {
        if (finding.Fixes.Count == 0)
        {
            return;
        }

        writer.WriteLine();
        writer.WriteLine($"  {_words.Helps} ({_words.Actors[(int)finding.Actor]}):");
        foreach (var fix in finding.Fixes)
        {
            foreach (var line in Lines(fix))
            {
                writer.WriteLine($"    {ink.Green(line)}");
            }

            WriteProse(fix.Why.In(language), fix is Fix.Advice ? "    " : "        ");
        }
    }

    private static IEnumerable<string> Lines(Fix fix) => fix switch
    {
        Fix.Advice => [],
        Fix.Link link => [link.Url],
        Fix.EditFile edit => new[] { $"{edit.Path}:", edit.Remove is null ? null : $"  - {edit.Remove}", edit.Add is null ? null : $"  + {edit.Add}" }.OfType<string>(),
        _ => [FixCommands.LineOf(fix, Shell.Posix)!],
    };

    private void WriteProse(string text, string indent)
    {
        foreach (var line in WideText.Wrap(text, _width - indent.Length))
        {
            writer.WriteLine(indent + line);
        }
    }
}
