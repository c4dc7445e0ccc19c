namespace Sluice.Core.Pipeline;

/// <summary>Limits on fetching as a whole.</summary>
public sealed record FetchLimits
{
    /// <summary>Longest fetch of one artefact over all its sources. Default 10 min.</summary>
    public TimeSpan FetchTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Most fetches at once; more wait. Default 64.</summary>
    public int MaxConcurrentFetches { get; init; } = 64;

    /// <summary>Most fetches that wait for their turn; more are refused at once. Default 10,000: a go command asks a few dozen things at a time.</summary>
    public int MaxWaitingFetches { get; init; } = 10_000;
}
