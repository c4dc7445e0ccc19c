using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Rules;

/// <summary>What all findings together come to.</summary>
public enum Verdict
{
    /// <summary>Nothing is wrong.</summary>
    Clean,

    /// <summary>Something is worth telling; the go command goes on.</summary>
    Warnings,

    /// <summary>The go command fails.</summary>
    Problem,
}

/// <summary>A bundle and what the rules make of it.</summary>
/// <param name="Bundle">The evidence.</param>
/// <param name="Findings">Root causes first: what ends the go command before what delays it, what the modules asked for need before the rest. Symptoms are folded in.</param>
public sealed record Diagnosis(EvidenceBundle Bundle, IReadOnlyList<Finding> Findings)
{
    /// <summary>What it comes to.</summary>
    public Verdict Verdict => Findings.Count == 0 ? Verdict.Clean : Findings.Any(finding => finding.Severity == Severity.Fatal) ? Verdict.Problem : Verdict.Warnings;

    /// <summary>The verdict's name in JSON: <c>clean</c>, <c>warnings</c>, <c>problem</c>.</summary>
    public string VerdictName => Verdict.ToString().ToLowerInvariant();
}
