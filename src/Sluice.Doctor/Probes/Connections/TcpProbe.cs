using System.Net;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Connections;

/// <summary>Connects to every address of a host at once, so that a dead family shows beside a living one.</summary>
internal sealed class TcpProbe(DoctorHost host)
{
    /// <summary>What one connection may take: a SYN that is lost once is sent again after 1 s, and after 3 s once more.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private const int MaxAddresses = 16;

    /// <summary>Collects it.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<Probed<TcpEvidence>> CollectAsync(string name, int port, string why, IReadOnlyList<string> addresses, CancellationToken cancellationToken)
    {
        var subject = Endpoints.Show(name, port);
        var parsed = addresses.Distinct().Select(text => IPAddress.TryParse(text, out var address) ? address : null).OfType<IPAddress>().Take(MaxAddresses).ToList();
        if (parsed.Count == 0)
        {
            return Probed<TcpEvidence>.Not(NotCheckedReason.Blocked, $"no address is known for {name}", subject);
        }

        var connector = new TcpConnector(host.Time);
        var attempts = await Task.WhenAll(parsed.Select(address => connector.ConnectAsync(address, port, Limit, cancellationToken)));
        foreach (var (_, socket) in attempts)
        {
            socket?.Dispose();
        }

        return Probed<TcpEvidence>.Of(new TcpEvidence(name, port, why, [.. attempts.Select(attempt => attempt.Attempt)]), subject);
    }
}

/// <summary>Hosts with ports as text.</summary>
internal static class Endpoints
{
    /// <summary><c>host:port</c>, an IPv6 address in brackets.</summary>
    public static string Show(string host, int port) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(host.Contains(':', StringComparison.Ordinal) && host[0] != '[' ? $"[{host}]" : host)}:{port}");
}
