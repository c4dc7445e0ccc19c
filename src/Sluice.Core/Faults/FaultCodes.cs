namespace Sluice.Core.Faults;

/// <summary>
/// The register of expected failures. Text findings of the doctor share the ids. The reference page is generated from it
/// (<c>docs/reference/faults.md</c>).
/// </summary>
public static class FaultCodes
{
    /// <summary>Every source that may be asked says that it does not exist.</summary>
    public static readonly FaultCode NotFound = new(
        "module.not-found", FaultKind.NotFound, "no upstream knows this module or version", "Check the spelling; for a private module set `private` on the gateway.");

    /// <summary>An upstream answers 410.</summary>
    public static readonly FaultCode Gone = new(
        "module.gone", FaultKind.Gone, "the upstream says that it is gone", "Use another version, or ask the module's author.");

    /// <summary>The path before <c>/@v/</c> is no module path.</summary>
    public static readonly FaultCode MalformedPath = new(
        "module.malformed-path", FaultKind.NotFound, "this is no module path", "Check the module path's spelling.");

    /// <summary>The version is none, or does not belong there.</summary>
    public static readonly FaultCode MalformedVersion = new(
        "module.invalid-version", FaultKind.NotFound, "this is no version that the question allows", "Check the version's spelling.");

    /// <summary>The upstream's zip breaks the rules for module zips.</summary>
    public static readonly FaultCode Unpackable = new(
        "module.unpackable", FaultKind.Corrupt, "the zip breaks the rules for module zips", "Tell the module's author; `zipRules: pass` lets it through.");

    /// <summary>Something no go command sends.</summary>
    public static readonly FaultCode BadRequest = new(
        "request.malformed", FaultKind.BadRequest, "no go command sends this", "See https://go.dev/ref/mod#goproxy-protocol");

    /// <summary>A URL path that means nothing here.</summary>
    public static readonly FaultCode UnknownEndpoint = new(
        "request.unknown-endpoint", FaultKind.NotFound, "there is nothing at this address", "Set GOPROXY to this server's base URL.");

    /// <summary>An upstream answers 403.</summary>
    public static readonly FaultCode UpstreamForbidden = new(
        "goproxy.403", FaultKind.Denied, "the upstream forbids it", "Ask who runs the upstream, or route this module elsewhere.");

    /// <summary>An upstream answers 401, or refuses the credentials.</summary>
    public static readonly FaultCode UpstreamUnauthorized = new(
        "goproxy.auth-required", FaultKind.Denied, "the upstream wants other credentials", "Check `credentials` (or .netrc) on the gateway for this host.");

    /// <summary>Credentials are configured for a host that would be reached in clear text.</summary>
    public static readonly FaultCode InsecureCredentials = new(
        "goproxy.insecure-credentials", FaultKind.Denied, "credentials are not sent over plain http", "Use https for this upstream.");

    /// <summary>An upstream answers 5xx, or a status that the protocol does not know.</summary>
    public static readonly FaultCode UpstreamFailed = new(
        "goproxy.5xx", FaultKind.Unavailable, "the upstream failed", "Try again later; add a second upstream after `|`.");

    /// <summary>No answer, or no further byte, within the limit.</summary>
    public static readonly FaultCode UpstreamTimeout = new(
        "goproxy.timeout", FaultKind.Unavailable, "the upstream did not answer in time", "Try again later; add a second upstream after `|`.");

    /// <summary>An upstream answers 429.</summary>
    public static readonly FaultCode RateLimited = new(
        "ratelimit", FaultKind.Unavailable, "the upstream limits the rate of requests", "Try again after the time given.");

    /// <summary>The name does not exist.</summary>
    public static readonly FaultCode NameUnknown = new(
        "dns.nxdomain", FaultKind.Unavailable, "the upstream's name does not resolve", "Check the upstream's name and the gateway's resolver.");

