namespace Sluice.Api;

/// <summary>An expected failure on the wire.</summary>
/// <param name="Code">The id in the register of faults: <c>module.not-found</c>.</param>
/// <param name="Message">What happened, one line.</param>
/// <param name="Remedy">What to do, one line; empty when nothing is known.</param>
public sealed record ApiError(string Code, string Message, string Remedy)
{
    /// <summary>The source or part that failed, without user info.</summary>
    public string? Source { get; init; }

    /// <summary>One line of particulars.</summary>
    public string? Detail { get; init; }

    /// <summary>What the upstream said, plain text, at most 8 lines.</summary>
    public string? UpstreamText { get; init; }
}
