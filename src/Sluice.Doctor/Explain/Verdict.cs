using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Explain;

/// <summary>What a block means. Its pieces point into the block.</summary>
internal readonly record struct Verdict
{
    public FindingCode Code { get; init; }
    public Severity Severity { get; init; }
    public Confidence Confidence { get; init; }

    /// <summary>Nothing but a symptom spoke for it: something stronger anywhere in the text makes it needless.</summary>
    public bool IsWeak { get; init; }

    /// <summary>A line of <c>-x</c>: the command may have gone on to its next source.</summary>
    public bool IsProvisional { get; init; }

    /// <summary>The transport's reason, where it became a detail. <c>default</c> for none.</summary>
    public FindingCode Detail { get; init; }

    /// <summary>A shallower finding of the same block. <c>default</c> for none.</summary>
    public FindingCode Symptom { get; init; }

    /// <summary>The line that decided.</summary>
    public int Line { get; init; }
    public Piece Module { get; init; }
    public Piece Version { get; init; }
    public Piece Host { get; init; }
    public Piece Url { get; init; }
    public Piece RequestId { get; init; }
}
