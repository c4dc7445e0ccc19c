using Sluice.Api.Doctor;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Reports;
using Sluice.Doctor.Rules;

namespace Sluice.Cli.Output;

/// <summary>Diagnoses as wire records.</summary>
internal static class DoctorWire
{
    public static DoctorReport ToWire(Diagnosis diagnosis, Language language, bool interrupted)
    {
        var bundle = diagnosis.Bundle;
        return new DoctorReport(
            diagnosis.VerdictName,
            [.. diagnosis.Findings.Select(finding => ToWire(finding, language))],
            [.. CheckTree.Of(diagnosis).SelectMany(group => group.Checks.Where(check => check.State != CheckState.NotChecked).Select(check => new DoctorCheck(group.Layer, Kebab(check.State.ToString()), check.Subject, check.Text)))],
            [.. bundle.Runs.Where(run => run.NotChecked is not null).Select(run => new DoctorNotChecked(run.Id, Kebab(run.NotChecked!.Reason.ToString()), run.NotChecked.Because))],
            bundle.Asked.Modules,
            bundle.ToolVersion,
            bundle.CollectedAt,
            Math.Round(bundle.TookMs, 1),
            Kebab(bundle.Redaction.ToString()))
        {
            Interrupted = interrupted ? true : null,
        };
    }

    private static DoctorFinding ToWire(Finding finding, Language language) => new(
        finding.Code.Id,
        Kebab(finding.Severity.ToString()),
        Kebab(finding.Confidence.ToString()),
        ActorNames.NameOf(finding.Actor),
        new DoctorSubject { Module = finding.Subject.Module, Version = finding.Subject.Version, Host = finding.Subject.Host, Url = finding.Subject.Url },
        finding.Title.In(language),
        finding.Meaning.In(language),
        [.. finding.Evidence.Select(ToWire)],
        [.. finding.Fixes.Select(fix => ExplainWire.ToWire(fix, language))],
        [.. finding.Explains.Select(symptom => new DoctorSymptom(symptom.Code.Id, symptom.Title.In(language), [.. symptom.Evidence.Select(ToWire)]) { Host = symptom.Subject.Host })])
    {
        Detail = finding.Detail?.Id,
    };

    private static DoctorEvidence ToWire(Sighting sighting) => new(sighting.Source, sighting.Text);

    /// <summary><c>TotalBudget</c> as <c>total-budget</c>.</summary>
    private static string Kebab(string name) => string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
