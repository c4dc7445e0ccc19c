using Sluice.Fetch.Vcs;

namespace Sluice.Fetch.Discovery;

/// <summary>Where a module's origin is. A closed hierarchy.</summary>
internal abstract record DiscoveredOrigin
{
    private DiscoveredOrigin()
    {
    }

    /// <summary>In a repository.</summary>
    public sealed record Repository(RepositoryRoot Root) : DiscoveredOrigin;

    /// <summary>At a server that speaks the GOPROXY protocol (go-import with <c>mod</c>).</summary>
    public sealed record Proxy(Uri BaseUrl) : DiscoveredOrigin;
}
