namespace Sluice.Api.Fetching;

/// <summary>What <c>sluice get --format json</c> prints.</summary>
/// <param name="Modules">One entry for each module asked for, in the order of the command line.</param>
public sealed record GetReport(IReadOnlyList<FetchedModule> Modules)
{
    /// <summary>Name and version of this shape.</summary>
    public string Schema { get; init; } = "sluice.get/1";
}

/// <summary>What became of one module.</summary>
/// <param name="Module">Module path.</param>
/// <param name="Query">What was asked for: a version, a branch, a commit, <c>latest</c>.</param>
/// <param name="DurationMs">The whole of it, in milliseconds.</param>
public sealed record FetchedModule(string Module, string Query, double DurationMs)
{
    /// <summary>The canonical version; null when it could not be found out.</summary>
    public string? Version { get; init; }

    /// <summary>The version's time.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>Who gave it, without user info.</summary>
    public string? Source { get; init; }

    /// <summary><c>hit</c>, <c>miss</c>, <c>stale</c> or <c>negative</c>.</summary>
    public string? Cache { get; init; }

    /// <summary>The zip's hash: <c>h1:…</c>.</summary>
    public string? H1 { get; init; }

    /// <summary>The zip's size.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>How long each stage took, in order.</summary>
    public IReadOnlyList<StageDuration> Stages { get; init; } = [];

    /// <summary>Who was asked, and what was done to find it, in order; null unless asked for with <c>--explain</c>.</summary>
    public IReadOnlyList<ExplainedStep>? Explanation { get; init; }

    /// <summary>Why it failed; null when it did not.</summary>
    public ApiError? Error { get; init; }
}

/// <summary>One step on the way to an answer.</summary>
/// <param name="Stage">The part of the fetch that it belongs to: <c>info</c>, <c>zip</c>.</param>
/// <param name="What">Its kind: <c>discover</c>, <c>resolve</c>, <c>run</c>, <c>ask</c>.</param>
/// <param name="Text">What was done or found, one line.</param>
/// <param name="DurationMs">In milliseconds; 0 for a decision.</param>
/// <param name="Bytes">Bytes that came; 0 for none.</param>
public sealed record ExplainedStep(string Stage, string What, string Text, double DurationMs, long Bytes);

/// <summary>A stage of a fetch.</summary>
/// <param name="Name">Its name: <c>info</c>, <c>mod</c>, <c>zip</c>.</param>
/// <param name="DurationMs">In milliseconds.</param>
public sealed record StageDuration(string Name, double DurationMs);
