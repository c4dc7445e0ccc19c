namespace Sluice.Doctor.Probes.Dns;

/// <summary>Types of records that are known by name; https://www.iana.org/assignments/dns-parameters.</summary>
internal enum DnsType : ushort
{
    /// <summary>An IPv4 address.</summary>
    A = 1,

    /// <summary>A server of a zone.</summary>
    NS = 2,

    /// <summary>An alias.</summary>
    CNAME = 5,

    /// <summary>The start of a zone.</summary>
    SOA = 6,

    /// <summary>Texts.</summary>
    TXT = 16,

    /// <summary>An IPv6 address.</summary>
    AAAA = 28,

    /// <summary>EDNS(0), RFC 6891.</summary>
    OPT = 41,
}
