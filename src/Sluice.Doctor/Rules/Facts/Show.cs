using System.Globalization;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Rules.Facts;

/// <summary>Facts as short text that reads the same in every language.</summary>
internal static class Show
{
    /// <summary><c>host:port</c>, an IPv6 address in brackets.</summary>
    public static string HostAndPort(string host, int port) =>
        string.Create(CultureInfo.InvariantCulture, $"{(host.Contains(':', StringComparison.Ordinal) && host[0] != '[' ? $"[{host}]" : host)}:{port}");

    /// <summary>A time: <c>340 ms</c>, <c>4.5 s</c>.</summary>
    public static string Time(double milliseconds) =>
        milliseconds < 1000 ? string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms") : string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0} s");

    /// <summary>A size: <c>12 KiB</c>.</summary>
    public static string Size(double bytes) => bytes switch
    {
        >= 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1L << 30):0.0} GiB"),
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1L << 20):0.0} MiB"),
        >= 1L << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1L << 10):0} KiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes:0} B"),
    };

    /// <summary>A query and its answer: <c>A proxy.golang.org @10.0.0.53 udp: NXDOMAIN (3 ms)</c>.</summary>
    public static string Query(string name, DnsQuery query)
    {
        var data = query.Records.Where(record => record.Type is "A" or "AAAA").Select(record => record.Data).ToList();
        var answer = data.Count > 0 ? string.Join(", ", data.Take(6)) : query.Rcode is { } code && query.Outcome != DnsOutcome.NoData ? code : query.Outcome == DnsOutcome.NoData ? "NODATA" : query.Outcome.ToString();
        var who = query.ResolverName.Length > 0 ? $"{query.Resolver} ({query.ResolverName})" : query.Resolver;
        return $"{query.Type} {(query.Name.Length > 0 ? query.Name : name)} @{who} {query.Transport.ToString().ToLowerInvariant()}: {answer} ({Time(query.TookMs)})";
    }

    /// <summary>A connection attempt: <c>192.0.2.7:443: TimedOut (5.0 s)</c>.</summary>
    public static string Attempt(TcpAttempt attempt, int port) => $"{HostAndPort(attempt.Address, port)}: {attempt.SocketError ?? attempt.Outcome.ToString()} ({Time(attempt.TookMs)})";

    /// <summary>A handshake.</summary>
    public static string Handshake(string host, TlsHandshake handshake)
    {
        var why = handshake.PolicyErrors.Count > 0 ? string.Join(", ", handshake.PolicyErrors.Concat(handshake.ChainStatus)) : handshake.Error ?? handshake.Protocol ?? "";
        return $"TLS {host}{(handshake.Address is { } address ? $" ({address})" : "")}: {handshake.Outcome}{(why.Length > 0 ? $", {why}" : "")} ({Time(handshake.TookMs)})";
    }

    /// <summary>A certificate.</summary>
    public static string Certificate(CertificateFact certificate) => string.Create(
        CultureInfo.InvariantCulture,
        $"certificate {certificate.Subject}; issuer {certificate.Issuer}; {certificate.NotBefore:yyyy-MM-dd}..{certificate.NotAfter:yyyy-MM-dd}; names {(certificate.Names.Count == 0 ? "-" : string.Join(", ", certificate.Names.Take(6)))}");

    /// <summary>An exchange: <c>GET https://…/@v/list: 404 Not Found (31 ms)</c>.</summary>
    public static string Exchange(HttpExchange exchange)
    {
        var end = exchange.Outcome == HttpOutcome.Answered
            ? string.Create(CultureInfo.InvariantCulture, $"{exchange.Status} {exchange.Last.Reason}").TrimEnd()
            : $"{exchange.Outcome}{(exchange.Last.Problem is { Length: > 0 } problem ? $", {problem}" : "")}";
        return $"GET {exchange.Url}{(exchange.Hops.Count > 1 ? $" → {exchange.Last.Url}" : "")}: {end} ({Time(exchange.TotalMs)})";
    }

    /// <summary>The beginning of a text on one line.</summary>
    public static string Start(string text, int most = 200)
    {
        var line = string.Join(" ⏎ ", text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= most ? line : line[..most] + "…";
    }
}
