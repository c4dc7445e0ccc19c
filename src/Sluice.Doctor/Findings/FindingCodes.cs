using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Sluice.Doctor.Findings;

/// <summary>
/// The register of findings. Ids are stable and never reused; faults of the gateway with the same cause have the same id. What each means, what
/// proves it and what helps is in the knowledge base and on the generated page <c>docs/reference/findings.md</c>.
/// </summary>
public static class FindingCodes
{
    /// <summary>The resolver says that the name does not exist.</summary>
    public static readonly FindingCode DnsNxdomain = new("dns.nxdomain");

    /// <summary>The resolver gives no usable answer.</summary>
    public static readonly FindingCode DnsTimeout = new("dns.timeout");

    /// <summary>A search domain or a wildcard zone turned the name into another one.</summary>
    public static readonly FindingCode DnsSearchDomain = new("dns.search-domain");

    /// <summary>The name resolves to an address that is not its own.</summary>
    public static readonly FindingCode DnsHijack = new("dns.hijack");

    /// <summary>Name servers answer over TCP and not over UDP.</summary>
    public static readonly FindingCode DnsUdpBlocked = new("dns.udp-blocked");

    /// <summary>A caching resolver holds a wrong answer.</summary>
    public static readonly FindingCode DnsPoisonedCache = new("dns.poisoned-cache");

    /// <summary>Names resolve, and slowly.</summary>
    public static readonly FindingCode DnsSlow = new("dns.slow");

    /// <summary>No name server is configured.</summary>
    public static readonly FindingCode ResolvNoNameserver = new("resolv.no-nameserver");

    /// <summary>The search list makes lookups slow.</summary>
    public static readonly FindingCode ResolvSearchList = new("resolv.search-list");

    /// <summary>The hosts file sends a name that is needed to nowhere.</summary>
    public static readonly FindingCode HostsBlocked = new("hosts.blocked");

    /// <summary>The hosts file gives a name that is needed another address.</summary>
    public static readonly FindingCode HostsOverride = new("hosts.override");

    /// <summary>The host refuses the connection.</summary>
    public static readonly FindingCode TcpRefused = new("tcp.refused");

    /// <summary>Nothing answers the attempt to connect.</summary>
    public static readonly FindingCode TcpTimeout = new("tcp.timeout");

    /// <summary>The connection was cut while talking.</summary>
    public static readonly FindingCode TcpReset = new("tcp.reset");

    /// <summary>This machine itself forbids the connection.</summary>
    public static readonly FindingCode TcpLocalFirewall = new("tcp.local-firewall");

    /// <summary>IPv6 does not work, and IPv4 does.</summary>
    public static readonly FindingCode Ipv6Dead = new("ipv6.dead");

    /// <summary>An HTTP/2 stream was ended by the other side or by something between.</summary>
    public static readonly FindingCode Http2StreamError = new("http2.stream-error");

    /// <summary>The certificate's issuer is not known here.</summary>
    public static readonly FindingCode TlsUnknownCa = new("tls.unknown-ca");

    /// <summary>The certificate is not valid at this time.</summary>
    public static readonly FindingCode TlsExpired = new("tls.expired");

    /// <summary>The TLS handshake does not come to an end.</summary>
    public static readonly FindingCode TlsHandshakeTimeout = new("tls.handshake-timeout");

    /// <summary>The certificate is for another name.</summary>
    public static readonly FindingCode TlsNameMismatch = new("tls.name-mismatch");

    /// <summary>The server does not send the certificate between its own and the authority's.</summary>
    public static readonly FindingCode TlsIncompleteChain = new("tls.incomplete-chain");

    /// <summary>Both sides have no version or cipher of TLS in common.</summary>
    public static readonly FindingCode TlsOldVersion = new("tls.old-version");

    /// <summary>What answers does not speak TLS.</summary>
    public static readonly FindingCode TlsNotTls = new("tls.not-tls");

    /// <summary>The HTTP forward proxy cannot be reached.</summary>
    public static readonly FindingCode ProxyConnectRefused = new("proxy.connect-refused");

    /// <summary>The HTTP forward proxy or a web gateway wants credentials.</summary>
    public static readonly FindingCode ProxyAuthRequired = new("proxy.auth-required");

    /// <summary>A page of a portal came instead of the protocol.</summary>
    public static readonly FindingCode ProxyBlocked = new("proxy.blocked");

    /// <summary>The forward proxy cannot reach the host.</summary>
    public static readonly FindingCode ProxyUpstreamFailed = new("proxy.upstream-failed");

    /// <summary>GOPROXY itself is wrong.</summary>
    public static readonly FindingCode GoProxyMisconfigured = new("goproxy.misconfigured");

