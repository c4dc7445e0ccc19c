using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Dns;
using Sluice.Doctor.Probes.Names;
using Sluice.Doctor.Probes.Running;

namespace Sluice.Doctor.Lookups;

/// <summary>Asks every resolver for a name and judges the answers side by side.</summary>
public static class DnsComparison
{
    /// <summary>Asks.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="name">The name.</param>
    /// <param name="isDeep">Whether the way from the root is walked, too.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<DnsReport> RunAsync(DoctorHost host, string name, bool isDeep, CancellationToken cancellationToken)
    {
        var hosts = HostsFile.Collect(host, baseline: null);
        var resolvers = (await ResolverProbe.CollectAsync(host, new CommandRunner(host.Time), cancellationToken)).Value;
        var walk = isDeep ? new DelegationWalk(host).WalkAsync(name, cancellationToken) : null;
        var evidence = await new DnsProbe(host).CollectAsync(name, "asked for", hosts, resolvers, isDeep, cancellationToken);
        return DnsJudge.Judge(evidence, walk is null ? null : await walk);
    }
}
