using Sluice.Core.Ports;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.Paths;

namespace Sluice.Fetch.Upstreams;

/// <summary>A route to build: which modules go to which chain.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Match">Modules it is for.</param>
/// <param name="Upstreams">Their chain.</param>
/// <param name="Enabled">Whether it counts.</param>
public sealed record RouteDefinition(string Name, PathPatterns Match, GoProxyList Upstreams, bool Enabled);

/// <summary>A built route.</summary>
/// <param name="Match">Modules it is for.</param>
/// <param name="Source">Their chain.</param>
internal sealed record ModuleRoute(PathPatterns Match, IModuleSource Source);
