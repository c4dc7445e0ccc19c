using System.Net;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Connections;

/// <summary>Connects to every address of a host at once, so that a dead family shows beside a living one.</summary>
internal sealed class TcpProbe(DoctorHost host)
{
    /// <summary>What one connection may take: a SYN that is lost once is sent again after 1 s, and after 3 s once more.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>What the rest gets behind the first that connects: a lost SYN is sent again after 1 s.</summary>
    private static readonly TimeSpan Straggle = TimeSpan.FromSeconds(1.2);

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
        var attempts = await ConnectAllAsync(connector, parsed, port, cancellationToken);
        foreach (var (_, socket) in attempts)
        {
            socket?.Dispose();
        }

        return Probed<TcpEvidence>.Of(new TcpEvidence(name, port, why, [.. attempts.Select(attempt => attempt.Attempt)]), subject);
    }

    /// <summary>
    /// Connects to all at once. Once one is there, the others have little time left: everybody else would not wait for them either, and what has not answered then counts as
    /// timed out.
    /// </summary>
    private static async Task<IReadOnlyList<(TcpAttempt Attempt, System.Net.Sockets.Socket? Socket)>> ConnectAllAsync(
        TcpConnector connector, List<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        using var hurry = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(hurry.Token, cancellationToken);
        var running = addresses.Select(async address =>
        {
            try
            {
                var result = await connector.ConnectAsync(address, port, Limit, either.Token);
                if (result.Socket is not null)
                {
                    hurry.CancelAfter(Straggle);
                }

                return result;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                var family = address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? "IPv6" : "IPv4";
                return (new TcpAttempt(address.ToString(), family, ConnectOutcome.TimedOut, null, null, Straggle.TotalMilliseconds), null);
            }
        }).ToList();
        return await Task.WhenAll(running);
    }
}

/// <summary>Hosts with ports as text.</summary>
internal static class Endpoints
{
    /// <summary><c>host:port</c>, an IPv6 address in brackets.</summary>
    public static string Show(string host, int port) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(host.Contains(':', StringComparison.Ordinal) && host[0] != '[' ? $"[{host}]" : host)}:{port}");
}
