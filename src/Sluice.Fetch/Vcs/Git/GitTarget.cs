namespace Sluice.Fetch.Vcs.Git;

/// <summary>A commit that somebody asked for, and how to get it.</summary>
/// <param name="CommitId">Its whole hash.</param>
/// <param name="FetchName">The advertised ref to fetch it by, since not every server gives hashes; null when only the hash is known.</param>
/// <param name="Ref">What <see cref="Commit.Ref"/> says.</param>
internal sealed record GitTarget(string CommitId, string? FetchName, string Ref);
