namespace Sluice.Doctor.Evidence;

/// <summary>How this machine resolves names.</summary>
/// <param name="File">The configuration: <c>/etc/resolv.conf</c>; null where it came from a command.</param>
/// <param name="NameServers">The servers, in order.</param>
/// <param name="Search">The suffixes, in order.</param>
/// <param name="Options">Options as written: <c>ndots:5</c>, <c>rotate</c>.</param>
/// <param name="Ndots">Names with fewer dots are tried with the suffixes first; 1 unless an option says otherwise.</param>
/// <param name="TimeoutSeconds">What a server gets; 5 by default.</param>
/// <param name="Attempts">Rounds over all servers; 2 by default.</param>
/// <param name="HostsOrder">The <c>hosts:</c> line of nsswitch.conf, its words; empty when there is none.</param>
/// <param name="LocalServices">Caching resolvers on this machine.</param>
/// <param name="Faults">What could not be read.</param>
public sealed record ResolverEvidence(
    FileFact? File,
    IReadOnlyList<NameServer> NameServers,
    IReadOnlyList<string> Search,
    IReadOnlyList<string> Options,
    int Ndots,
    int TimeoutSeconds,
    int Attempts,
    IReadOnlyList<string> HostsOrder,
    IReadOnlyList<LocalResolverService> LocalServices,
    IReadOnlyList<FileFault> Faults);

/// <summary>A name server of the configuration.</summary>
/// <param name="Address">An IP address as written.</param>
/// <param name="Origin">Where it stands.</param>
/// <param name="Scope">For one interface or domain only: its name; null for all.</param>
/// <param name="IsBehindLocalService">It is asked by a caching resolver on this machine, not by programs.</param>
public sealed record NameServer(string Address, ValueOrigin Origin, string? Scope = null, bool IsBehindLocalService = false);

/// <summary>A caching resolver on this machine.</summary>
/// <param name="Name"><c>systemd-resolved</c>, <c>nscd</c>, <c>dnsmasq</c>, <c>unbound</c>, <c>NetworkManager</c>.</param>
/// <param name="IsRunning">Whether it runs.</param>
/// <param name="Evidence">What shows it: a socket, a process.</param>
public sealed record LocalResolverService(string Name, Tri IsRunning, string Evidence);
