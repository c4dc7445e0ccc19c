namespace Sluice.Core.Pipeline;

/// <summary>How long answers that may change are believed, and how much is kept in memory.</summary>
public sealed record CacheOptions
{
    /// <summary>Age at which a list, <c>@latest</c> or the answer to a query is asked for again; ± 10 % jitter. Default 60 s, 0 s to 24 h.</summary>
    public TimeSpan ListTtl { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Age at which proven absence is forgotten. Default 30 s, 0 s to 1 h.</summary>
    public TimeSpan NegativeTtl { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The same for private modules, where somebody waits for a tag just pushed. Default 5 s, 0 s to 1 h.</summary>
    public TimeSpan PrivateNegativeTtl { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Memory for lists, <c>.info</c> and <c>.mod</c>, in bytes. Default 32 MiB, 1 MiB to 4 GiB.</summary>
    public long MemoryBytes { get; init; } = 32L * 1024 * 1024;
}
