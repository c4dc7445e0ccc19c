using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules;

/// <summary>A root cause with the claims that follow from it.</summary>
/// <param name="Claim">The cause.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Symptoms">What it explains, the deepest first.</param>
internal sealed record Cause(Claim Claim, Severity Severity, IReadOnlyList<Claim> Symptoms);

/// <summary>
/// Finds root causes among claims. A claim with a lower layer explains those above it as far as they break the same needs; a claim whose every failure is explained is a
/// symptom. Claims that hurt nothing are dropped.
/// </summary>
internal static class CauseGraph
{
    /// <summary>Root causes, what ends the go command first.</summary>
    public static IReadOnlyList<Cause> Fold(IEnumerable<Claim> claims)
    {
        var ordered = claims
            .Select(claim => (Claim: claim, Severity: SeverityOf(claim)))
            .Where(pair => pair.Severity is not null)
            .OrderBy(pair => pair.Claim.Layer)
            .ThenByDescending(pair => pair.Claim.Confidence)
            .ThenBy(pair => FindingCodes.PlaceOf(pair.Claim.Code))
            .ToList();
        var owners = new Dictionary<Need, Claim>(ReferenceEqualityComparer.Instance);
        var heads = new List<(Claim Claim, Severity Severity)>();
        var symptoms = new Dictionary<Claim, List<Claim>>(ReferenceEqualityComparer.Instance);
        foreach (var (claim, severity) in ordered)
        {
            var own = claim.Breaks.Where(need => !owners.ContainsKey(need)).ToList();
            if (claim.Breaks.Count > 0 && own.Count == 0)
            {
                symptoms[claim.Breaks.Select(need => owners[need]).GroupBy(owner => owner).MaxBy(group => group.Count())!.Key].Add(claim);
                continue;
            }

            own.ForEach(need => owners.Add(need, claim));
            symptoms.Add(claim, []);
            heads.Add((claim, severity!.Value));
        }

        return
        [
            .. heads.Select(head => SumDbException.Apply(new Cause(head.Claim, head.Severity, symptoms[head.Claim])))
                .OrderByDescending(cause => cause.Severity)
                .ThenByDescending(cause => cause.Claim.Breaks.Any(need => need.Harm == Harm.Blocks && !need.Target.IsReference))
                .ThenByDescending(cause => cause.Claim.Breaks.Count > 0)
                .ThenBy(cause => cause.Claim.Layer)
                .ThenBy(cause => FindingCodes.PlaceOf(cause.Claim.Code)),
        ];
    }

    private static Severity? SeverityOf(Claim claim)
    {
        var harm = claim.Breaks.Select(need => need.Hurts ? need.Harm : Harm.None).DefaultIfEmpty(Harm.None).Max();
        Severity? byHarm = harm switch
        {
            Harm.Blocks => Severity.Fatal,
            Harm.Delays => Severity.Warning,
            _ => null,
        };
        return byHarm is null || claim.Standing > byHarm ? claim.Standing : byHarm;
    }
}
