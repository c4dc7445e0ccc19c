namespace Sluice.Fetch.Http;

/// <summary>Where an address lies, seen from the gateway. From outside to inside: the order counts.</summary>
internal enum AddressClass
{
    /// <summary>On the internet.</summary>
    Public,

    /// <summary>In a private network: RFC 1918, fc00::/7, carrier-grade NAT.</summary>
    Private,

    /// <summary>On the same link; cloud metadata services live there.</summary>
    LinkLocal,

    /// <summary>This machine.</summary>
    Loopback,

    /// <summary>No address of a server: multicast, reserved, "this network".</summary>
    Unusable,
}
