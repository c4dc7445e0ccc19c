using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules;

/// <summary>What a rule says: a cause, what it rests on, and what it breaks. How bad that is, and whether something deeper explains it, is decided over all claims.</summary>
/// <param name="Code">The cause.</param>
/// <param name="Layer">Where it sits.</param>
internal sealed record Claim(FindingCode Code, Layer Layer)
{
    /// <summary>What it is about.</summary>
    public Subject Subject { get; init; } = Subject.None;

    /// <summary>How sure it is.</summary>
    public Confidence Confidence { get; init; } = Confidence.Proven;

    /// <summary>What it rests on.</summary>
    public IReadOnlyList<Sighting> Evidence { get; init; } = [];

    /// <summary>What fails because of it. How bad the claim is follows from what that does to the go command; a claim that hurts nothing is dropped.</summary>
    public IReadOnlyList<Need> Breaks { get; init; } = [];

    /// <summary>How bad it is whatever it breaks; null when only that counts.</summary>
    public Severity? Standing { get; init; }

    /// <summary>Fixes that know more than those of the knowledge base; they come first.</summary>
    public IReadOnlyList<Fix> Fixes { get; init; } = [];

    /// <summary>Who must act, where it is not who the knowledge base says.</summary>
    public Actor? Actor { get; init; }

    /// <summary>A detail of the cause.</summary>
    public FindingCode? Detail { get; init; }

    /// <summary>Whether claims about other hosts or modules are other causes. Otherwise all claims of the code are one: a dead resolver is one cause for many names.</summary>
    public bool IsPerSubject { get; init; }

    /// <summary>What claims have in common that are one.</summary>
    public string Key => IsPerSubject ? $"{Code} {Subject.Host} {Subject.Module}" : Code.Id;

    /// <summary>Both as one.</summary>
    public Claim Join(Claim other) => this with
    {
        Evidence = [.. Evidence.Concat(other.Evidence).Distinct()],
        Breaks = [.. Breaks.Concat(other.Breaks).Distinct()],
        Confidence = Confidence > other.Confidence ? Confidence : other.Confidence,
        Standing = Standing is null || other.Standing > Standing ? other.Standing : Standing,
        Fixes = [.. Fixes.Concat(other.Fixes).Distinct()],
    };
}
