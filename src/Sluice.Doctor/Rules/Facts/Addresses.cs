using System.Net;
using System.Net.Sockets;

namespace Sluice.Doctor.Rules.Facts;

/// <summary>What addresses tell.</summary>
internal static class Addresses
{
    /// <summary>This machine itself, or nowhere: 127.0.0.0/8, 0.0.0.0, ::1, ::.</summary>
    public static bool IsNowhere(string text) => IPAddress.TryParse(text, out var address) && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any) || address.GetAddressBytes()[0] == 0 && address.AddressFamily == AddressFamily.InterNetwork);

    /// <summary>An address that the Internet does not route (RFC 6890).</summary>
    public static bool IsPrivate(string text)
    {
        if (!IPAddress.TryParse(text, out var address))
        {
            return false;
        }

        if (address.AddressFamily == AddressFamily.InterNetworkV6)
        {
            return address.IsIPv6LinkLocal || address.IsIPv6UniqueLocal || address.IsIPv6SiteLocal || IsNowhere(text);
        }

        var bytes = address.GetAddressBytes();
        return IsNowhere(text) || (bytes[0], bytes[1]) is (10, _) or (172, >= 16 and < 32) or (192, 168) or (169, 254) or (100, >= 64 and < 128) or (198, 18 or 19) or ( >= 224, _);
    }

    /// <summary>Whether two sets have an address, or for IPv4 a network of 256 addresses, in common: load balancing gives neighbours.</summary>
    public static bool Overlap(IEnumerable<string> one, IEnumerable<string> other) => one.Select(Neighbourhood).Intersect(other.Select(Neighbourhood)).Any();

    private static string Neighbourhood(string text) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetwork ? text[..text.LastIndexOf('.')] : address?.ToString() ?? text;
}
