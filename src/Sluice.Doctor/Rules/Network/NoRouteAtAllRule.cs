using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Network;

/// <summary>Names fail since no name server, configured or public, can be reached at all: this machine is not connected, or has no default route.</summary>
internal sealed class NoRouteAtAllRule : IRule
{
    /// <inheritdoc/>
    public string Id => "no-route-at-all";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        foreach (var failing in situation.At(Stage.Name))
        {
            var queries = failing.Endpoint.Dns?.Queries.Where(query => query.Kind is ResolverKind.Configured or ResolverKind.Public && query.Type == "A").ToList() ?? [];
            if (queries.Exists(query => query.Kind == ResolverKind.Configured) && queries.TrueForAll(query => query.Outcome == DnsOutcome.Unreachable))
            {
                yield return Claims.Of(failing, FindingCodes.TcpNoRoute, Layer.ResolverSettings, queries.Take(4).Select(query => Show.Query(failing.Endpoint.Host, query)));
            }
        }
    }
}