    /// <summary>The module proxy forbids it.</summary>
    public static readonly FindingCode GoProxy403 = new("goproxy.403");

    /// <summary>The module proxy says not found, and no reason.</summary>
    public static readonly FindingCode GoProxy404 = new("goproxy.404");

    /// <summary>The module proxy says gone, and no reason.</summary>
    public static readonly FindingCode GoProxy410 = new("goproxy.410");

    /// <summary>The module proxy failed.</summary>
    public static readonly FindingCode GoProxy5xx = new("goproxy.5xx");

    /// <summary>The module proxy did not fetch in time.</summary>
    public static readonly FindingCode GoProxyTimeout = new("goproxy.timeout");

    /// <summary>The module proxy may not read the repository.</summary>
    public static readonly FindingCode GoProxyPrivateModule = new("goproxy.private-module");

    /// <summary>The module proxy could not reach the origin.</summary>
    public static readonly FindingCode GoProxyUpstreamFailed = new("goproxy.upstream-failed");

    /// <summary>The log of a module proxy shows a fault of its own.</summary>
    public static readonly FindingCode GoProxyInternal = new("goproxy.internal");

    /// <summary>The module proxy wants credentials.</summary>
    public static readonly FindingCode GoProxyAuthRequired = new("goproxy.auth-required");

    /// <summary>The module proxy redirects to where the go command does not follow.</summary>
    public static readonly FindingCode GoProxyBadRedirect = new("goproxy.bad-redirect");

    /// <summary>The module proxy's answer is none of the protocol.</summary>
    public static readonly FindingCode GoProxyMalformed = new("goproxy.malformed");

    /// <summary>The module proxy is slow.</summary>
    public static readonly FindingCode GoProxySlow = new("goproxy.slow");

    /// <summary>The checksum database cannot be reached.</summary>
    public static readonly FindingCode SumDbUnreachable = new("sumdb.unreachable");

    /// <summary>The module proxy answers for the checksum database in a way that stops everything.</summary>
    public static readonly FindingCode SumDbNotRelayed = new("sumdb.not-relayed");

    /// <summary>The checksum database does not know the version, and gives no reason.</summary>
    public static readonly FindingCode SumDbNotFound = new("sumdb.not-found");

    /// <summary>The checksum database cannot know the module, because it is private.</summary>
    public static readonly FindingCode SumDbNotFoundPrivate = new("sumdb.not-found-private");

    /// <summary>What came differs from the checksum database.</summary>
    public static readonly FindingCode SumDbMismatch = new("sumdb.mismatch");

    /// <summary>What came differs from go.sum.</summary>
    public static readonly FindingCode GoSumMismatch = new("gosum.mismatch");

    /// <summary>The tag was moved after it was published. Only a probe can tell.</summary>
    public static readonly FindingCode SumDbMismatchMovedTag = new("sumdb.mismatch-moved-tag");

    /// <summary>The module proxy keeps wrong bytes. Only a probe can tell.</summary>
    public static readonly FindingCode SumDbMismatchCache = new("sumdb.mismatch-cache");

    /// <summary>GOSUMDB itself is wrong.</summary>
    public static readonly FindingCode SumDbMisconfigured = new("sumdb.misconfigured");

    /// <summary>Credentials for https are missing or refused.</summary>
    public static readonly FindingCode VcsAuthPrompt = new("vcs.auth-prompt");

    /// <summary>The host says that there is no such repository.</summary>
    public static readonly FindingCode VcsRepoNotFound = new("vcs.repo-not-found");

    /// <summary>The host accepts none of the ssh keys.</summary>
    public static readonly FindingCode VcsSshKey = new("vcs.ssh-key");

    /// <summary>The host's ssh key is not known, or another one.</summary>
    public static readonly FindingCode VcsHostKey = new("vcs.host-key");

    /// <summary>A version control program is not installed.</summary>
    public static readonly FindingCode VcsMissingBinary = new("vcs.missing-binary");

    /// <summary>The repository has no such tag, branch or commit.</summary>
    public static readonly FindingCode VcsUnknownRevision = new("vcs.unknown-revision");

    /// <summary>The version control program cannot reach its server.</summary>
    public static readonly FindingCode VcsUnreachable = new("vcs.unreachable");

    /// <summary>GOVCS does not allow this version control program.</summary>
    public static readonly FindingCode VcsGovcsBlocked = new("vcs.govcs-blocked");

    /// <summary>The host does not say where the module's repository is.</summary>
    public static readonly FindingCode VcsImportMeta = new("vcs.import-meta");

    /// <summary>git refuses a repository that belongs to somebody else.</summary>
    public static readonly FindingCode VcsDubiousOwnership = new("vcs.dubious-ownership");

