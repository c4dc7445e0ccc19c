using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;
using Sluice.Fetch.Vcs;
using Sluice.Modules.Paths;

namespace Sluice.Fetch.Discovery;

/// <summary>Stub.</summary>
internal sealed class RepositoryDiscovery(IReadOnlyList<RepositoryRoot> origins)
{
    public Task<DiscoveredOrigin> FindAsync(ModulePath path, FetchContext context, CancellationToken cancellationToken)
    {
        var root = origins.Where(origin => path.Value == origin.Prefix || path.Value.StartsWith(origin.Prefix + "/", StringComparison.Ordinal)).MaxBy(origin => origin.Prefix.Length);
        var parts = path.Value.Split('/');
        root ??= parts[0] == "github.com" && parts.Length > 2 ? new RepositoryRoot($"github.com/{parts[1]}/{parts[2]}", VcsKind.Git, $"https://github.com/{parts[1]}/{parts[2]}") : null;
        return root is null ? throw new FaultException(FaultCodes.NotDiscovered.At()) : Task.FromResult<DiscoveredOrigin>(new DiscoveredOrigin.Repository(root));
    }
}
