namespace Sluice.Core.Faults;

/// <summary>An expected failure: what went wrong, where, and what the upstream said.</summary>
/// <param name="Code">The entry in the register.</param>
public sealed record Fault(FaultCode Code)
{
    /// <summary>The name of the source or part that failed, without user info; null when it was no particular one.</summary>
    public string? Source { get; init; }

    /// <summary>One line of particulars: a status, a file name, an address family. No secret, no path of the server. At most 500 characters.</summary>
    public string? Detail { get; init; }

    /// <summary>
    /// The text of the upstream's answer, to be passed on unchanged to the developer (protocol: <c>server response:</c>); null when it had
    /// none that is plain text. At most 8 lines and 648 bytes.
    /// </summary>
    public string? UpstreamText { get; init; }

    /// <summary>When asking again makes sense; null when unknown.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The class of the failure.</summary>
    public FaultKind Kind => Code.Kind;

    /// <summary>Whether absence is proven, so that a client may go on to its next source.</summary>
    public bool IsAbsence => Kind is FaultKind.NotFound or FaultKind.Gone;

    /// <inheritdoc/>
    public override string ToString() =>
        string.Concat(Code.Id, ": ", Code.Text, Source is null ? "" : $" ({Source})", Detail is null ? "" : $": {Detail}");
}
