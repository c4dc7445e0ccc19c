using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Explain;

/// <summary>What a text means.</summary>
/// <param name="Findings">Problems, the root cause first. Empty when there is none.</param>
/// <param name="Notes">What only looked like a problem, when there is none: benign findings.</param>
/// <param name="Lines">Lines read.</param>
/// <param name="SizeBytes">Bytes read.</param>
public sealed record Explanation(IReadOnlyList<Finding> Findings, IReadOnlyList<Finding> Notes, long Lines, long SizeBytes)
{
    /// <summary>The worst there is; <see cref="Severity.Benign"/> for a clean text.</summary>
    public Severity Worst => Findings.Count == 0 ? Severity.Benign : Findings.Max(finding => finding.Severity);

    /// <summary>Different findings that were only counted, because there are more than <see cref="ExplainLimits.MaxFindings"/>.</summary>
    public long Unlisted { get; init; }
}
