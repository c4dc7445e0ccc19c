namespace Sluice.Doctor.Evidence;

/// <summary>What is known of a module that was asked for.</summary>
/// <param name="Path">The path as asked.</param>
/// <param name="Version">The version or query as asked; empty for none.</param>
/// <param name="PathProblem">Why it is no module path; null when it is one.</param>
/// <param name="VersionProblem">Why the version cannot be one of this path; null when it can, or is a query.</param>
/// <param name="MajorSuffix"><c>/v2</c>, <c>.v3</c>; empty without.</param>
/// <param name="SkipsProxy">Whether GONOPROXY covers it.</param>
/// <param name="SkipsSumDb">Whether GONOSUMDB covers it, or GOSUMDB is off.</param>
/// <param name="AllowsInsecure">Whether GOINSECURE covers it.</param>
/// <param name="Source">The GOPROXY entry that the following facts come from; null when none gave any.</param>
/// <param name="Versions">Tagged versions, ascending, the last 100.</param>
/// <param name="VersionCount">How many there are.</param>
/// <param name="Latest">What <c>@latest</c> or the list gives; null when not known.</param>
/// <param name="Exists">Whether the version is there.</param>
/// <param name="ResolvedVersion">What the query came to; null when not known.</param>
/// <param name="PublishedAt">The version's time; null when not known.</param>
/// <param name="DeclaredPath">The module line of its go.mod; null when not known or not there.</param>
/// <param name="GoVersion">Its go line.</param>
/// <param name="Toolchain">Its toolchain line.</param>
/// <param name="IsRetracted">Whether the newest version retracts it.</param>
/// <param name="RetractionReason">Why, in the author's words.</param>
/// <param name="Deprecation">The deprecation note of the newest version; null without.</param>
/// <param name="OtherMajors">Paths of neighbouring major versions that exist: <c>example.com/m/v2</c>.</param>
/// <param name="MainModule">The go.mod of the folder doctor runs in, as far as it speaks of this module; null without one.</param>
public sealed record ModuleEvidence(
    string Path,
    string Version,
    string? PathProblem,
    string? VersionProblem,
    string MajorSuffix,
    bool SkipsProxy,
    bool SkipsSumDb,
    bool AllowsInsecure,
    string? Source,
    IReadOnlyList<string> Versions,
    int VersionCount,
    string? Latest,
    Tri Exists,
    string? ResolvedVersion,
    DateTimeOffset? PublishedAt,
    string? DeclaredPath,
    string? GoVersion,
    string? Toolchain,
    Tri IsRetracted,
    string? RetractionReason,
    string? Deprecation,
    IReadOnlyList<string> OtherMajors,
    MainModuleFact? MainModule);

/// <summary>What the go.mod at hand says of a module.</summary>
/// <param name="File">The go.mod.</param>
/// <param name="Path">Its own module path; empty when it cannot be read.</param>
/// <param name="GoVersion">Its go line.</param>
/// <param name="Toolchain">Its toolchain line.</param>
/// <param name="RequiredVersion">The version that it requires; null when it does not.</param>
/// <param name="ReplacedBy">What replaces it; null when nothing does.</param>
/// <param name="Problem">Why the file cannot be read; null when it can.</param>
/// <param name="GoSumHashes">What the go.sum beside it says of the required version's zip; null when nothing.</param>
public sealed record MainModuleFact(string File, string Path, string? GoVersion, string? Toolchain, string? RequiredVersion, string? ReplacedBy, string? Problem, IReadOnlyList<string>? GoSumHashes = null);
