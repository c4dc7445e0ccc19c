namespace Sluice.Api.Doctor;

/// <summary>What <c>sluice doctor explain --format json</c> prints.</summary>
/// <param name="Verdict"><c>problem</c> when there is a finding that is worse than benign, else <c>clean</c>.</param>
/// <param name="Findings">The root cause first. In a clean text: what only looked like a problem, with severity <c>benign</c>; empty when nothing did.</param>
/// <param name="Source">The file, or <c>stdin</c>.</param>
/// <param name="Lines">Lines read.</param>
/// <param name="SizeBytes">Bytes read.</param>
public sealed record ExplainReport(string Verdict, IReadOnlyList<ExplainFinding> Findings, string Source, long Lines, long SizeBytes)
{
    /// <summary>Name and version of this shape.</summary>
    public string Schema { get; init; } = "sluice.explain/1";

    /// <summary>Findings that are not listed, because there are too many; absent for none.</summary>
    public long? Unlisted { get; init; }

    /// <summary>Whether the reading was stopped before the text's end; absent when not.</summary>
    public bool? Interrupted { get; init; }
}

/// <summary>One finding.</summary>
/// <param name="Code">Its id, <c>family.cause</c>.</param>
/// <param name="Severity"><c>fatal</c>, <c>warning</c> or <c>benign</c>.</param>
/// <param name="Count">How often it was seen.</param>
/// <param name="Line">The first line it was seen in, from 1.</param>
/// <param name="Text">That line, without colours and wrappings.</param>
public sealed record ExplainFinding(string Code, string Severity, long Count, long Line, string Text)
{
    /// <summary>The module or package.</summary>
    public string? Module { get; init; }

    /// <summary>Its version or query.</summary>
    public string? Version { get; init; }

    /// <summary>Other modules with the same finding; absent for none.</summary>
    public IReadOnlyList<string>? OtherModules { get; init; }

    /// <summary>The host that matters.</summary>
    public string? Host { get; init; }

    /// <summary>The URL that was asked for, without credentials.</summary>
    public string? Url { get; init; }

    /// <summary>The id under which a Sluice gateway logged the request.</summary>
    public string? RequestId { get; init; }

    /// <summary>The transport's reason, where the finding is that something cannot be reached.</summary>
    public string? Detail { get; init; }

    /// <summary><c>possible</c>, <c>likely</c> or <c>proven</c>.</summary>
    public required string Confidence { get; init; }

    /// <summary>Who must act: <c>developer</c>, <c>proxy-admin</c>, <c>network-team</c>, <c>module-author</c>, <c>host-owner</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>What it is, in the chosen language.</summary>
    public required string Title { get; init; }

    /// <summary>What it means, in the chosen language.</summary>
    public required string Meaning { get; init; }

    /// <summary>The probe that would prove it; absent where none can.</summary>
    public string? Probe { get; init; }

    /// <summary>Codes of symptoms that go away with this cause.</summary>
    public IReadOnlyList<string> Explains { get; init; } = [];

    /// <summary>What helps, the best first.</summary>
    public IReadOnlyList<ExplainFix> Fixes { get; init; } = [];
}

/// <summary>Something that helps.</summary>
/// <param name="Kind"><c>go-env</c>, <c>go-env-unset</c>, <c>shell</c>, <c>shell-unset</c>, <c>run</c>, <c>git-config</c>, <c>edit</c>, <c>advice</c>, <c>link</c>.</param>
/// <param name="Text">What it does and when it is right, in the chosen language.</param>
public sealed record ExplainFix(string Kind, string Text)
{
    /// <summary>The line to type in a POSIX shell; absent where there is none.</summary>
    public string? Command { get; init; }

    /// <summary>The file to change.</summary>
    public string? File { get; init; }

    /// <summary>What to take out of the file.</summary>
    public string? Remove { get; init; }

    /// <summary>What to put in.</summary>
    public string? Add { get; init; }

    /// <summary>A page to read.</summary>
    public string? Url { get; init; }
}
