using Sluice.Core.Ports;
using Sluice.Core.Records;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.Paths;

namespace Sluice.Fetch.Vcs;

/// <summary>How modules are fetched from where they are made.</summary>
/// <param name="CacheDirectory">Where repositories and what discovery found are kept. Everything in there can be deleted while nothing runs.</param>
public sealed record OriginOptions(string CacheDirectory)
{
    /// <summary>Repositories that the operator named; the longest prefix of whole elements wins.</summary>
    public IReadOnlyList<RepositoryRoot> Origins { get; init; } = [];

    /// <summary>Private modules.</summary>
    public PathPatterns Private { get; init; } = PathPatterns.None;

    /// <summary>Modules whose origins may be reached in clear text (GOINSECURE).</summary>
    public PathPatterns Insecure { get; init; } = PathPatterns.None;

    /// <summary>Which kinds of version control may be used for which modules (GOVCS).</summary>
    public GoVcs Allowed { get; init; } = GoVcs.Default;

    /// <summary>Where it is kept which commit each version was made from.</summary>
    public IOriginRecords Records { get; init; } = new MemoryOriginRecords();

    /// <summary>The environment that version control programs get parts of; handed in by the composition root.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether <c>file://</c> repositories are allowed. For tests.</summary>
    internal bool AllowsFileUrls { get; init; }
}
