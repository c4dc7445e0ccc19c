using System.Net;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Names;

namespace Sluice.Doctor.Probes.Dns;

/// <summary>Resolves a name as a machine with the given resolv.conf would, without this machine's own resolver: first server, A, then AAAA.</summary>
internal static class ForeignResolver
{
    /// <summary>Looks a name up.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<SystemLookup> LookUpAsync(DoctorHost host, string name, CancellationToken cancellationToken)
    {
        var path = host.SystemPath("/etc/resolv.conf");
        var servers = ResolverSettings.ParseResolvConf(HostFiles.Look(path), HostFiles.ReadText(path) ?? "").NameServers;
        var address = servers.Select(server => IPAddress.TryParse(server.Address, out var parsed) ? parsed : null).OfType<IPAddress>().FirstOrDefault();
        if (address is null)
        {
            return new SystemLookup(DnsOutcome.PortClosed, [], "no name server is configured", 0);
        }

        var client = new DnsClient(host);
        var endPoint = new IPEndPoint(address, host.DnsPort);
        DnsType[] types = [DnsType.A, DnsType.AAAA];
        var answers = await Task.WhenAll(types.Select(type =>
            client.AskAsync(new DnsQuestion(endPoint, address.ToString(), "", ResolverKind.Configured, DnsTransport.Udp, name, type), cancellationToken)));
        var found = answers.SelectMany(answer => answer.Query.Records).Where(record => record.Type is "A" or "AAAA").Select(record => record.Data).ToList();
        var first = answers[0].Query;
        var took = answers.Max(answer => answer.Query.TookMs);
        return found.Count > 0
            ? new SystemLookup(DnsOutcome.Answered, found, null, took)
            : new SystemLookup(first.Outcome, [], first.Problem ?? first.Rcode ?? first.Outcome.ToString(), took);
    }
}