    /// <summary>The resolver gives no usable answer.</summary>
    public static readonly FaultCode NameTimeout = new(
        "dns.timeout", FaultKind.Unavailable, "the resolver gave no usable answer", "Check the gateway's resolver.");

    /// <summary>Connection refused.</summary>
    public static readonly FaultCode Refused = new(
        "tcp.refused", FaultKind.Unavailable, "the upstream refuses the connection", "Check that it runs, and the firewall.");

    /// <summary>No answer to the connection attempt, or no route.</summary>
    public static readonly FaultCode ConnectTimeout = new(
        "tcp.timeout", FaultKind.Unavailable, "the upstream cannot be reached", "Check the firewall, the route and the forward proxy.");

    /// <summary>The connection broke before the answer was whole.</summary>
    public static readonly FaultCode Reset = new(
        "tcp.reset", FaultKind.Unavailable, "the connection to the upstream broke", "Try again later.");

    /// <summary>A certificate that no known authority signed.</summary>
    public static readonly FaultCode UnknownAuthority = new(
        "tls.unknown-ca", FaultKind.Unavailable, "the upstream's certificate has an unknown issuer", "Add the issuer with `network.caBundle`.");

    /// <summary>An expired or not yet valid certificate.</summary>
    public static readonly FaultCode CertificateExpired = new(
        "tls.expired", FaultKind.Unavailable, "the upstream's certificate is not valid at this time", "Check the gateway's clock, then tell the upstream.");

    /// <summary>A certificate for another name.</summary>
    public static readonly FaultCode CertificateName = new(
        "tls.name-mismatch", FaultKind.Unavailable, "the upstream's certificate is for another name", "Check the upstream's URL.");

    /// <summary>The TLS handshake failed in another way.</summary>
    public static readonly FaultCode HandshakeFailed = new(
        "tls.handshake-failed", FaultKind.Unavailable, "the TLS handshake with the upstream failed", "Check what stands between gateway and upstream.");

    /// <summary>The forward proxy cannot be reached.</summary>
    public static readonly FaultCode ForwardProxyRefused = new(
        "proxy.connect-refused", FaultKind.Unavailable, "the forward proxy cannot be reached", "Check HTTPS_PROXY, or `network.proxy`.");

    /// <summary>The forward proxy wants credentials.</summary>
    public static readonly FaultCode ForwardProxyAuthentication = new(
        "proxy.auth-required", FaultKind.Unavailable, "the forward proxy wants credentials", "Put user and password into HTTPS_PROXY or `network.proxy`.");

    /// <summary>HTML where the protocol wants data: a portal or a block page.</summary>
    public static readonly FaultCode HtmlAnswer = new(
        "proxy.blocked", FaultKind.Corrupt, "the upstream answered with an HTML page", "A portal or a web gateway is in the way; check the upstream's URL.");

    /// <summary>The body ended before its announced length.</summary>
    public static readonly FaultCode Truncated = new(
        "upstream.truncated", FaultKind.Corrupt, "the upstream's answer was cut short", "Try again later.");

    /// <summary>An <c>.info</c> names another version than the one asked for.</summary>
    public static readonly FaultCode WrongVersion = new(
        "upstream.wrong-version", FaultKind.Corrupt, "the upstream answered for another version", "Tell who runs the upstream.");

    /// <summary>An answer that is not what the protocol says.</summary>
    public static readonly FaultCode Malformed = new(
        "upstream.malformed", FaultKind.Corrupt, "the upstream's answer is malformed", "Tell who runs the upstream.");

    /// <summary>An answer beyond a named limit.</summary>
    public static readonly FaultCode TooBig = new(
        "upstream.too-big", FaultKind.Corrupt, "the upstream's answer is too big", "The limits are in docs/reference/limits.md.");

    /// <summary>A redirect that is not followed: too many, to plain http, or into an inside address.</summary>
    public static readonly FaultCode RedirectRefused = new(
        "upstream.redirect-refused", FaultKind.Unavailable, "the upstream redirects to where Sluice does not follow", "Check the upstream's URL.");

