using Sluice.Doctor;
using Sluice.Doctor.Explain;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Knowledge;
using Sluice.Doctor.Recording;

namespace Sluice.Cli.Run;

/// <summary>Judges what the command said, with the doctor's knowledge of the go command's words.</summary>
internal static class OutputJudge
{
    private const int MaxFixes = 3;
    private const int MaxLine = 300;

    /// <summary>Judges all that is kept of it.</summary>
    /// <param name="seen">What it said.</param>
    /// <param name="failed">Whether it failed: only then is there a cause.</param>
    public static RunOutput Judge(SeenText seen, bool failed)
    {
        if (seen.SizeBytes == 0)
        {
            return new RunOutput([], null, 0, true);
        }

        var explanation = Explain(seen.Pieces());
        JudgedLine[] lines = [.. explanation.Findings.Concat(explanation.Notes).Select(finding => ToLine(finding)).OrderBy(line => line.Number)];
        var cause = failed ? explanation.Findings.FirstOrDefault(finding => finding.Severity == Severity.Fatal) ?? explanation.Findings.FirstOrDefault() : null;
        return new RunOutput(lines, cause is null ? null : ToCause(cause), seen.SizeBytes, true);
    }

    /// <summary>Explains some text by itself.</summary>
    public static Explanation Explain(IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var explainer = new Explainer(KnowledgeBase.BuiltIn, "stderr");
        foreach (var piece in pieces)
        {
            explainer.Feed(piece.Span);
        }

        return explainer.Finish();
    }

    private static JudgedLine ToLine(Finding finding)
    {
        var sighting = finding.Evidence.Count > 0 ? finding.Evidence[0] : null;
        var text = Masking.Text(sighting?.Text ?? "");
        return new JudgedLine(
            sighting?.Line ?? 0, finding.Severity, finding.Code.Id, Masking.Text(finding.Title.English), text.Length > MaxLine ? text[..MaxLine] + "…" : text, finding.Count);
    }

    private static RunCause ToCause(Finding finding) => new(
        finding.Code.Id,
        Masking.Text(finding.Title.English),
        Masking.Text(finding.Meaning.English),
        [.. finding.Fixes.Take(MaxFixes).Select(fix => FixText(fix))]);

    private static string FixText(Fix fix)
    {
        var commands = FixCommands.LineOf(fix, Shell.Posix);
        return commands is { Length: > 0 } ? $"{commands}    # {fix.Why.English}" : fix.Why.English;
    }
}
