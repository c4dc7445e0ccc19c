using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Modules.Paths;

namespace Sluice.Fetch.Upstreams;

/// <summary>
/// Chooses the chain of a module by its path, for every kind of question alike. In order:
/// <list type="number">
/// <item>The first route that matches.</item>
/// <item>For a private module: the origin only. It is never mentioned to a public chain, not even to ask for its list.</item>
/// <item>The chain for public modules.</item>
/// </list>
/// </summary>
internal sealed class RouteSource(IReadOnlyList<ModuleRoute> routes, PathPatterns privatePaths, IModuleSource direct, IModuleSource publicChain) : IModuleSource
{
    /// <inheritdoc/>
    public string Name => publicChain.Name;

    /// <inheritdoc/>
    public string LaneOf(ModulePath path) => Choose(path).LaneOf(path);

    /// <summary>The chain that answers for a module.</summary>
    public IModuleSource Choose(ModulePath path)
    {
        foreach (var route in routes)
        {
            if (route.Match.Matches(path.Value))
            {
                return route.Source;
            }
        }

        return privatePaths.Matches(path.Value) ? direct : publicChain;
    }

    /// <summary>Everybody who may be asked about a module, one by one, the origin last.</summary>
    public IReadOnlyList<(IModuleSource Source, bool IsOrigin)> SourcesOf(ModulePath path)
    {
        var chosen = Choose(path);
        var chain = chosen is FallbackSource fallback ? fallback.Sources.Where(source => source != direct && source is not OffSource) : [];
        return [.. chain.Select(source => (source, false)), (direct, true)];
    }

    /// <inheritdoc/>
    public ValueTask<Outcome<Document>> GetDocumentAsync(Artefact artefact, FetchContext context, CancellationToken cancellationToken) =>
        Choose(artefact.Path).GetDocumentAsync(artefact, context, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Outcome<ZipReceipt>> GetZipAsync(Artefact artefact, IZipSink sink, FetchContext context, CancellationToken cancellationToken) =>
        Choose(artefact.Path).GetZipAsync(artefact, sink, context, cancellationToken);
}
