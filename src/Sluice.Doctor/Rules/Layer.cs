namespace Sluice.Doctor.Rules;

/// <summary>
/// Where a cause sits, the deepest first: what everything else rests on. Of two causes that explain the same failure, the one with the lower layer is the root, and the
/// other a symptom of it.
/// </summary>
public enum Layer
{
    /// <summary>Disks, ports, memory.</summary>
    Machine,

    /// <summary>The clock.</summary>
    Clock,

    /// <summary>What somebody set: the go command's variables, proxies, netrc, git.</summary>
    Settings,

    /// <summary>The hosts file.</summary>
    HostsFile,

    /// <summary>resolv.conf and its like.</summary>
    ResolverSettings,

    /// <summary>Whether name servers answer at all.</summary>
    Resolver,

    /// <summary>What they answer.</summary>
    Name,

    /// <summary>Routes and connections.</summary>
    Connection,

    /// <summary>The forward proxy.</summary>
    ForwardProxy,

    /// <summary>Handshake and certificate.</summary>
    Tls,

    /// <summary>The exchange over a sound connection.</summary>
    Http,

    /// <summary>What the module proxy says.</summary>
    ModuleProxy,

    /// <summary>The checksum database.</summary>
    ChecksumDatabase,

    /// <summary>The repository.</summary>
    Repository,

    /// <summary>The module itself.</summary>
    Module,

    /// <summary>The module cache.</summary>
    Cache,
}