    /// <summary>The chain ends in <c>off</c>, or is empty.</summary>
    public static readonly FaultCode Off = new(
        "goproxy.off", FaultKind.NotFound, "not in the store, and fetching is off", "Prefetch it, or set `upstreams` on the gateway.");

    /// <summary>The client asked for stored content only.</summary>
    public static readonly FaultCode NotStored = new(
        "store.not-stored", FaultKind.NotFound, "not in the store, and the client asked for no fetch", "Ask without Disable-Module-Fetch or /cached-only.");

    /// <summary>A program of version control is not installed where the gateway runs.</summary>
    public static readonly FaultCode ProgramMissing = new(
        "vcs.not-installed", FaultKind.Unavailable, "a version control program is missing on the gateway", "Install it on the gateway (git, hg, svn or fossil).");

    /// <summary>The repository's host wants a login, or refuses the one given.</summary>
    public static readonly FaultCode VcsAuthentication = new(
        "vcs.auth-required", FaultKind.Denied, "the repository's host refuses the login", "Check `credentials` on the gateway for this host.");

    /// <summary>A host that ssh does not know, or whose key has changed.</summary>
    public static readonly FaultCode HostKey = new(
        "vcs.host-key", FaultKind.Unavailable, "the ssh key of the repository's host is not the known one", "Check known_hosts on the gateway.");

    /// <summary>A repository that the host says does not exist.</summary>
    public static readonly FaultCode RepositoryNotFound = new(
        "vcs.repository-not-found", FaultKind.NotFound, "the host says that there is no such repository", "Check the path; a private repository needs credentials on the gateway.");

    /// <summary>No tag, branch or commit of this name.</summary>
    public static readonly FaultCode UnknownRevision = new(
        "vcs.unknown-revision", FaultKind.NotFound, "the repository has no such tag, branch or commit", "Check the version's spelling; was the tag pushed?");

    /// <summary>The commit is there, but no module of this path and version is in it.</summary>
    public static readonly FaultCode NoSuchModule = new(
        "vcs.no-module", FaultKind.NotFound, "the repository has no such module at this version", "The reason names the file; compare the module path in go.mod.");

    /// <summary>The version is there, but the rules for module zips allow no zip of its files. For good: the origin itself says so.</summary>
    public static readonly FaultCode NotPackable = new(
        "vcs.cannot-pack", FaultKind.NotFound, "no module zip can be made of this version's files", "Tell the module's author; the reason names the file.");

    /// <summary>A tag that names another commit than when the version was first seen. What is kept of the version is served; nothing new is mixed in.</summary>
    public static readonly FaultCode TagMoved = new(
        "vcs.tag-moved", FaultKind.Corrupt, "the version's tag has moved to another commit", "Tell the module's author; a new version is the way.");

    /// <summary>No rule, no go-import tag and no configured origin says where the module's repository is.</summary>
    public static readonly FaultCode NotDiscovered = new(
        "vcs.not-discovered", FaultKind.NotFound, "nothing says where this module's repository is", "Check the path, or add it to `origins` on the gateway.");

    /// <summary>Whoever would say where a module's repository is cannot be asked.</summary>
    public static readonly FaultCode DiscoveryFailed = new(
        "vcs.discovery-failed", FaultKind.Unavailable, "the module's host cannot be asked for its repository", "Check name and network, or add the module to `origins` on the gateway.");

    /// <summary>A version control program failed in a way that has no name.</summary>
    public static readonly FaultCode VcsFailed = new(
        "vcs.failed", FaultKind.Unavailable, "the version control program failed", "The reason is its own word; `sluice get --explain` shows all.");

    /// <summary>A kind of version control, or a transport, that is refused.</summary>
    public static readonly FaultCode VcsRefused = new(
        "vcs.refused", FaultKind.Denied, "this kind of version control or transport is not allowed", "See docs/operations on origins.");

