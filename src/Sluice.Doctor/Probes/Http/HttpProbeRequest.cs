namespace Sluice.Doctor.Probes.Http;

/// <summary>A GET to be watched.</summary>
/// <param name="Url">Where to; may hold user info, which becomes credentials.</param>
internal sealed record HttpProbeRequest(Uri Url)
{
    /// <summary>How much of the body is read; default 64 KiB.</summary>
    public int MaxBodyBytes { get; init; } = 64 * 1024;

    /// <summary>How long all hops together may take; default 6 s.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>Whether an untrusted certificate is passed over, as for modules of GOINSECURE.</summary>
    public bool AllowsUntrusted { get; init; }

    /// <summary>Whether a redirect from https to http is followed: the go command does so for version control discovery of GOINSECURE modules only.</summary>
    public bool AllowsDowngrade { get; init; }

    /// <summary>Whether redirects are followed.</summary>
    public bool FollowsRedirects { get; init; } = true;

    /// <summary>Whether the forward proxy of the settings is used.</summary>
    public bool UsesProxy { get; init; } = true;
}

/// <summary>What came of it.</summary>
/// <param name="Exchange">The evidence.</param>
/// <param name="Body">What was read of the last body; empty when there was none.</param>
internal sealed record HttpProbeResult(Evidence.HttpExchange Exchange, byte[] Body)
{
    /// <summary>Whether the body is there as a whole under status 200.</summary>
    public bool IsWhole => Exchange is { Outcome: Evidence.HttpOutcome.Answered, Status: 200, Last.Content.IsWhole: true };
}
