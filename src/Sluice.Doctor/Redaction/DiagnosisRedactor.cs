using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules;

namespace Sluice.Doctor.Redaction;

/// <summary>
/// Cleans a diagnosis to be shared: its evidence and its findings, with the same pseudonym for the same name in all of it. Rules judge before that: they look at addresses and
/// names, which pseudonyms do not have.
/// </summary>
public static class DiagnosisRedactor
{
    /// <summary>A copy with pseudonyms for private names. One whose evidence has them already comes back as it is.</summary>
    public static Diagnosis Redact(Diagnosis diagnosis)
    {
        ArgumentNullException.ThrowIfNull(diagnosis);
        if (diagnosis.Bundle.Redaction == RedactionLevel.Names)
        {
            return diagnosis;
        }

        var names = PrivateNames.Of(diagnosis.Bundle);
        var bundle = EvidenceRedactor.Redact(diagnosis.Bundle, names, RedactionLevel.Names);
        return new Diagnosis(bundle, [.. diagnosis.Findings.Select(finding => Clean(finding, text => names.Replace(SecretText.Mask(text))))]);
    }

    private static Finding Clean(Finding finding, Func<string, string> clean)
    {
        return finding with
        {
            Subject = new Subject
            {
                Module = Optional(finding.Subject.Module),
                Version = Optional(finding.Subject.Version),
                Host = Optional(finding.Subject.Host),
                Url = Optional(finding.Subject.Url),
                RequestId = finding.Subject.RequestId,
            },
            Evidence = [.. finding.Evidence.Select(sighting => sighting with { Source = clean(sighting.Source), Text = clean(sighting.Text) })],
            Title = finding.Title.Select(clean),
            Meaning = finding.Meaning.Select(clean),
            Fixes = [.. finding.Fixes.Select(fix => Clean(fix, clean))],
            Explains = [.. finding.Explains.Select(symptom => Clean(symptom, clean))],
        };

        string? Optional(string? text) => text is null ? null : clean(text);
    }

    private static Fix Clean(Fix fix, Func<string, string> clean)
    {
        var why = fix.Why.Select(clean);
        return fix switch
        {
            Fix.SetGoVariable set => set with { Value = clean(set.Value), Why = why },
            Fix.SetShellVariable set => set with { Value = clean(set.Value), Why = why },
            Fix.RunCommand run => run with { Arguments = [.. run.Arguments.Select(clean)], Why = why },
            Fix.SetGitConfig git => git with { Key = clean(git.Key), Value = clean(git.Value), Why = why },
            Fix.EditFile edit => edit with { Path = clean(edit.Path), Remove = edit.Remove is null ? null : clean(edit.Remove), Add = edit.Add is null ? null : clean(edit.Add), Why = why },
            _ => fix with { Why = why },
        };
    }
}
