namespace Sluice.Fetch.Vcs;

/// <summary>Which repository holds a module, as discovery found it (https://go.dev/ref/mod#vcs-find).</summary>
/// <param name="Prefix">The module path prefix that stands for the repository's root: <c>github.com/spf13/cobra</c>. Whole elements.</param>
/// <param name="Vcs">How to talk to it.</param>
/// <param name="Url">
/// Its URL: <c>https://…</c>, <c>http://…</c>, <c>ssh://…</c>, <c>svn://…</c>, or ssh's short form <c>git@host:path</c>. Never with a password in it.
/// </param>
public sealed record RepositoryRoot(string Prefix, VcsKind Vcs, string Url)
{
    /// <summary>
    /// The folder in the repository that <see cref="Prefix"/> stands for; empty for its root. The fourth field of a go-import tag, or
    /// <c>subdir</c> of a configured origin. Slash-separated, without leading or trailing slash.
    /// </summary>
    public string Folder { get; init; } = "";

    /// <summary>The go command's name for the kind: <c>git</c>, <c>hg</c>, <c>svn</c>, <c>fossil</c>.</summary>
    public string VcsName => Vcs switch
    {
        VcsKind.Git => "git",
        VcsKind.Mercurial => "hg",
        VcsKind.Subversion => "svn",
        _ => "fossil",
    };

    /// <summary>Whether the operator named it, or the module, so that it may lie in the inside network.</summary>
    public bool IsTrusted { get; init; }

    /// <summary>How it was found, for <c>--explain</c>: <c>github.com rule</c>, <c>go-import tag of https://…</c>, <c>origins[2]</c>.</summary>
    public string Rule { get; init; } = "";
}
