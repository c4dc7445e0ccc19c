namespace Sluice.Doctor.Findings;

/// <summary>How sure a finding is. Ordered: a greater one is surer.</summary>
public enum Confidence
{
    /// <summary>One of several explanations of what was seen.</summary>
    Possible,

    /// <summary>What was seen says so; nothing was tried out.</summary>
    Likely,

    /// <summary>A probe tried it out, or the text cannot mean anything else.</summary>
    Proven,
}
