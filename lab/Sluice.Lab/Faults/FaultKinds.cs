namespace Sluice.Lab.Faults;

/// <summary>The register of faults by the names that scenarios use. <c>lab/README.md</c> describes each.</summary>
internal static class FaultKinds
{
    private static readonly Dictionary<string, Func<FaultParameters, IFault>> Makers = new()
    {
        ["drop"] = FilterFault.Drop,
        ["reject"] = FilterFault.Reject,
        ["sni"] = SniFault.Create,
        ["divert"] = DivertFault.Create,
        ["mtu"] = MtuFault.Create,
        ["slow-link"] = SlowLinkFault.Create,
        ["route"] = RouteFault.Create,
        ["dns"] = DnsFault.Create,
        ["dns-takeover"] = DnsTakeoverFault.Create,
        ["poison"] = PoisonFault.Create,
        ["http"] = HttpFault.Create,
        ["tls"] = TlsFault.Create,
        ["clock"] = ClockFault.Create,
        ["without"] = WithoutFault.Create,
        ["cache"] = CacheFault.Create,
        ["disk"] = DiskFault.Create,
        ["foreign-repository"] = ForeignRepositoryFault.Create,
        ["lock"] = LockFault.Create,
    };

    /// <summary>Their names.</summary>
    public static IEnumerable<string> Names => Makers.Keys;

    /// <summary>Makes a fault.</summary>
    /// <exception cref="FormatException">There is no such kind, or its parameters are wrong.</exception>
    public static IFault Create(string kind, IReadOnlyDictionary<string, string> parameters)
    {
        var maker = Makers.GetValueOrDefault(kind) ?? throw new FormatException($"there is no fault {kind}; there are {string.Join(", ", Makers.Keys.Order(StringComparer.Ordinal))}");
        var given = new FaultParameters(kind, parameters);
        var fault = maker(given);
        given.RejectUnknown();
        return fault;
    }
}
