using Sluice.Core.Ports;
using Sluice.Modules.Paths;

namespace Sluice.Fetch.Upstreams;

/// <summary>All sources of a gateway: as one that chooses, and one by one for whoever compares them.</summary>
public sealed class RoutedSources
{
    private readonly RouteSource _routes;

    internal RoutedSources(RouteSource routes) => _routes = routes;

    /// <summary>The source that chooses by the module's path.</summary>
    public IModuleSource Chosen => _routes;

    /// <summary>
    /// Everybody who may be asked about a module: the module proxies of its chain, in order, and last the repository where it is made. For a private module without a
    /// route that is the repository alone.
    /// </summary>
    public IReadOnlyList<(IModuleSource Source, bool IsOrigin)> Of(ModulePath path) => _routes.SourcesOf(path);
}
