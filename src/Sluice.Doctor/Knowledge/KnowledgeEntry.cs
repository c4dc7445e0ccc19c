using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Knowledge;

/// <summary>All that is known about a kind of finding.</summary>
public sealed record KnowledgeEntry
{
    /// <summary>The kind.</summary>
    public required FindingCode Code { get; init; }

    /// <summary>How bad it is.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Who must act.</summary>
    public required Actor Actor { get; init; }

    /// <summary>Whether findings with different modules are different findings; otherwise those with different hosts are.</summary>
    public bool IsAboutModule { get; init; }

    /// <summary>The id of the probe that would prove it; null where none can.</summary>
    public string? Probe { get; init; }

    /// <summary>What it is, on one line. May hold placeholders.</summary>
    public required BilingualText Title { get; init; }

    /// <summary>What it means.</summary>
    public required BilingualText Meaning { get; init; }

    /// <summary>What the text shows, and what would prove it.</summary>
    public required BilingualText Evidence { get; init; }

    /// <summary>What helps, in a few sentences.</summary>
    public required BilingualText Fix { get; init; }

    /// <summary>The same as data, the best first.</summary>
    public IReadOnlyList<Fix> Fixes { get; init; } = [];

    /// <summary>Ids of the gateway's faults that mean this when the gateway answers with them.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    internal IReadOnlyList<Pattern> Patterns { get; init; } = [];
}
