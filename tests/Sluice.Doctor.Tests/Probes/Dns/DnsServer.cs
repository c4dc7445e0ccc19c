using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Sluice.Doctor.Probes.Dns;

namespace Sluice.Doctor.Tests.Probes.Dns;

/// <summary>A name server on loopback, UDP and TCP on one port. What it says, and whether, is the test's.</summary>
internal sealed class DnsServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _udp;
    private readonly TcpListener _tcp;
    private readonly List<Task> _loops = [];

    private DnsServer(Socket udp, TcpListener tcp)
    {
        _udp = udp;
        _tcp = tcp;
        Port = ((IPEndPoint)udp.LocalEndPoint!).Port;
        _loops.Add(ServeUdpAsync());
        _loops.Add(ServeTcpAsync());
    }

    public int Port { get; }

    /// <summary>The datagrams that come back for a query; none is silence.</summary>
    public Func<DnsMessage, IEnumerable<byte[]>> Udp { get; set; } = _ => [];

    /// <summary>What comes back over TCP; null closes the connection.</summary>
    public Func<DnsMessage, byte[]?> Tcp { get; set; } = _ => null;

    public ConcurrentQueue<DnsMessage> Queries { get; } = new();

    /// <summary>Both ways give the same.</summary>
    public Func<DnsMessage, DnsMessage> Answer
    {
        set
        {
            Udp = query => [DnsMessageWriter.Write(value(query))];
            Tcp = query => DnsMessageWriter.Write(value(query));
        }
    }

    /// <summary>Starts one, on a port that another has on its own address, or a free one.</summary>
    public static DnsServer Start(string address = "127.0.0.1", int port = 0)
    {
        for (var i = 0; ; i++)
        {
            var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            udp.Bind(new IPEndPoint(IPAddress.Parse(address), port));
            var tcp = new TcpListener(IPAddress.Parse(address), ((IPEndPoint)udp.LocalEndPoint!).Port);
            try
            {
                tcp.Start();
                return new DnsServer(udp, tcp);
            }
            catch (SocketException) when (port == 0 && i < 20)
            {
                udp.Dispose();
            }
        }
    }

    /// <summary>An answer with records.</summary>
    public static DnsMessage Reply(DnsMessage query, params DnsRecord[] answers) =>
        query with { IsResponse = true, OffersRecursion = true, Answers = answers, Additional = [] };

    public static DnsRecord A(string name, string address, uint ttl = 60) => new(name, DnsType.A, 1, ttl, address);

    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        await _stop.CancelAsync();
        _udp.Dispose();
        _tcp.Dispose();
        await Task.WhenAll(_loops);
    }

    private async Task ServeUdpAsync()
    {
        var buffer = new byte[65_535];
        try
        {
            while (true)
            {
                var received = await _udp.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                if (Read(buffer.AsSpan(0, received.ReceivedBytes)) is not { } query)
                {
                    continue;
                }

                foreach (var answer in Udp(query))
                {
                    await _udp.SendToAsync(answer, SocketFlags.None, received.RemoteEndPoint, _stop.Token);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task ServeTcpAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _tcp.AcceptTcpClientAsync(_stop.Token);
                var stream = client.GetStream();
                var length = new byte[2];
                await stream.ReadExactlyAsync(length, _stop.Token);
                var content = new byte[(length[0] << 8) | length[1]];
                await stream.ReadExactlyAsync(content, _stop.Token);
                if (Read(content) is { } query && Tcp(query) is { } answer)
                {
                    byte[] framed = [(byte)(answer.Length >> 8), (byte)answer.Length, .. answer];
                    await stream.WriteAsync(framed, _stop.Token);
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or InvalidOperationException or SocketException or IOException)
        {
        }
    }

    private DnsMessage? Read(ReadOnlySpan<byte> bytes)
    {
        if (DnsMessageReader.TryRead(bytes, out var query, out _))
        {
            Queries.Enqueue(query);
        }

        return query;
    }
}
