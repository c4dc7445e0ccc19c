using Sluice.Modules.Paths;

namespace Sluice.Core.Records;

/// <summary>From which commit a version was made when it was first fetched from its repository, and what became of that.</summary>
/// <param name="Path">The module.</param>
/// <param name="Version">Its canonical version.</param>
/// <param name="Hash">The commit: 40 or 64 hexadecimal digits; a revision number for Subversion.</param>
/// <param name="FirstSeen">When.</param>
public sealed record OriginRecord(ModulePath Path, string Version, string Hash, DateTimeOffset FirstSeen)
{
    /// <summary><c>git</c>, <c>hg</c>, <c>svn</c> or <c>fossil</c>.</summary>
    public required string Vcs { get; init; }

    /// <summary>The repository.</summary>
    public required string Url { get; init; }

    /// <summary>The full name of the tag; empty for a pseudo-version.</summary>
    public string Ref { get; init; } = "";

    /// <summary>The module's folder; empty for the root.</summary>
    public string Folder { get; init; } = "";

    /// <summary>How the origin looked when it was last asked.</summary>
    public OriginState State { get; init; }

    /// <summary>Since when it looks so.</summary>
    public DateTimeOffset StateSince { get; init; } = FirstSeen;

    /// <summary>The commit that a moved tag names now; else empty.</summary>
    public string HashNow { get; init; } = "";
}

/// <summary>What became of a version's origin.</summary>
public enum OriginState
{
    /// <summary>It is where it was.</summary>
    Present,

    /// <summary>The tag names another commit now. What is kept of the version is what it was.</summary>
    Moved,

    /// <summary>The tag, or the whole repository, is gone. What is kept is still served.</summary>
    Lost,
}
