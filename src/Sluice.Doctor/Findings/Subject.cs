namespace Sluice.Doctor.Findings;

/// <summary>What a finding is about. Null means: not known, or does not matter.</summary>
public sealed record Subject
{
    /// <summary>About nothing in particular.</summary>
    public static Subject None { get; } = new();

    /// <summary>A module or package path, as text shows it: <c>golang.org/x/text</c>.</summary>
    public string? Module { get; init; }

    /// <summary>A version or a query: <c>v1.2.3</c>, <c>latest</c>, <c>main</c>.</summary>
    public string? Version { get; init; }

    /// <summary>The host that matters, without port: <c>proxy.golang.org</c>.</summary>
    public string? Host { get; init; }

    /// <summary>The URL that was asked for, without user info.</summary>
    public string? Url { get; init; }

    /// <summary>The id under which a Sluice gateway logged the request.</summary>
    public string? RequestId { get; init; }
}
