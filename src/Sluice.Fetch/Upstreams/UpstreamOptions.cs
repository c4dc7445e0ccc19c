namespace Sluice.Fetch.Upstreams;

/// <summary>Limits on talking to one upstream. They apply to fetching, never to a slow client's transfer.</summary>
public sealed record UpstreamOptions
{
    /// <summary>Longest connect with TLS handshake. Default 10 s, 100 ms to 5 min.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for an answer's headers, redirects included. Default 60 s, 100 ms to 30 min: a proxy may clone a repository first.</summary>
    public TimeSpan ResponseTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest wait for the next byte of a body. Default 30 s, 100 ms to 30 min.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest fetch of one artefact over all sources. Default 10 min, 1 s to 2 h.</summary>
    public TimeSpan FetchTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Most connections to one upstream. Default 64, 1 to 1000.</summary>
    public int MaxConnections { get; init; } = 64;
}