    /// <summary>Git's insteadOf leads to a host that does not answer.</summary>
    public static readonly FindingCode GitInsteadOf = new("git.insteadof");

    /// <summary>Git has a forward proxy of its own that does not work.</summary>
    public static readonly FindingCode GitProxy = new("git.proxy");

    /// <summary>The module calls itself by another path.</summary>
    public static readonly FindingCode ModulePathMismatch = new("module.path-mismatch");

    /// <summary>Path and major version do not belong together.</summary>
    public static readonly FindingCode ModuleMajorSuffix = new("module.major-suffix");

    /// <summary>The version is malformed, or a pseudo-version that does not match its commit.</summary>
    public static readonly FindingCode ModuleInvalidVersion = new("module.invalid-version");

    /// <summary>There is no such module, version or package.</summary>
    public static readonly FindingCode ModuleNotFound = new("module.not-found");

    /// <summary>Several modules hold the package.</summary>
    public static readonly FindingCode ModuleAmbiguousImport = new("module.ambiguous-import");

    /// <summary>The module breaks the rules for module zips.</summary>
    public static readonly FindingCode ModuleUnpackable = new("module.unpackable");

    /// <summary>The version is retracted, or the module deprecated.</summary>
    public static readonly FindingCode ModuleRetracted = new("module.retracted");

    /// <summary>A newer go is required than the one that runs.</summary>
    public static readonly FindingCode ModuleGoVersionTooNew = new("module.go-version-too-new");

    /// <summary>The toolchain cannot be downloaded.</summary>
    public static readonly FindingCode ToolchainNotAvailable = new("toolchain.not-available");

    /// <summary>A go.mod cannot be read.</summary>
    public static readonly FindingCode GoModParseError = new("gomod.parse-error");

    /// <summary>go.mod or go.sum lacks something.</summary>
    public static readonly FindingCode GoModNeedsTidy = new("gomod.needs-tidy");

    /// <summary>There is no go.mod here.</summary>
    public static readonly FindingCode GoModOutsideModule = new("gomod.outside-module");

    /// <summary>vendor/modules.txt and go.mod do not agree.</summary>
    public static readonly FindingCode VendorInconsistent = new("vendor.inconsistent");

    /// <summary>A zip is broken.</summary>
    public static readonly FindingCode CacheCorruptZip = new("cache.corrupt-zip");

    /// <summary>The module cache may not be written.</summary>
    public static readonly FindingCode CachePermission = new("cache.permission");

    /// <summary>What lies in the module cache is not what was published.</summary>
    public static readonly FindingCode CacheMismatch = new("cache.mismatch");

    /// <summary>A process holds a lock of the module cache.</summary>
    public static readonly FindingCode CacheLockHeld = new("cache.lock-held");

    /// <summary>A disk is full.</summary>
    public static readonly FindingCode DiskFull = new("disk.full");

    /// <summary>Little space is left on a disk.</summary>
    public static readonly FindingCode DiskLow = new("disk.low");

    /// <summary>Nearly all local ports are in use.</summary>
    public static readonly FindingCode MachinePortsExhausted = new("machine.ports-exhausted");

    /// <summary>A process may open too few files.</summary>
    public static readonly FindingCode MachineFilesExhausted = new("machine.files-exhausted");

    /// <summary>This machine's clock is wrong.</summary>
    public static readonly FindingCode ClockSkew = new("clock.skew");

    /// <summary>GOFLAGS cannot be read.</summary>
    public static readonly FindingCode EnvGoFlagsSyntax = new("env.goflags-syntax");

    /// <summary>GOFLAGS keeps the go command from downloading.</summary>
    public static readonly FindingCode EnvGoFlagsMod = new("env.goflags-mod");

    /// <summary>A list of private modules holds addresses.</summary>
    public static readonly FindingCode EnvGoPrivateCidr = new("env.goprivate-cidr");

    /// <summary>A list of private modules holds something that matches no module.</summary>
    public static readonly FindingCode EnvGoPrivateSyntax = new("env.goprivate-syntax");

    /// <summary>A setting of go env -w does not count, since the environment says otherwise.</summary>
    public static readonly FindingCode EnvOverridden = new("env.overridden");

    /// <summary>Under sudo the go command has other settings.</summary>
    public static readonly FindingCode EnvSudo = new("env.sudo");

    /// <summary>The file of go env -w holds lines that the go command passes over.</summary>
    public static readonly FindingCode EnvFileSyntax = new("env.file-syntax");

    /// <summary>NO_PROXY keeps a host from the forward proxy through which alone it can be reached.</summary>
    public static readonly FindingCode EnvNoProxy = new("env.no-proxy");