    /// <summary>The disk is full, or a quota is.</summary>
    public static readonly FaultCode StoreFull = new(
        "disk.full", FaultKind.Full, "the gateway's disk is full", "Tell who runs the gateway; cached modules still work.");

    /// <summary>The store cannot read or write.</summary>
    public static readonly FaultCode StoreFailed = new(
        "store.failed", FaultKind.Unavailable, "the gateway's store failed", "Tell who runs the gateway; the log has the reason.");

    /// <summary>Too much at once.</summary>
    public static readonly FaultCode Overloaded = new(
        "gateway.overloaded", FaultKind.Unavailable, "too many fetches are under way", "Try again in a moment.");

    /// <summary>The gateway is stopping.</summary>
    public static readonly FaultCode Stopping = new(
        "gateway.stopping", FaultKind.Unavailable, "the gateway is stopping", "Try again in a moment.");

    /// <summary>A checksum database that this gateway does not relay.</summary>
    public static readonly FaultCode SumDbNotRelayed = new(
        "sumdb.not-relayed", FaultKind.NotFound, "this checksum database is not relayed", "Let the client reach it, or set `sumdb` on the gateway.");

    /// <summary>A private path is never looked up in a public checksum database.</summary>
    public static readonly FaultCode SumDbPrivate = new(
        "sumdb.not-found-private", FaultKind.NotFound, "private modules are not looked up in a public database", "Set GONOSUMDB (or GOPRIVATE) on the client for this module.");

    /// <summary>What came as the checksum database's answer does not belong to what it has signed. Whoever gave it is broken or lies; that need not be the database.</summary>
    public static readonly FaultCode SumDbUntrusted = new(
        "sumdb.untrusted", FaultKind.Corrupt, "the checksum database's answer does not prove right", "Tell who runs the gateway; something on the way changes it.");

    /// <summary>The checksum database has signed two histories: no answer of it is worth anything until somebody has looked.</summary>
    public static readonly FaultCode SumDbForked = new(
        "sumdb.forked", FaultKind.Corrupt, "the checksum database has signed two histories", "Tell who runs the gateway; the evidence is in its data directory.");

    /// <summary>Content whose hash is not the one in the checksum database. Never kept, never given out.</summary>
    public static readonly FaultCode SumDbMismatch = new(
        "sumdb.mismatch", FaultKind.Corrupt, "what came is not what the checksum database recorded", "Nothing of it was kept; `sluice sumdb verdict` tells who is wrong.");

    /// <summary>Nobody can vouch for a version now, and unverified ones are not kept.</summary>
    public static readonly FaultCode SumDbUnreachable = new(
        "sumdb.unreachable", FaultKind.Unavailable, "the checksum database cannot be asked, and must be", "Check the gateway's way to it; or set `sumdbPolicy: prefer`.");

    /// <summary>The checksum database does not have a version, and unverified ones are not kept.</summary>
    public static readonly FaultCode SumDbNotRecorded = new(
        "sumdb.not-found", FaultKind.Denied, "the checksum database does not know this version", "A private module belongs into `private` on the gateway.");

    /// <summary>What is on disk of this gateway's own checksum database does not belong to the head that it has signed.</summary>
    public static readonly FaultCode SumLogDamaged = new(
        "sumlog.damaged", FaultKind.Corrupt, "this gateway's own checksum database is damaged", "Tell who runs the gateway: `sluice sumdb verify` says what and where.");

    /// <summary>A module that this gateway's own checksum database does not record.</summary>
    public static readonly FaultCode SumLogNotCovered = new(
        "sumlog.not-covered", FaultKind.NotFound, "this checksum database does not record this module", "Look it up in the public database, or widen `sumlog.match`.");

    /// <summary>A bug of ours.</summary>
    public static readonly FaultCode Internal = new(
        "gateway.internal", FaultKind.Internal, "the gateway made a mistake", "Report the request id to who runs the gateway.");
}
