using Sluice.Modules.Paths;

namespace Sluice.Core.Pipeline;

/// <summary>What can be set about the pipeline.</summary>
public sealed record GatewayOptions
{
    /// <summary>Freshness and memory.</summary>
    public CacheOptions Cache { get; init; } = new();

    /// <summary>Deadlines and how many fetches at once.</summary>
    public FetchLimits Limits { get; init; } = new();

    /// <summary>Private modules: their absence is forgotten sooner.</summary>
    public PathPatterns Private { get; init; } = PathPatterns.None;

    /// <summary>What happens to zips that break the rules.</summary>
    public ZipRules ZipRules { get; init; }

    /// <summary>How long the proven absence of something of a module is remembered.</summary>
    internal TimeSpan NegativeTtlOf(ModulePath path) => Private.Matches(path.Value) ? Cache.PrivateNegativeTtl : Cache.NegativeTtl;
}