    /// <summary>The forward proxy is set for http and not for https.</summary>
    public static readonly FindingCode EnvHttpsProxyMissing = new("env.https-proxy-missing");

    /// <summary>SSL_CERT_FILE or SSL_CERT_DIR replace the authorities by none.</summary>
    public static readonly FindingCode EnvCertFile = new("env.cert-file");

    /// <summary>The netrc file cannot be read.</summary>
    public static readonly FindingCode NetrcSyntax = new("netrc.syntax");

    /// <summary>Others may read the netrc file.</summary>
    public static readonly FindingCode NetrcPermissions = new("netrc.permissions");

    /// <summary>A path or a command line is too long for the system.</summary>
    public static readonly FindingCode FsPathTooLong = new("fs.path-too-long");

    /// <summary>A host limits the rate of requests.</summary>
    public static readonly FindingCode RateLimit = new("ratelimit");

    /// <summary>The go command says what it does.</summary>
    public static readonly FindingCode BenignProgress = new("benign.progress");

    /// <summary>A not-found that the go command provokes on purpose.</summary>
    public static readonly FindingCode BenignFallback404 = new("benign.fallback-404");

    /// <summary>A notice of a program or a healthy log line.</summary>
    public static readonly FindingCode BenignNotice = new("benign.notice");

    /// <summary>All of them, by family, in the order in which causes are looked for: the network first, one's own files last.</summary>
    public static IReadOnlyList<FindingCode> All { get; } =
    [
        DnsNxdomain, DnsTimeout, DnsSearchDomain, DnsHijack, DnsUdpBlocked, DnsPoisonedCache, DnsSlow,
        ResolvNoNameserver, ResolvSearchList,
        HostsBlocked, HostsOverride,
        TcpRefused, TcpTimeout, TcpReset, TcpLocalFirewall,
        Ipv6Dead,
        Http2StreamError,
        TlsUnknownCa, TlsExpired, TlsHandshakeTimeout, TlsNameMismatch, TlsIncompleteChain, TlsOldVersion, TlsNotTls,
        ProxyConnectRefused, ProxyAuthRequired, ProxyBlocked, ProxyUpstreamFailed,
        GoProxyMisconfigured, GoProxy403, GoProxy404, GoProxy410, GoProxy5xx, GoProxyTimeout, GoProxyPrivateModule, GoProxyUpstreamFailed,
        GoProxyInternal, GoProxyAuthRequired, GoProxyBadRedirect, GoProxyMalformed, GoProxySlow,
        SumDbUnreachable, SumDbNotRelayed, SumDbNotFound, SumDbNotFoundPrivate, SumDbMismatch,
        GoSumMismatch,
        SumDbMismatchMovedTag, SumDbMismatchCache, SumDbMisconfigured,
        VcsAuthPrompt, VcsRepoNotFound, VcsSshKey, VcsHostKey, VcsMissingBinary, VcsUnknownRevision, VcsUnreachable, VcsGovcsBlocked,
        VcsImportMeta, VcsDubiousOwnership,
        GitInsteadOf, GitProxy,
        ModulePathMismatch, ModuleMajorSuffix, ModuleInvalidVersion, ModuleNotFound, ModuleAmbiguousImport, ModuleUnpackable,
        ModuleRetracted, ModuleGoVersionTooNew,
        ToolchainNotAvailable,
        GoModParseError, GoModNeedsTidy, GoModOutsideModule,
        VendorInconsistent,
        CacheCorruptZip, CachePermission, CacheMismatch, CacheLockHeld,
        DiskFull, DiskLow,
        MachinePortsExhausted, MachineFilesExhausted,
        ClockSkew,
        EnvGoFlagsSyntax, EnvGoFlagsMod, EnvGoPrivateCidr, EnvGoPrivateSyntax, EnvOverridden, EnvSudo, EnvFileSyntax,
        EnvNoProxy, EnvHttpsProxyMissing, EnvCertFile,
        NetrcSyntax, NetrcPermissions,
        FsPathTooLong,
        RateLimit,
        BenignProgress, BenignFallback404, BenignNotice,
    ];

    private static readonly FrozenDictionary<string, int> Places = All.Select((code, index) => (code, index)).ToFrozenDictionary(pair => pair.code.Id, pair => pair.index);

    /// <summary>The code of the register with this id.</summary>
    public static bool TryGet([NotNullWhen(true)] string? id, out FindingCode code)
    {
        var known = Places.TryGetValue(id ?? "", out var place);
        code = known ? All[place] : default;
        return known;
    }

    /// <summary>The place in <see cref="All"/>; that of a code which is not in the register is behind all others.</summary>
    public static int PlaceOf(FindingCode code) => Places.GetValueOrDefault(code.Id, All.Count);
}
