namespace Sluice.Fetch.Vcs;

/// <summary>The kinds of version control that modules are fetched from.</summary>
public enum VcsKind
{
    /// <summary><c>git</c>.</summary>
    Git,

    /// <summary>Mercurial, <c>hg</c>.</summary>
    Mercurial,

    /// <summary>Subversion, <c>svn</c>.</summary>
    Subversion,

    /// <summary>Fossil, <c>fossil</c>.</summary>
    Fossil,
}
