using System.Net;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Dns;

/// <summary>Walks from the root to the servers of a name, as <c>dig +trace</c> does, without any resolver in between.</summary>
internal sealed class DelegationWalk(DoctorHost host)
{
    /// <summary>When the walk stops, so that the way so far is evidence.</summary>
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(7);

    private static readonly TimeSpan LookupLimit = TimeSpan.FromSeconds(2);
    private const int MaxZones = 12;
    private const int MaxServersPerZone = 3;
    private const int MaxAliases = 4;
    private readonly DnsClient _client = new(host) { Limit = TimeSpan.FromSeconds(2) };
    private readonly List<DelegationStep> _steps = [];
    private readonly long _started = host.Time.GetTimestamp();


    /// <summary>Walks. One use.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<DelegationEvidence> WalkAsync(string name, CancellationToken cancellationToken)
    {
        var target = name.TrimEnd('.');
        for (var alias = 0; alias <= MaxAliases; alias++)
        {
            var (message, problem) = await DescendAsync(target, cancellationToken);
            if (message is null)
            {
                return new DelegationEvidence(name, _steps, [], problem);
            }

            var addresses = message.Answers.Where(record => record.Type == DnsType.A).Select(record => record.Data).ToList();
            var canonical = message.Answers.LastOrDefault(record => record.Type == DnsType.CNAME)?.Data;
            if (addresses.Count > 0 || canonical is null)
            {
                var reason = addresses.Count > 0 ? null : $"the authority says {DnsMessage.NameOfRcode(message.Rcode)} and gives no address";
                return new DelegationEvidence(name, _steps, addresses, reason);
            }

            target = canonical;
        }

        return new DelegationEvidence(name, _steps, [], $"more than {MaxAliases} aliases one after another");
    }

    private async Task<(DnsMessage? Message, string? Problem)> DescendAsync(string name, CancellationToken cancellationToken)
    {
        var zone = ".";
        var servers = host.RootServers.Select(root => (root.Name, Address: (string?)root.Address)).ToList();
        for (var depth = 0; depth < MaxZones; depth++)
        {
            var answer = await AskZoneAsync(zone, servers, name, cancellationToken);
            if (answer is null)
            {
                return (null, IsLate ? $"stopped after {Enough.TotalSeconds:0} s at {zone}" : $"no server of {zone} answers");
            }

            if (Referral(answer, zone, name) is not { } next)
            {
                return (answer, null);
            }

            zone = next.Zone;
            servers = next.Servers;
        }

        return (null, $"more than {MaxZones} zones below one another");
    }

    private bool IsLate => host.Time.GetElapsedTime(_started) > Enough;

    private async Task<DnsMessage?> AskZoneAsync(string zone, List<(string Name, string? Address)> servers, string name, CancellationToken cancellationToken)
    {
        foreach (var (serverName, known) in servers.OrderBy(server => server.Address is null).Take(MaxServersPerZone))
        {
            var address = known ?? (await SystemResolver.LookUpAsync(host, serverName, null, LookupLimit, cancellationToken)).Addresses.FirstOrDefault();
            if (IsLate || address is null || !IPAddress.TryParse(address, out var parsed))
            {
                continue;
            }

            var question = new DnsQuestion(new IPEndPoint(parsed, host.DnsPort), address, serverName, ResolverKind.Authoritative, DnsTransport.Udp, name, DnsType.A);
            var (query, message) = await _client.AskAsync(question, cancellationToken);
            var referral = message is null ? null : Referral(message, zone, name);
            _steps.Add(new DelegationStep(zone, serverName, query, referral?.Zone, [.. referral?.Servers.Select(server => server.Name) ?? []]));
            if (message is { Rcode: 0 or 3 })
            {
                return message;
            }
        }

        return null;
    }

    /// <summary>A referral names a zone below the one asked, above or at the name; anything else would lead in circles.</summary>
    private static (string Zone, List<(string Name, string? Address)> Servers)? Referral(DnsMessage message, string zone, string name)
    {
        if (message.Answers.Count > 0 || message.Rcode != 0)
        {
            return null;
        }

        var servers = message.Authority.Where(record => record.Type == DnsType.NS).ToList();
        var next = servers.FirstOrDefault()?.Name ?? "";
        var isBelow = next.Length > 0 && next != zone && (zone == "." || next.EndsWith("." + zone, StringComparison.OrdinalIgnoreCase));
        if (!isBelow || !(name.Equals(next, StringComparison.OrdinalIgnoreCase) || name.EndsWith("." + next, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        return (next, [.. servers.Select(server => (server.Data, message.Additional.FirstOrDefault(glue => glue.Type == DnsType.A && glue.Name.Equals(server.Data, StringComparison.OrdinalIgnoreCase))?.Data))]);
    }
}
