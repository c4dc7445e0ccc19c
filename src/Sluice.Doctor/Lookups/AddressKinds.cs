using System.Net;
using System.Net.Sockets;

namespace Sluice.Doctor.Lookups;

/// <summary>What kind of place an address is.</summary>
internal static class AddressKinds
{
    private static readonly IPNetwork[] Inside =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("198.18.0.0/15"), IPNetwork.Parse("::/127"), IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fe80::/10"),
    ];

    /// <summary>
    /// Whether no public host can have the address: this machine, a private network (RFC 1918, 6598, 4193), no address, or 198.18.0.0/15, which proxies like Clash give out as
    /// fake addresses.
    /// </summary>
    public static bool IsInside(string address)
    {
        if (!IPAddress.TryParse(address, out var parsed))
        {
            return false;
        }

        parsed = parsed is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: true } ? parsed.MapToIPv4() : parsed;
        return Inside.Any(network => network.BaseAddress.AddressFamily == parsed.AddressFamily && network.Contains(parsed));
    }
}
