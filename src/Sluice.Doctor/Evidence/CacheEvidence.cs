namespace Sluice.Doctor.Evidence;

/// <summary>The module cache on this machine.</summary>
/// <param name="Root">GOMODCACHE.</param>
/// <param name="Exists">Whether the folder is there.</param>
/// <param name="IsWritable">Whether this account may write into it, or could make it.</param>
/// <param name="Mode">Permission bits of the download folder; null on Windows.</param>
/// <param name="Disk">The file system that it lies on.</param>
/// <param name="GoSum">The go.sum that entries were compared with; null without one.</param>
/// <param name="Modules">The versions that were looked at, in order of path.</param>
/// <param name="Skipped">How many more there were, beyond the limits of count and time.</param>
/// <param name="Partials">Files that a broken download left behind: temporary ones, archives cut short; at most 200.</param>
/// <param name="Locks">Lock files that somebody holds now.</param>
public sealed record CacheEvidence(
    string Root,
    bool Exists,
    Tri IsWritable,
    string? Mode,
    DiskFact? Disk,
    string? GoSum,
    IReadOnlyList<CachedModule> Modules,
    int Skipped,
    IReadOnlyList<string> Partials,
    IReadOnlyList<LockFact> Locks);

/// <summary>A version in the cache.</summary>
/// <param name="Path">The module.</param>
/// <param name="Version">The version.</param>
/// <param name="Zip">The zip's path.</param>
/// <param name="ZipBytes">Its size.</param>
/// <param name="ZipProblem">Why it is no sound zip; null when it is.</param>
/// <param name="ComputedHash">The hash of its content; null when it could not be made.</param>
/// <param name="RecordedHash">What the <c>.ziphash</c> says; null without one.</param>
/// <param name="RecordedProblem">Why the <c>.ziphash</c> is none; null when it is one or is not there.</param>
/// <param name="GoSumHashes">What go.sum says of the zip; empty when nothing.</param>
/// <param name="GoModHash">The hash of the cached <c>.mod</c>; null without one.</param>
/// <param name="GoSumGoModHashes">What go.sum says of the go.mod; empty when nothing.</param>
/// <param name="InfoProblem">Why the <c>.info</c> is none; null when it is one or is not there.</param>
/// <param name="IsExtracted">Whether the extracted folder is there.</param>
public sealed record CachedModule(
    string Path,
    string Version,
    string Zip,
    long ZipBytes,
    string? ZipProblem,
    string? ComputedHash,
    string? RecordedHash,
    string? RecordedProblem,
    IReadOnlyList<string> GoSumHashes,
    string? GoModHash,
    IReadOnlyList<string> GoSumGoModHashes,
    string? InfoProblem,
    bool IsExtracted);

/// <summary>A lock that is held.</summary>
/// <param name="File">The lock file.</param>
/// <param name="HolderId">The process that has it open; null when not known.</param>
/// <param name="HolderCommand">Its name.</param>
public sealed record LockFact(string File, int? HolderId, string? HolderCommand);

/// <summary>A file system.</summary>
/// <param name="Path">What lies on it.</param>
/// <param name="Purpose"><c>module cache</c>, <c>build cache</c>, <c>temporary files</c>.</param>
/// <param name="TotalBytes">Its size.</param>
/// <param name="FreeBytes">What this account may still use.</param>
/// <param name="IsReadOnly">Whether it is mounted read-only.</param>
public sealed record DiskFact(string Path, string Purpose, long TotalBytes, long FreeBytes, Tri IsReadOnly);
