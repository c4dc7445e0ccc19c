using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Knowledge;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules;

/// <summary>Judges a bundle: lets every rule speak, then lets the deepest cause of each failure stand and folds the rest under it. Pure, safe to call concurrently.</summary>
public sealed class Diagnostician
{
    private readonly KnowledgeBase _knowledge;
    private readonly IReadOnlyList<IRule> _rules;

    /// <summary>Makes one with all rules.</summary>
    /// <param name="knowledge">Texts and fixes.</param>
    public Diagnostician(KnowledgeBase knowledge)
        : this(knowledge, RuleBook.All)
    {
    }

    internal Diagnostician(KnowledgeBase knowledge, IReadOnlyList<IRule> rules)
    {
        _knowledge = knowledge;
        _rules = rules;
    }

    /// <summary>Judges.</summary>
    public Diagnosis Judge(EvidenceBundle bundle)
    {
        var situation = Situation.Of(bundle);
        var claims = _rules.SelectMany(rule => rule.Judge(situation)).GroupBy(claim => claim.Key).Select(group => group.Aggregate((one, other) => one.Join(other)));
        var causes = CauseGraph.Fold(claims);
        return new Diagnosis(bundle, [.. causes.Select(Describe)]);
    }

    private Finding Describe(Cause cause)
    {
        var finding = Describe(cause.Claim, cause.Severity);
        var symptoms = cause.Symptoms.Where(symptom => symptom.Code != finding.Code).DistinctBy(symptom => (symptom.Code, symptom.Subject)).Select(symptom => Describe(symptom, cause.Severity)).ToList();
        return finding with { Explains = symptoms };
    }

    private Finding Describe(Claim claim, Severity severity)
    {
        var finding = _knowledge.Complete(new Finding
        {
            Code = claim.Code,
            Severity = severity,
            Confidence = claim.Confidence,
            Subject = claim.Subject,
            Evidence = claim.Evidence,
            Detail = claim.Detail,
            Count = 1,
        });
        return finding with { Fixes = [.. claim.Fixes, .. finding.Fixes], Actor = claim.Actor ?? finding.Actor };
    }
}
