using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Dns;

/// <summary>
/// Asks name servers over UDP, TCP and HTTPS. Every end is evidence; only cancellation throws. Ids and source ports come from the host's randomness, and what does not fit
/// the question is counted and passed over (RFC 5452, section 9). Safe to call concurrently.
/// </summary>
internal sealed partial class DnsClient(DoctorHost host)
{
    /// <summary>When UDP sends again. A resolver that has to look far takes up to about a second.</summary>
    private static readonly TimeSpan Retransmit = TimeSpan.FromSeconds(1.2);

    private const int PortTries = 5;

    /// <summary>What one question may take.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(3.5);

    /// <summary>Asks a question.</summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<(DnsQuery Query, DnsMessage? Message)> AskAsync(DnsQuestion question, CancellationToken cancellationToken)
    {
        var started = host.Time.GetTimestamp();
        var tally = new DnsTally();
        using var limit = new CancellationTokenSource(Limit, host.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var message = await SendAsync(question, tally, either.Token);
            return (question.Answer(message, tally, Elapsed()), message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (question.Fail(DnsOutcome.TimedOut, tally, $"no answer in {Limit.TotalSeconds:0.#} s", Elapsed()), null);
        }
        catch (SocketException exception)
        {
            return (question.Fail(Classify(exception.SocketErrorCode), tally, exception.SocketErrorCode.ToString(), Elapsed()), null);
        }
        catch (DnsProtocolException exception)
        {
            return (question.Fail(exception.Outcome, tally, exception.Message, Elapsed()), null);
        }
        catch (Exception exception) when (exception is IOException or FormatException)
        {
            return (question.Fail(exception is IOException ? DnsOutcome.ConnectionLost : DnsOutcome.Malformed, tally, exception.Message, Elapsed()), null);
        }

        double Elapsed() => host.Time.GetElapsedTime(started).TotalMilliseconds;
    }

    private Task<DnsMessage> SendAsync(DnsQuestion question, DnsTally tally, CancellationToken cancellationToken)
    {
        var query = DnsMessage.Query(question.Transport == DnsTransport.Https ? (ushort)0 : (ushort)host.Random(65_536), question.Name, question.Type, question.WantsRecursion);
        return question.Transport switch
        {
            DnsTransport.Udp => SendByUdpAsync(question, query, tally, cancellationToken),
            DnsTransport.Tcp => SendByTcpAsync(question.Server!, query, tally, cancellationToken),
            _ => SendByHttpsAsync(new Uri(question.Resolver), query, tally, cancellationToken),
        };
    }

    private async Task<DnsMessage> SendByUdpAsync(DnsQuestion question, DnsMessage query, DnsTally tally, CancellationToken cancellationToken)
    {
        using var socket = Open(question.Server!.AddressFamily);
        await socket.ConnectAsync(question.Server, cancellationToken);
        var bytes = DnsMessageWriter.Write(query);
        using var resending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await socket.SendAsync(bytes, SocketFlags.None, cancellationToken);
        tally.Sent = 1;
        var again = ResendAsync(socket, bytes, tally, resending.Token);
        try
        {
            var answer = await ReceiveAsync(socket, query, tally, cancellationToken);
            if (!answer.IsTruncated)
            {
                return answer;
            }
        }
        finally
        {
            await resending.CancelAsync();
            await again;
        }

        tally.WasTruncated = true;
        return await SendByTcpAsync(question.Server, query, tally, cancellationToken);
    }

    private async Task ResendAsync(Socket socket, byte[] bytes, DnsTally tally, CancellationToken cancellationToken)
    {
        try
        {
            for (var wait = Retransmit; ; wait *= 2)
            {
                await Task.Delay(wait, host.Time, cancellationToken);
                await socket.SendAsync(bytes, SocketFlags.None, cancellationToken);
                tally.Sent++;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The receiving side sees the same trouble, and says so.
        }
    }

    private static async Task<DnsMessage> ReceiveAsync(Socket socket, DnsMessage query, DnsTally tally, CancellationToken cancellationToken)
    {
        var buffer = new byte[DnsMessage.MaxBytes];
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, SocketFlags.None, cancellationToken);
            if (!DnsMessageReader.TryRead(buffer.AsSpan(0, length), out var answer, out var error))
            {
                // An answer of ours that is broken, or somebody else's noise: the id tells.
                if (length >= 2 && BinaryPrimitives.ReadUInt16BigEndian(buffer) == query.Id)
                {
                    throw new DnsProtocolException(DnsOutcome.Malformed, error);
                }

                tally.Strays++;
            }
            else if (Fits(answer, query))
            {
                return answer;
            }
            else
            {
                tally.Strays++;
            }
        }
    }

    private async Task<DnsMessage> SendByTcpAsync(IPEndPoint server, DnsMessage query, DnsTally tally, CancellationToken cancellationToken)
    {
        using var socket = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server, cancellationToken);
        await using var stream = new NetworkStream(socket);
        var bytes = DnsMessageWriter.Write(query);
        byte[] framed = [(byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
        await stream.WriteAsync(framed, cancellationToken);
        tally.Sent++;
        var length = new byte[2];
        await ReadExactlyAsync(stream, length, cancellationToken);
        var content = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
        await ReadExactlyAsync(stream, content, cancellationToken);
        return Check(content, query);
    }

    private static async Task ReadExactlyAsync(Stream stream, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            await stream.ReadExactlyAsync(buffer, cancellationToken);
        }
        catch (EndOfStreamException exception)
        {
            throw new DnsProtocolException(DnsOutcome.ConnectionLost, exception.Message);
        }
    }

    private static DnsMessage Check(ReadOnlySpan<byte> content, DnsMessage query)
    {
        if (!DnsMessageReader.TryRead(content, out var answer, out var error))
        {
            throw new DnsProtocolException(DnsOutcome.Malformed, error);
        }

        return Fits(answer, query) ? answer : throw new DnsProtocolException(DnsOutcome.Malformed, "the answer is to another question");
    }

    /// <summary>Errors may come without the question (RFC 1035 does not ask for it); everything else has to repeat it.</summary>
    private static bool Fits(DnsMessage answer, DnsMessage query) =>
        answer.IsResponse
        && answer.Id == query.Id
        && (answer.QuestionName is null
            ? answer.Rcode != 0
            : answer.QuestionType == query.QuestionType && answer.QuestionName.Equals(query.QuestionName!.TrimEnd('.'), StringComparison.OrdinalIgnoreCase));

    private Socket Open(AddressFamily family)
    {
        var any = family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
        for (var i = 0; ; i++)
        {
            var socket = new Socket(family, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                socket.Bind(new IPEndPoint(any, i < PortTries ? 1024 + host.Random(65_536 - 1024) : 0));
                return socket;
            }
            catch (SocketException) when (i < PortTries)
            {
                // Taken, or not for us; the last try lets the system choose.
                socket.Dispose();
            }
        }
    }

    private static DnsOutcome Classify(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => DnsOutcome.PortClosed,
        SocketError.ConnectionReset => OperatingSystem.IsWindows() ? DnsOutcome.PortClosed : DnsOutcome.ConnectionLost,
        SocketError.TimedOut => DnsOutcome.TimedOut,
        _ => DnsOutcome.Unreachable,
    };
}

/// <summary>An answer that is none. Never leaves the client.</summary>
internal sealed class DnsProtocolException(DnsOutcome outcome, string message) : Exception(message)
{
    /// <summary>How the query ended.</summary>
    public DnsOutcome Outcome { get; } = outcome;
}
