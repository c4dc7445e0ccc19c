using Sluice.Doctor.Evidence;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Rules.Facts;

namespace Sluice.Doctor.Rules.Network;

/// <summary>The forward proxy cannot be reached, wants a login, forbids the host, cannot reach it, or is no such proxy. One that works is no finding, whatever the direct way does.</summary>
internal sealed class ForwardProxyRule : IRule
{
    /// <inheritdoc/>
    public string Id => "forward-proxy";

    /// <inheritdoc/>
    public IEnumerable<Claim> Judge(Situation situation) => situation.At(Stage.Proxy).Select(Judge);

    private static Claim Judge(FailingEndpoint failing)
    {
        var endpoint = failing.Endpoint;
        var setting = endpoint.ForwardProxy?.Origins.Select(origin => $"{origin.Name} = {endpoint.Via}") ?? [$"proxy {endpoint.Via}"];
        var claim = endpoint.Tunnel is { } tunnel ? OfTunnel(failing, tunnel, setting) : OfConnection(failing, setting);

        // Except for a host that the proxy forbids or misses, the proxy is what it is about.
        var isAboutHost = claim.Code == FindingCodes.ProxyBlocked || claim.Code == FindingCodes.ProxyUpstreamFailed;
        return isAboutHost || !Uri.TryCreate(endpoint.Via, UriKind.Absolute, out var proxy) ? claim : claim with { Subject = claim.Subject with { Host = proxy.Host, Url = endpoint.Via } };
    }

    private static Claim OfConnection(FailingEndpoint failing, IEnumerable<string> setting)
    {
        var endpoint = failing.Endpoint;
        var proxy = endpoint.ForwardProxy;
        var port = Uri.TryCreate(endpoint.Via, UriKind.Absolute, out var url) ? url.Port : 0;
        var attempts = endpoint.Attempts.Count > 0 ? endpoint.Attempts : proxy?.Connections ?? [];
        FindingCode? detail = attempts.Count == 0
            ? proxy?.Lookup.Outcome is null or DnsOutcome.NameError or DnsOutcome.NoData ? FindingCodes.DnsNxdomain : FindingCodes.DnsTimeout
            : attempts.Any(attempt => attempt.Outcome == ConnectOutcome.Refused) ? FindingCodes.TcpRefused
            : FindingCodes.TcpTimeout;
        var lines = attempts.Count == 0 ? [NameFailure.Line(failing)] : attempts.Take(4).Select(attempt => Show.Attempt(attempt, port));
        return Claims.Of(failing, FindingCodes.ProxyConnectRefused, Layer.ForwardProxy, [.. setting, .. lines]) with { Detail = detail };
    }

    private static Claim OfTunnel(FailingEndpoint failing, ProxyTunnel tunnel, IEnumerable<string> setting)
    {
        var answer = tunnel.Status is { } status ? FormattableString.Invariant($"{status} {tunnel.Reason}").TrimEnd() : tunnel.Problem ?? tunnel.Outcome.ToString();
        string[] lines = [.. setting, $"CONNECT {tunnel.Target}: {answer} ({Show.Time(tunnel.TookMs)})", .. tunnel.Headers.Take(3), Show.Start(tunnel.BodyStart)];
        var code = tunnel switch
        {
            { Outcome: TunnelOutcome.AuthenticationRequired } or { Status: 401 } => FindingCodes.ProxyAuthRequired,
            { Outcome: TunnelOutcome.Rejected, Status: >= 500 } or { Outcome: TunnelOutcome.TimedOut } => FindingCodes.ProxyUpstreamFailed,
            { Outcome: TunnelOutcome.TlsFailed or TunnelOutcome.NotHttp or TunnelOutcome.ConnectionLost } => FindingCodes.ProxyConnectRefused,
            _ => FindingCodes.ProxyBlocked,
        };
        var claim = Claims.Of(failing, code, Layer.ForwardProxy, lines);
        return tunnel.Outcome switch
        {
            TunnelOutcome.ConnectionLost => claim with { Confidence = Confidence.Likely, Detail = FindingCodes.TcpReset },
            TunnelOutcome.TlsFailed => claim with { Detail = FindingCodes.TlsNotTls },
            _ => claim,
        };
    }
}
