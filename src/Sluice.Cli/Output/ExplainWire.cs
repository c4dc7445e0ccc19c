using Sluice.Api.Doctor;
using Sluice.Doctor;
using Sluice.Doctor.Explain;
using Sluice.Doctor.Findings;

namespace Sluice.Cli.Output;

/// <summary>Findings as wire records.</summary>
internal static class ExplainWire
{
    public static ExplainReport ToWire(Explanation explanation, string source, Language language, bool interrupted) => new(
        explanation.Worst == Severity.Benign ? "clean" : "problem",
        [.. explanation.Findings.Concat(explanation.Notes).Select(finding => ToWire(finding, language))],
        source,
        explanation.Lines,
        explanation.SizeBytes)
    {
        Unlisted = explanation.Unlisted > 0 ? explanation.Unlisted : null,
        Interrupted = interrupted ? true : null,
    };

    private static ExplainFinding ToWire(Finding finding, Language language)
    {
        var evidence = finding.Evidence[0];
        return new ExplainFinding(finding.Code.Id, Lower(finding.Severity), finding.Count, evidence.Line, evidence.Text)
        {
            Module = finding.Subject.Module,
            Version = finding.Subject.Version,
            OtherModules = finding.OtherModules.Count > 0 ? finding.OtherModules : null,
            Host = finding.Subject.Host,
            Url = finding.Subject.Url,
            RequestId = finding.Subject.RequestId,
            Detail = finding.Detail?.Id,
            Confidence = Lower(finding.Confidence),
            Actor = ActorNames.NameOf(finding.Actor),
            Title = finding.Title.In(language),
            Meaning = finding.Meaning.In(language),
            Probe = finding.Probe,
            Explains = [.. finding.Explains.Select(symptom => symptom.Code.Id)],
            Fixes = [.. finding.Fixes.Select(fix => ToWire(fix, language))],
        };
    }

    public static ExplainFix ToWire(Fix fix, Language language) => new(FixCommands.KindOf(fix), fix.Why.In(language))
    {
        Command = FixCommands.LineOf(fix, Shell.Posix),
        File = (fix as Fix.EditFile)?.Path,
        Remove = (fix as Fix.EditFile)?.Remove,
        Add = (fix as Fix.EditFile)?.Add,
        Url = (fix as Fix.Link)?.Url,
    };

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
