namespace Sluice.Fetch.Vcs;

/// <summary>One state of a repository.</summary>
/// <param name="Id">Its whole name in the repository: 40 (or 64) hexadecimal digits; a revision number for Subversion.</param>
/// <param name="Short">What a pseudo-version says of it: the first 12 digits; for Subversion the number with leading zeros to 12 digits.</param>
/// <param name="Time">When it was committed (the committer's time, not the author's), in UTC; in whole seconds but for Subversion.</param>
internal sealed record Commit(string Id, string Short, DateTimeOffset Time)
{
    /// <summary>All tags of the repository that name this commit, in ordinal order, without <c>refs/tags/</c>: <c>v1.0.0</c>, <c>sub/v1.0.0</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The ref that led here: <c>refs/tags/v1.0.0</c>, <c>refs/heads/main</c>; empty when it was a hash.</summary>
    public string Ref { get; init; } = "";
}

/// <summary>A tag.</summary>
/// <param name="Name">Without <c>refs/tags/</c>.</param>
/// <param name="CommitId">The commit it names; an annotated tag's own object does not count.</param>
internal sealed record RepositoryTag(string Name, string CommitId);
