using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Network;

/// <summary>No name server is configured, and names fail.</summary>
internal sealed class NoNameserverRule : IRule
{
    /// <inheritdoc/>
    public string Id => "no-nameserver";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation)
    {
        if (situation.Resolvers is not { NameServers.Count: 0 } resolvers || resolvers.LocalServices.Any(service => service.IsRunning == Tri.Yes))
        {
            return [];
        }

        var file = resolvers.File?.Path ?? "resolv.conf";
        var state = resolvers.File is { Exists: false } ? "no such file" : "no nameserver line";
        return situation.Failing.Where(NameFailure.IsOne).Select(failing => Claims.Of(
            failing,
            FindingCodes.ResolvNoNameserver,
            Layer.ResolverSettings,
            [$"{file}: {state}", .. resolvers.Faults.Take(3).Select(fault => FormattableString.Invariant($"{fault.File}:{fault.Line}: {fault.Text} ({fault.Problem})")), NameFailure.Line(failing)]));
    }
}
