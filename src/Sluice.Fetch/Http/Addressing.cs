using System.Buffers.Binary;
using System.Net;

namespace Sluice.Fetch.Http;

/// <summary>How names become addresses and how addresses are judged. Replaced in tests, where everything lives on loopback.</summary>
/// <param name="Resolve">Finds the addresses of a host name, in the order to try them.</param>
/// <param name="Classify">Says where an address lies.</param>
internal sealed record Addressing(Func<string, CancellationToken, Task<IPAddress[]>> Resolve, Func<IPAddress, AddressClass> Classify)
{
    private const int MappedPrefix = 0xffff;

    /// <summary>The operating system's resolver and the registries of special addresses.</summary>
    public static Addressing System { get; } = new(Dns.GetHostAddressesAsync, Where);

    /// <summary>
    /// Judges by the special-purpose registries (RFC 6890, https://www.iana.org/assignments/iana-ipv4-special-registry and its IPv6 twin).
    /// IPv6 addresses that carry an IPv4 address (mapped, compatible, NAT64, 6to4) are judged by that one.
    /// </summary>
    public static AddressClass Where(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return length == 4 ? WhereV4(bytes[..4]) : WhereV6(bytes);
    }

    /// <summary>Whether a URL's host names this machine without asking anybody.</summary>
    public static bool NamesThisMachine(string host)
    {
        var bare = host.Trim('[', ']').TrimEnd('.');
        return IPAddress.TryParse(bare, out var address)
            ? Where(address) == AddressClass.Loopback
            : bare.Equals("localhost", StringComparison.OrdinalIgnoreCase) || bare.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }

    private static AddressClass WhereV4(ReadOnlySpan<byte> b) => (b[0], b[1], b[2]) switch
    {
        (0, _, _) or ( >= 224, _, _) => AddressClass.Unusable,
        (127, _, _) => AddressClass.Loopback,
        (169, 254, _) => AddressClass.LinkLocal,
        (10, _, _) or (192, 168, _) or (172, >= 16 and < 32, _) => AddressClass.Private,
        (100, >= 64 and < 128, _) or (198, 18 or 19, _) or (192, 0, 0) => AddressClass.Private,
        _ => AddressClass.Public,
    };

    private static AddressClass WhereV6(ReadOnlySpan<byte> b)
    {
        var high = BinaryPrimitives.ReadUInt64BigEndian(b);
        var middle = BinaryPrimitives.ReadUInt32BigEndian(b[8..]);
        var low = BinaryPrimitives.ReadUInt32BigEndian(b[12..]);
        if (high == 0 && middle == 0)
        {
            return low == 1 ? AddressClass.Loopback : WhereV4(b[12..]);
        }

        if ((high == 0 && middle == MappedPrefix) || (high == 0x0064_ff9b_0000_0000 && middle == 0))
        {
            return WhereV4(b[12..]);
        }

        return (high >> 48) switch
        {
            0x2002 => WhereV4(b[2..6]),
            0x2001 when (high >> 32) == 0x2001_0000 => AddressClass.Unusable,
            0x0064 => AddressClass.Private,
            >= 0xfe80 and < 0xfec0 => AddressClass.LinkLocal,
            (>= 0xfec0 and < 0xff00) or (>= 0xfc00 and < 0xfe00) => AddressClass.Private,
            >= 0xff00 => AddressClass.Unusable,
            _ => AddressClass.Public,
        };
    }
}
