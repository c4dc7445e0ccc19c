namespace Sluice.Modules.Versions;

/// <summary>Where a version was found, as an <c>.info</c> says it (cmd/go/internal/modfetch/codehost, <c>Origin</c>). Empty texts mean: not said.</summary>
public sealed record ModuleOrigin
{
    /// <summary>The kind of version control: <c>git</c>, <c>hg</c>…</summary>
    public string Vcs { get; init; } = "";

    /// <summary>The repository's URL, as the go command would clone it. May be anything: not checked.</summary>
    public string Url { get; init; } = "";

    /// <summary>The module's folder in the repository.</summary>
    public string Subdir { get; init; } = "";

    /// <summary>The commit's whole hash.</summary>
    public string Hash { get; init; } = "";

    /// <summary>The ref that led to the commit: <c>refs/tags/v1.0.0</c>.</summary>
    public string Ref { get; init; } = "";
}
