namespace Sluice.Doctor.Probes.Dns;

/// <summary>A record. Names are without the dot at their end; the root is empty.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Type">Its type; unknown ones keep their number.</param>
/// <param name="Class">1 for the internet; a size for OPT.</param>
/// <param name="Ttl">Seconds; flags for OPT.</param>
/// <param name="Data">
/// An address, a name, <c>PRIMARY MAILBOX SERIAL REFRESH RETRY EXPIRE MINIMUM</c> of SOA, the texts of TXT one after another; lower-case hex for types that are not known.
/// </param>
internal sealed record DnsRecord(string Name, DnsType Type, ushort Class, uint Ttl, string Data);

/// <summary>A DNS message (RFC 1035, section 4).</summary>
internal sealed record DnsMessage
{
    /// <summary>Longest message: what the two length bytes of TCP can say.</summary>
    public const int MaxBytes = 65_535;

    /// <summary>What UDP answers may have: 1,232 bytes fit every path without fragments (https://www.dnsflagday.net/2020/).</summary>
    public const ushort UdpBytes = 1232;

    /// <summary>Ties an answer to its question.</summary>
    public required ushort Id { get; init; }

    /// <summary>QR: an answer.</summary>
    public bool IsResponse { get; init; }

    /// <summary>AA.</summary>
    public bool IsAuthoritative { get; init; }

    /// <summary>TC: cut short.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>RD.</summary>
    public bool WantsRecursion { get; init; }

    /// <summary>RA.</summary>
    public bool OffersRecursion { get; init; }

    /// <summary>The response code, with the upper bits of EDNS(0), 0 to 4095.</summary>
    public int Rcode { get; init; }

    /// <summary>The name asked for; null when there is no question.</summary>
    public string? QuestionName { get; init; }

    /// <summary>The type asked for.</summary>
    public DnsType QuestionType { get; init; }

    /// <summary>Answers.</summary>
    public IReadOnlyList<DnsRecord> Answers { get; init; } = [];

    /// <summary>The servers responsible.</summary>
    public IReadOnlyList<DnsRecord> Authority { get; init; } = [];

    /// <summary>What is of use besides, OPT among them.</summary>
    public IReadOnlyList<DnsRecord> Additional { get; init; } = [];

    /// <summary>A query with EDNS(0).</summary>
    public static DnsMessage Query(ushort id, string name, DnsType type, bool wantsRecursion) => new()
    {
        Id = id,
        WantsRecursion = wantsRecursion,
        QuestionName = name,
        QuestionType = type,
        Additional = [new DnsRecord("", DnsType.OPT, UdpBytes, 0, "")],
    };

    /// <summary>The name of a response code: <c>NXDOMAIN</c>.</summary>
    public static string NameOfRcode(int rcode) => rcode switch
    {
        0 => "NOERROR",
        1 => "FORMERR",
        2 => "SERVFAIL",
        3 => "NXDOMAIN",
        4 => "NOTIMP",
        5 => "REFUSED",
        9 => "NOTAUTH",
        16 => "BADVERS",
        _ => $"RCODE{rcode}",
    };

    /// <summary>The name of a type: <c>AAAA</c>, <c>TYPE65</c>.</summary>
    public static string NameOfType(DnsType type) => Enum.IsDefined(type) ? type.ToString() : $"TYPE{(ushort)type}";
}
