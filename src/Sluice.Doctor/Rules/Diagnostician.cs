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

    /// <summary>
    /// Whether what is known so far says that the go command gets everything it needs, without a detour: further probes of hosts would change nothing. Any failure, even one
    /// that only costs time, is worth the whole picture.
    /// </summary>
    public static bool IsSettled(EvidenceBundle bundle)
    {
        var situation = Situation.Of(bundle);
        return situation.Needs.Count > 0 && situation.Needs.GroupBy(need => need.Target).All(group => IsMet(situation, [.. group]));
    }

    private static bool IsMet(Situation situation, IReadOnlyList<Need> needs)
    {
        var sources = needs.Where(need => need.Kind != NeedKind.ChecksumDatabase).ToList();
        var databases = needs.Where(need => need.Kind == NeedKind.ChecksumDatabase).ToList();
        var isSummed = situation.Chain.SkipsSumDb(needs[0].Target.Module) || sources.TrueForAll(need => need.Proxy is { FileTree.Count: > 0 }) || databases is [.., { State: NeedState.Works }];
        return sources is [.., { State: NeedState.Works }] && isSummed && needs.All(need => need.State is NeedState.Works or NeedState.Absent);
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
