using System.Globalization;
using System.Text;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Connections;

/// <summary>Asks a forward proxy for a tunnel by hand, so that whatever it says instead is kept.</summary>
internal sealed class Tunneler(TimeProvider time)
{
    private const int MaxHeadBytes = 16 * 1024;
    private const int MaxBodyBytes = 4096;
    private const int MaxBodyChars = 1024;
    private static readonly TimeSpan BodyLimit = TimeSpan.FromMilliseconds(500);
    private static readonly string[] Telling = ["Server", "Via", "Proxy-Agent", "X-Squid-Error", "Proxy-Status", "Location", "Content-Type", "X-Cache"];

    /// <summary>Sends CONNECT over a connection to the proxy.</summary>
    /// <param name="connection">The connection, which is a tunnel afterwards if the outcome says so.</param>
    /// <param name="target"><c>host:port</c>.</param>
    /// <param name="authorization">The value of Proxy-Authorization; null for none.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<ProxyTunnel> OpenAsync(Stream connection, string target, string? authorization, TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        var head = "";
        try
        {
            var credentials = authorization is null ? "" : $"Proxy-Authorization: {authorization}\r\n";
            var request = $"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\nUser-Agent: Go-http-client/1.1\r\n{credentials}\r\n";
            await connection.WriteAsync(Encoding.Latin1.GetBytes(request), either.Token);
            head = await ReadHeadAsync(connection, either.Token);
            var tunnel = Read(target, head, Elapsed());
            return tunnel.Outcome is TunnelOutcome.Open or TunnelOutcome.NotHttp or TunnelOutcome.ConnectionLost
                ? tunnel
                : tunnel with { BodyStart = await ReadBodyAsync(connection, cancellationToken) };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Fail(target, TunnelOutcome.TimedOut, $"no answer in {limit.TotalSeconds:0.#} s", Elapsed());
        }
        catch (IOException exception)
        {
            return Fail(target, TunnelOutcome.ConnectionLost, exception.Message, Elapsed());
        }

        double Elapsed() => time.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>The evidence for a tunnel that got no status.</summary>
    public static ProxyTunnel Fail(string target, TunnelOutcome outcome, string? problem, double tookMs) =>
        new(target, outcome, null, null, [], [], "", problem, tookMs);

    /// <summary>One byte at a time: what follows the head belongs to the tunnel.</summary>
    private static async Task<string> ReadHeadAsync(Stream connection, CancellationToken cancellationToken)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < MaxHeadBytes && await connection.ReadAsync(one, cancellationToken) > 0)
        {
            head.Add(one[0]);
            if (one[0] == (byte)'\n' && head.Count > 3 && head[^2] == (byte)'\r' && head[^3] == (byte)'\n')
            {
                break;
            }
        }

        return Encoding.Latin1.GetString([.. head]);
    }

    private static ProxyTunnel Read(string target, string head, double tookMs)
    {
        if (head.Length == 0)
        {
            return Fail(target, TunnelOutcome.ConnectionLost, "closed without an answer", tookMs);
        }

        var lines = head.Split('\n', StringSplitOptions.TrimEntries);
        var words = lines[0].Split(' ', 3);
        if (!words[0].StartsWith("HTTP/1.", StringComparison.Ordinal) || words.Length < 2 || !int.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var status))
        {
            return Fail(target, TunnelOutcome.NotHttp, $"the answer begins with \"{lines[0][..Math.Min(lines[0].Length, 80)]}\"", tookMs);
        }

        var headers = lines.Skip(1).Where(line => line.Contains(':', StringComparison.Ordinal)).Select(line => line.Split(':', 2, StringSplitOptions.TrimEntries)).ToList();
        var schemes = headers.Where(header => header[0].Equals("Proxy-Authenticate", StringComparison.OrdinalIgnoreCase)).Select(header => header[1].Split(' ')[0]).Distinct();
        var outcome = status is >= 200 and < 300 ? TunnelOutcome.Open : status == 407 ? TunnelOutcome.AuthenticationRequired : TunnelOutcome.Rejected;
        var kept = headers.Where(header => Telling.Contains(header[0], StringComparer.OrdinalIgnoreCase)).Select(header => $"{header[0]}: {header[1]}");
        return new ProxyTunnel(target, outcome, status, words.Length > 2 ? words[2] : "", [.. schemes], [.. kept], "", null, tookMs);
    }

    private async Task<string> ReadBodyAsync(Stream connection, CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(BodyLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        var body = new List<byte>();
        var buffer = new byte[1024];
        try
        {
            while (body.Count < MaxBodyBytes && await connection.ReadAsync(buffer, either.Token) is > 0 and var count)
            {
                body.AddRange(buffer.AsSpan(0, count));
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // What came is what there is: many proxies keep the connection open after it.
            cancellationToken.ThrowIfCancellationRequested();
        }

        var text = Encoding.UTF8.GetString([.. body]);
        return text[..Math.Min(text.Length, MaxBodyChars)];
    }
}
