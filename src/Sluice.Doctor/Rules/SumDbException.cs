using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules;

/// <summary>
/// Where only the checksum database is hit, and by the network alone, the database is the thing to fix: it can be had through the module proxy. The network's reason is a
/// detail then. The same holds for a repository that git cannot reach.
/// </summary>
internal static class SumDbException
{
    /// <summary>The cause as it is to be told.</summary>
    public static Cause Apply(Cause cause)
    {
        var claim = cause.Claim;
        if (claim.Layer is < Layer.Resolver or > Layer.Http || claim.Breaks.Count == 0 || claim.Code == FindingCodes.DnsHijack)
        {
            return cause;
        }

        // Git says no more than that it cannot get there, and so do its users; discovery by a page is told by the page's own failure.
        if (claim.Breaks.All(need => need.Kind == NeedKind.Repository) && cause.Symptoms.FirstOrDefault(symptom => symptom.Code == FindingCodes.VcsUnreachable) is { } git)
        {
            return cause with { Claim = git with { Detail = claim.Code, Breaks = claim.Breaks }, Symptoms = [claim, .. cause.Symptoms.Where(symptom => symptom != git)] };
        }

        if (claim.Breaks.Any(need => need.Kind != NeedKind.ChecksumDatabase || need.SumDb is { ThroughProxy: not null }))
        {
            return cause;
        }

        var unreachable = claim with { Code = FindingCodes.SumDbUnreachable, Layer = Layer.ChecksumDatabase, Detail = claim.Code, Fixes = [], Actor = null };
        return cause with { Claim = unreachable, Symptoms = [claim, .. cause.Symptoms.Where(symptom => symptom.Code != FindingCodes.SumDbUnreachable)] };
    }
}
