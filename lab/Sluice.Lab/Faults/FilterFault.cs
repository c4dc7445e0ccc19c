using System.Globalization;
using System.Text;
using Sluice.Lab.Worlds;

namespace Sluice.Lab.Faults;

/// <summary>
/// A firewall that drops or rejects what the client sends. <c>host</c>: a host of the lab, an address, or <c>any</c>; <c>port</c> (default 443, 0 for all);
/// <c>protocol</c>: tcp or udp; <c>at</c>: <c>company</c> (the router) or <c>client</c> (a local firewall); for reject <c>with</c>: an iptables reject type.
/// </summary>
internal sealed class FilterFault : IFault
{
    private readonly IReadOnlyList<string> _addresses;
    private readonly int _port;
    private readonly string _protocol;
    private readonly bool _isLocal;
    private readonly string? _with;

    private FilterFault(FaultParameters parameters, string? with)
    {
        var host = parameters.Required("host");
        _addresses = host == "any" ? ["0.0.0.0/0", "::/0"] : Net.AddressesOf(host);
        _port = (int)parameters.Number("port", 443);
        _protocol = parameters.OneOf("protocol", "tcp", "tcp", "udp");
        _isLocal = parameters.OneOf("at", "company", "company", "client") == "client";
        _with = with;
    }

    /// <summary>A firewall that drops.</summary>
    public static IFault Drop(FaultParameters parameters) => new FilterFault(parameters, null);

    /// <summary>A firewall that says no.</summary>
    public static IFault Reject(FaultParameters parameters) => new FilterFault(
        parameters,
        parameters.OneOf("with", "tcp-reset", "tcp-reset", "icmp-port-unreachable", "icmp-host-unreachable", "icmp-net-unreachable", "icmp-admin-prohibited"));

    /// <inheritdoc/>
    public async Task ApplyAsync(FaultContext context, CancellationToken cancellationToken)
    {
        foreach (var address in _addresses)
        {
            var isSix = address.Contains(':', StringComparison.Ordinal);
            var rule = new StringBuilder(_isLocal ? "OUTPUT" : "FORWARD -i c0");
            rule.Append(CultureInfo.InvariantCulture, $" -d {address} -p {_protocol}");
            rule.Append(_port == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" --dport {_port}"));
            rule.Append(_with is null ? " -j DROP" : $" -j REJECT --reject-with {(isSix ? Six(_with) : _with)}");
            var tables = isSix ? "ip6tables" : "iptables";
            await context.RunAsync(_isLocal ? Places.Client : Places.Gateway, $"{tables} -w -I {rule}", $"{tables} -w -D {rule}", cancellationToken);
        }
    }

    private static string Six(string with) => with switch
    {
        "icmp-port-unreachable" => "icmp6-port-unreachable",
        "icmp-host-unreachable" => "icmp6-addr-unreachable",
        "icmp-net-unreachable" => "icmp6-no-route",
        "icmp-admin-prohibited" => "icmp6-adm-prohibited",
        _ => with,
    };
}
