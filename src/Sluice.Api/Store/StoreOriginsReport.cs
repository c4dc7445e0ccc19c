namespace Sluice.Api.Store;

/// <summary>What <c>sluice store origins --format json</c> prints.</summary>
/// <param name="Directory">The store's directory.</param>
/// <param name="Origins">Where the versions that were fetched from their repositories came from, by module and version.</param>
/// <param name="Events">What was audited, newest first.</param>
public sealed record StoreOriginsReport(string Directory, IReadOnlyList<StoredOrigin> Origins, IReadOnlyList<StoredEvent> Events)
{
    /// <summary>Name and version of this shape.</summary>
    public string Schema { get; init; } = "sluice.store.origins/1";
}

/// <summary>From which commit a version was made.</summary>
/// <param name="Module">Module path.</param>
/// <param name="Version">Canonical version.</param>
/// <param name="State"><c>present</c>, <c>moved</c> (the tag names another commit now) or <c>lost</c> (tag or repository are gone).</param>
/// <param name="Since">Since when that is known.</param>
/// <param name="Vcs"><c>git</c>, <c>hg</c>, <c>svn</c> or <c>fossil</c>.</param>
/// <param name="Url">The repository.</param>
/// <param name="Hash">The commit when it was first seen.</param>
/// <param name="FirstSeen">When that was.</param>
public sealed record StoredOrigin(string Module, string Version, string State, DateTimeOffset Since, string Vcs, string Url, string Hash, DateTimeOffset FirstSeen)
{
    /// <summary>The tag's full name; absent for a pseudo-version.</summary>
    public string? Ref { get; init; }

    /// <summary>The module's folder; absent for the root.</summary>
    public string? Folder { get; init; }

    /// <summary>The commit that a moved tag names now.</summary>
    public string? HashNow { get; init; }
}

/// <summary>An entry of the audit trail.</summary>
/// <param name="At">When.</param>
/// <param name="Kind"><c>origin.tag-moved</c>, <c>origin.lost</c>, <c>origin.restored</c>.</param>
/// <param name="Module">Module path.</param>
/// <param name="Version">Version.</param>
/// <param name="Detail">For people.</param>
public sealed record StoredEvent(DateTimeOffset At, string Kind, string Module, string Version, string Detail);
