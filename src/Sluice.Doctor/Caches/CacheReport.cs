using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Caches;

/// <summary>Who is wrong about a version.</summary>
public enum CacheVerdict
{
    /// <summary>The cache: what lies there is broken, or not what others have.</summary>
    CacheIsBad,

    /// <summary>go.sum: the cache has what the checksum database has.</summary>
    GoSumIsWrong,

    /// <summary>The proxy: it still gives out what the checksum database does not have. Downloading again would not help.</summary>
    ProxyIsWrong,

    /// <summary>Cache and go.sum differ, and nobody can tell who is right.</summary>
    Undecided,
}

/// <summary>The module cache, verified.</summary>
/// <param name="Root">GOMODCACHE.</param>
/// <param name="GoSum">The go.sum that it was compared with; null without one.</param>
/// <param name="Checked">Versions that were looked at.</param>
/// <param name="SizeBytes">Their zips together.</param>
/// <param name="ComparedOnline">Versions that others were asked about.</param>
/// <param name="Problems">What is wrong.</param>
/// <param name="Partials">Files that a broken download left behind.</param>
/// <param name="Locks">Locks that somebody holds now.</param>
/// <param name="TookMs">How long it took.</param>
public sealed record CacheReport(
    string Root,
    string? GoSum,
    int Checked,
    long SizeBytes,
    int ComparedOnline,
    IReadOnlyList<CacheProblem> Problems,
    IReadOnlyList<string> Partials,
    IReadOnlyList<LockFact> Locks,
    double TookMs)
{
    /// <summary>What document this is.</summary>
    public string Schema { get; init; } = "sluice.cache/1";
}

/// <summary>A version that something is wrong with.</summary>
/// <param name="Module">The module.</param>
/// <param name="Version">The version.</param>
/// <param name="Verdict">Who is wrong.</param>
/// <param name="Faults">What is wrong, each thing for itself.</param>
/// <param name="Sides">Who has which content.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="IsRemoved">Whether it was removed, and is gone.</param>
public sealed record CacheProblem(
    string Module, string Version, CacheVerdict Verdict, IReadOnlyList<BilingualText> Faults, IReadOnlyList<CacheSide> Sides, BilingualText Remedy, bool IsRemoved = false);

/// <summary>Somebody who has a version.</summary>
/// <param name="Name"><c>cache</c>, <c>ziphash</c>, <c>go.sum</c>, a proxy, a checksum database.</param>
/// <param name="Hash">The hash of the zip's content; null when it is not known.</param>
/// <param name="Problem">Why it is not known; null when it is.</param>
public sealed record CacheSide(string Name, string? Hash, BilingualText? Problem = null);
