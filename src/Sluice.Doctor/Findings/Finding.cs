namespace Sluice.Doctor.Findings;

/// <summary>
/// One thing that is wrong (or, when benign, only looks so), ready to be shown: what, where, how sure, who must act, and what helps. Made by the
/// reading of texts and by rules over what probes measured alike.
/// </summary>
public sealed record Finding
{
    /// <summary>What kind of thing.</summary>
    public required FindingCode Code { get; init; }

    /// <summary>How bad it is here; usually the code's own, lighter where the command evidently went on.</summary>
    public required Severity Severity { get; init; }

    /// <summary>How sure it is.</summary>
    public Confidence Confidence { get; init; } = Confidence.Likely;

    /// <summary>Who must act.</summary>
    public Actor Actor { get; init; }

    /// <summary>What it is about.</summary>
    public Subject Subject { get; init; } = Subject.None;

    /// <summary>Other modules with the same finding, at most a few; <see cref="Subject"/> has the first.</summary>
    public IReadOnlyList<string> OtherModules { get; init; } = [];

    /// <summary>What it rests on, the first line of the text first. Bounded.</summary>
    public IReadOnlyList<Sighting> Evidence { get; init; } = [];

    /// <summary>How often it was seen; 1 or more.</summary>
    public long Count { get; init; } = 1;

    /// <summary>Symptoms that go away with this cause, folded under it.</summary>
    public IReadOnlyList<Finding> Explains { get; init; } = [];

    /// <summary>A detail of the cause: the transport's reason where the checksum database cannot be reached (<c>dns.timeout</c>). Null without.</summary>
    public FindingCode? Detail { get; init; }

    /// <summary>What it is, on one line.</summary>
    public BilingualText Title { get; init; } = BilingualText.Empty;

    /// <summary>What it means, in a few sentences.</summary>
    public BilingualText Meaning { get; init; } = BilingualText.Empty;

    /// <summary>What helps, the best first.</summary>
    public IReadOnlyList<Fix> Fixes { get; init; } = [];

    /// <summary>The probe that would prove it: its id. Null where none can.</summary>
    public string? Probe { get; init; }
}
