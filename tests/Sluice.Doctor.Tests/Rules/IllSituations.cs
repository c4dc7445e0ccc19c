using Sluice.Doctor.Evidence;
using static Sluice.Doctor.Tests.Rules.Bundles;

namespace Sluice.Doctor.Tests.Rules;

/// <summary>Bundles in which something is wrong, each with the code of the root cause.</summary>
internal static class IllSituations
{
    private const string Mirror = "https://goproxy.cn";
    private const string Forwarder = "http://proxy.corp.example:3128";
    private const string Liar = "59.24.3.173";

    public static Dictionary<string, (EvidenceBundle Bundle, string Code, Severity Severity)> All { get; } = new()
    {
        ["the mirror's name does not exist"] = Fatal("dns.nxdomain", NoName(Query(ProxyHost, "10.0.0.53", DnsOutcome.NameError))),
        ["the name server fails"] = Fatal("dns.timeout", NoName(Query(ProxyHost, "10.0.0.53", DnsOutcome.ServerFailure), DnsOutcome.ServerFailure)),
        ["the name server is silent"] = Fatal("dns.timeout", AllNames(name => [Query(name, "10.0.0.53", DnsOutcome.TimedOut), Query(name, "10.0.0.53", DnsOutcome.TimedOut, transport: DnsTransport.Tcp)])),
        ["UDP 53 is blocked"] = Fatal("dns.udp-blocked", AllNames(name => [Query(name, "10.0.0.53", DnsOutcome.TimedOut), Query(name, "10.0.0.53", DnsOutcome.Answered, transport: DnsTransport.Tcp, addresses: [ProxyAddress])])),
        ["no name server"] = Fatal("resolv.no-nameserver", AllNames(_ => []) with { Resolvers = Probed<ResolverEvidence>.Of(Resolvers([])) }),
        ["the name server lies: 127.0.0.1"] = Fatal("dns.hijack", Unreached("127.0.0.1", ConnectOutcome.Refused)),
        ["the name server lies: an inside host"] = Fatal("dns.hijack", Untrusted(["NameMismatch"], []) with
        {
            Dns = [Dns(ProxyHost, ["10.9.9.9"], Query(ProxyHost, "1.1.1.1", DnsOutcome.Answered, ResolverKind.Public, addresses: [ProxyAddress]))],
        }),
        ["the name server lies: a made-up address"] = Fatal("dns.hijack", Unreached(Liar, ConnectOutcome.TimedOut,
            Query(ProxyHost, "1.1.1.1", DnsOutcome.Answered, ResolverKind.Public, addresses: [ProxyAddress]), Query(ProxyHost, "223.5.5.5", DnsOutcome.Answered, ResolverKind.Public, addresses: [ProxyAddress]))),
        ["a cache is poisoned"] = Fatal("dns.poisoned-cache", Unreached("10.9.9.9", ConnectOutcome.TimedOut) with
        {
            Dns = [Names(ProxyHost, ["10.9.9.9"], [Query(ProxyHost, "10.0.0.53", DnsOutcome.Answered, ttl: 2711, addresses: ["10.9.9.9"]), Query(ProxyHost, "1.1.1.1", DnsOutcome.Answered, ResolverKind.Https, DnsTransport.Https, addresses: [ProxyAddress])])],
        }),
        ["the search list makes another name"] = Fatal("dns.search-domain", Untrusted(["NameMismatch"], []) with
        {
            Resolvers = Probed<ResolverEvidence>.Of(Resolvers(["10.0.0.53"], ["corp.test"], 5)),
            Dns = [Names(ProxyHost, ["10.9.9.9"], [Query(ProxyHost, "10.0.0.53", DnsOutcome.Answered, addresses: [ProxyAddress])], suffixed: [Query($"{ProxyHost}.corp.test", "10.0.0.53", DnsOutcome.Answered, addresses: ["10.9.9.9"])])],
        }),
        ["the hosts file blocks the mirror"] = Fatal("hosts.blocked", Unreached("0.0.0.0", ConnectOutcome.Refused) with { Hosts = Probed<HostsEvidence>.Of(HostsFile(("0.0.0.0", ProxyHost))) }),
        ["the hosts file is stale"] = Fatal("hosts.override", Untrusted(["NameMismatch"], []) with { Hosts = Probed<HostsEvidence>.Of(HostsFile(("93.184.216.34", ProxyHost))) }),
        ["the mirror is refused"] = Fatal("tcp.refused", Unreached(ProxyAddress, ConnectOutcome.Refused)),
        ["the mirror's packets are dropped"] = Fatal("tcp.timeout", Unreached(ProxyAddress, ConnectOutcome.TimedOut)),
        ["there is no route"] = Fatal("tcp.timeout", Unreached(ProxyAddress, ConnectOutcome.Unreachable)),
        ["this machine forbids it"] = Fatal("tcp.local-firewall", Unreached(ProxyAddress, ConnectOutcome.Forbidden)),
        ["the handshake stalls"] = Fatal("tls.handshake-timeout", Unshaken(TlsOutcome.Stalled)),
        ["the handshake is reset"] = Fatal("tcp.reset", Unshaken(TlsOutcome.Reset)),
        ["the handshake finds no version"] = Fatal("tls.old-version", Unshaken(TlsOutcome.Alert, "alert protocol_version")),
        ["no TLS is spoken"] = Fatal("tls.not-tls", Unshaken(TlsOutcome.NotTls, "the first bytes are \"SSH-2.0\"")),
        ["the authority is unknown"] = Fatal("tls.unknown-ca", Untrusted(["ChainErrors"], ["UntrustedRoot"])),
        ["the name is another"] = Fatal("tls.name-mismatch", Untrusted(["NameMismatch"], [])),
        ["the certificate has expired"] = Fatal("tls.expired", Untrusted(["ChainErrors"], ["NotTimeValid"], Certificate(ProxyHost, from: -90, until: -1))),
        ["the clock is ahead"] = Fatal("clock.skew", Untrusted(["ChainErrors"], ["NotTimeValid"], Certificate(ProxyHost, from: -500, until: -340)) with
        {
            Clock = Probed<ClockEvidence>.Of(new ClockEvidence([new ClockSample(ProxyHost, false, Now.AddDays(-400), Now, 400 * 86_400, 20)])),
        }),
        ["the intermediate is missing"] = Fatal("tls.incomplete-chain", Untrusted(["ChainErrors"], ["PartialChain"])),
        ["the forward proxy is dead"] = Fatal("proxy.connect-refused", Proxied(Forward(Forwarder, [Attempt("10.0.0.30", ConnectOutcome.Refused)], []), null)),
        ["the forward proxy wants a login"] = Fatal("proxy.auth-required", Proxied(Forward(Forwarder, [Connected("10.0.0.30")], []), Tunnel($"{ProxyHost}:443", TunnelOutcome.AuthenticationRequired, 407))),
        ["the forward proxy forbids the mirror"] = Fatal("proxy.blocked", Proxied(Forward(Forwarder, [Connected("10.0.0.30")], []), Tunnel($"{ProxyHost}:443", TunnelOutcome.Rejected, 403))),
        ["the forward proxy does not get there"] = Fatal("proxy.upstream-failed", Proxied(Forward(Forwarder, [Connected("10.0.0.30")], []), Tunnel($"{ProxyHost}:443", TunnelOutcome.Rejected, 503))),
        ["the forward proxy speaks no TLS"] = Fatal("proxy.connect-refused", Proxied(Forward(Forwarder, [Connected("10.0.0.30")], []), Tunnel($"{ProxyHost}:443", TunnelOutcome.TlsFailed))),
        ["NO_PROXY is too wide"] = Fatal("env.no-proxy", WithProxyVariables(Unreached(ProxyAddress, ConnectOutcome.TimedOut), "HTTPS_PROXY", "NO_PROXY") with
        {
            ForwardProxies = [Probed<ForwardProxyEvidence>.Of(Forward(Forwarder, [Connected("10.0.0.30")], [], ProxyHost), Forwarder)],
        }),
        ["HTTPS_PROXY is missing"] = Fatal("env.https-proxy-missing", WithProxyVariables(Unreached(ProxyAddress, ConnectOutcome.TimedOut), "HTTP_PROXY")),
        ["the mirror forbids it"] = Fatal("goproxy.403", Answers(403, "Forbidden by policy")),
        ["the mirror wants a login"] = Fatal("goproxy.auth-required", Answers(401, "")),
        ["the mirror limits the rate"] = Fatal("ratelimit", Answers(429, "Too Many Requests")),
        ["the mirror fails"] = Fatal("goproxy.5xx", Answers(502, "<html>502 Bad Gateway</html>", ContentKind.Html)),
        ["the mirror was too slow itself"] = Fatal("goproxy.timeout", Answers(504, "gateway timeout")),
        ["nobody has the module"] = Fatal("goproxy.404", Alone(Answers(404, "not found"))),
        ["the module is gone"] = Fatal("goproxy.410", Alone(Answers(410, "gone"))),
        ["the module is private"] = Fatal("goproxy.private-module", Alone(Answers(404, "not found: git ls-remote: fatal: could not read Username for 'https://git.corp.example': terminal prompts disabled"))),
        ["the mirror does not reach the origin"] = Fatal("goproxy.upstream-failed", Alone(Answers(404, "not found: fatal: unable to access: Failed to connect to github.com port 443"))),
        ["a portal answers"] = Fatal("proxy.blocked", Answers(200, "<html><title>Sign in</title></html>", ContentKind.Html)),
        ["the mirror never answers"] = Fatal("goproxy.timeout", Fails(HttpOutcome.TimedOut)),
        ["answers are cut"] = Fatal("tcp.reset", Fails(HttpOutcome.CutShort)),
        ["redirects go in a circle"] = Fatal("goproxy.bad-redirect", Fails(HttpOutcome.TooManyRedirects)),
        ["a dead mirror before a pipe costs time"] = Warning("tcp.timeout", Healthy(("GOPROXY", $"{Mirror}|{Proxy}")) with
        {
            GoProxies = [Entry(Mirror, 1, AllSteps(Mirror, url => Exchange(url, HttpOutcome.ConnectFailed, attempts: [Attempt("47.1.1.1", ConnectOutcome.TimedOut)])), continues: true), Entry(Proxy, 2, Steps(Proxy))],
            SumDb = [Relay(Mirror, Exchange(Mirror, HttpOutcome.ConnectFailed, attempts: [Attempt("47.1.1.1", ConnectOutcome.TimedOut)])), Relay(Proxy, Answer(Proxy))],
        }),
        ["only the database is refused"] = Fatal("sumdb.unreachable", Healthy() with
        {
            SumDb = [Relay(Proxy, Answer(Proxy, 404)), Database([.. ((ProxyStep[])[ProxyStep.SumDbLatest, ProxyStep.SumDbLookup, ProxyStep.SumDbTile]).Select(step => (step, Exchange($"https://{SumDbHost}/latest", HttpOutcome.ConnectFailed, attempts: [Attempt("142.250.72.19", ConnectOutcome.Refused)])))])],
        }),
        ["the mirror fails to relay the database"] = Fatal("sumdb.not-relayed", Healthy() with { SumDb = [Relay(Proxy, Answer($"{Proxy}/sumdb/{SumDbHost}/supported", 500, "sumdb relay failed"))] }),
        ["the database does not know the version"] = Fatal("sumdb.not-found", Healthy() with { SumDb = [Relay(Proxy, Answer(Proxy), (ProxyStep.SumDbLookup, Answer($"{Proxy}/lookup", 404, "not found")))] }),
        ["the database is forged"] = Fatal("sumdb.mismatch", Healthy() with
        {
            SumDb = [Probed<SumDbEvidence>.Of(Relay(Proxy, Answer(Proxy)).Value! with { IsSigned = Tri.No, SignatureProblem = "no verifiable signature" })],
        }),
        ["the mirror's zip is another"] = Fatal("sumdb.mismatch-cache", Healthy() with
        {
            GoProxies = [Entry(Proxy, 1, [.. Steps(Proxy).Select(step => step.Step == ProxyStep.Zip ? step with { Hash = OtherHash } : step)])],
        }),
        ["git is missing"] = Fatal("vcs.missing-binary", Direct(Remote(RemoteOutcome.ProgramMissing))),
        ["git has no login"] = Fatal("vcs.auth-prompt", Direct(Remote(RemoteOutcome.Failed, "fatal: could not read Username for 'https://github.com': terminal prompts disabled"))),
        ["git finds no repository"] = Fatal("vcs.repo-not-found", Direct(Remote(RemoteOutcome.Failed, "remote: Repository not found.\nfatal: repository 'https://github.com/acme/hello/' not found"))),
        ["ssh has no key"] = Fatal("vcs.ssh-key", Direct(Remote(RemoteOutcome.Failed, "git@github.com: Permission denied (publickey).\nfatal: Could not read from remote repository."))),
        ["ssh does not know the host"] = Fatal("vcs.host-key", Direct(Remote(RemoteOutcome.Failed, "Host key verification failed.\nfatal: Could not read from remote repository."))),
        ["the tag is missing"] = Fatal("vcs.unknown-revision", Direct(Remote(RemoteOutcome.Answered, hasVersion: Tri.No))),
        ["git's host is refused"] = Fatal("vcs.unreachable", Direct(Remote(RemoteOutcome.Failed, "Failed to connect to github.com port 443", Exchange($"https://{Module}/info/refs", HttpOutcome.ConnectFailed, attempts: [Attempt("140.82.1.1", ConnectOutcome.Refused)])))),
        ["insteadOf leads nowhere"] = Fatal("git.insteadof", Direct(Remote(RemoteOutcome.Failed, "fatal: unable to access: Could not resolve host: git-old.corp.example", Exchange("https://git-old.corp.example/x", HttpOutcome.NameFailed), rewritten: "https://git-old.corp.example/x"))),
        ["GOVCS forbids git"] = Fatal("vcs.govcs-blocked", Direct(("GOVCS", "*:off"), Remote(RemoteOutcome.Answered))),
        ["GOPROXY is a comma"] = Fatal("goproxy.misconfigured", Healthy(("GOPROXY", ",")) with { GoProxies = [], SumDb = [] }),
        ["GOPROXY is off"] = Fatal("goproxy.misconfigured", Healthy(("GOPROXY", "off")) with { GoProxies = [], SumDb = [] }),
        ["GOSUMDB is broken"] = Fatal("sumdb.misconfigured", Healthy(("GOSUMDB", "sum.golang.org+broken")) with { SumDb = [] }),
        ["modules are off"] = Fatal("gomod.outside-module", Healthy(("GO111MODULE", "off"))),
        ["GOFLAGS is no flag"] = Fatal("env.goflags-syntax", Healthy(("GOFLAGS", "mod=mod"))),
        ["GOFLAGS stops downloads"] = Warning("env.goflags-mod", Healthy(("GOFLAGS", "-mod=vendor"))),
        ["GOPRIVATE holds a network"] = Warning("env.goprivate-cidr", Healthy(("GOPRIVATE", "10.0.0.0/8"))),
        ["GOPRIVATE holds a URL"] = Warning("env.goprivate-syntax", Healthy(("GOPRIVATE", "https://git.corp.example"))),
        ["GOPRIVATE meant this module"] = Fatal("env.goprivate-syntax", Alone(Answers(404, "not found"), ("GOPRIVATE", "https://github.com/acme"))),
        ["the disk is full"] = Fatal("disk.full", Healthy() with { Machine = Probed<MachineEvidence>.Of(Machine(1 << 20)) }),
        ["the disk is nearly full"] = Warning("disk.low", Healthy() with { Machine = Probed<MachineEvidence>.Of(Machine(100L << 20)) }),
        ["the cache may not be written"] = Fatal("cache.permission", Healthy() with { Cache = Probed<CacheEvidence>.Of(Cache() with { IsWritable = Tri.No }) }),
        ["a zip of the cache is broken"] = Fatal("cache.corrupt-zip", Healthy() with { Cache = Probed<CacheEvidence>.Of(Cache(Cached("no end of central directory", null, null))) }),
        ["go.sum says otherwise"] = Fatal("gosum.mismatch", Healthy() with { Cache = Probed<CacheEvidence>.Of(Cache(Cached(goSum: [OtherHash]))) }),
        ["the cache says otherwise"] = Fatal("cache.mismatch", Healthy() with { Cache = Probed<CacheEvidence>.Of(Cache(Cached(computed: OtherHash, recorded: OtherHash, goSum: [ZipHash]))) }),
        ["somebody holds the lock"] = Fatal("cache.lock-held", Healthy() with { Cache = Probed<CacheEvidence>.Of(Cache() with { Locks = [new LockFact("/c/github.com/acme/hello/@v/v1.0.0.lock", 42, "go")] }) }),
        ["IPv6 swallows packets"] = Warning("ipv6.dead", Healthy() with { Tcp = [Tcp(ProxyHost, Attempt("2404::1", ConnectOutcome.TimedOut, 5000), Connected(ProxyAddress))] }),
        ["lookups are slow"] = Warning("dns.slow", Healthy() with { Dns = [Names(ProxyHost, [ProxyAddress], [Query(ProxyHost, "10.0.0.53", DnsOutcome.Answered, took: 3000, addresses: [ProxyAddress])], took: 3000)] }),
        ["netrc is open to others"] = Warning("netrc.permissions", Healthy().With(settings => settings with { Netrc = new NetrcEvidence(new FileFact("/home/dev/.netrc", true, Tri.Yes, "0644"), [new NetrcMachine("git.corp.example", 1, true, true)], []) })),
    };

    private static (EvidenceBundle, string, Severity) Fatal(string code, EvidenceBundle bundle) => (bundle, code, Severity.Fatal);

    private static (EvidenceBundle, string, Severity) Warning(string code, EvidenceBundle bundle) => (bundle, code, Severity.Warning);

    /// <summary>The mirror and its relay fail alike.</summary>
    private static EvidenceBundle Failing(EvidenceBundle bundle, Func<string, HttpExchange> failure) =>
        bundle with { GoProxies = [Entry(Proxy, 1, AllSteps(Proxy, failure))], SumDb = [Relay(Proxy, failure($"{Proxy}/sumdb/{SumDbHost}/supported"))] };

    private static EvidenceBundle NoName(DnsQuery query, DnsOutcome outcome = DnsOutcome.NameError) =>
        Failing(Healthy(), url => Exchange(url, HttpOutcome.NameFailed)) with { Dns = [Names(ProxyHost, [], [query], outcome)] };

    private static EvidenceBundle AllNames(Func<string, DnsQuery[]> queries) => Failing(Healthy(), url => Exchange(url, HttpOutcome.NameFailed)) with
    {
        Dns = [Names(ProxyHost, [], queries(ProxyHost), DnsOutcome.TimedOut), Names(SumDbHost, [], queries(SumDbHost), DnsOutcome.TimedOut)],
    };

    private static EvidenceBundle Unreached(string address, ConnectOutcome outcome, params DnsQuery[] others) =>
        Failing(Healthy(), url => Exchange(url, HttpOutcome.ConnectFailed, attempts: [Attempt(address, outcome)])) with { Dns = [Dns(ProxyHost, [address], others)] };

    private static EvidenceBundle Unshaken(TlsOutcome outcome, string? error = null) => Failing(Healthy(), url => Exchange(url, HttpOutcome.TlsFailed, tls: Failed(outcome, error)));

    private static EvidenceBundle Untrusted(string[] errors, string[] chain, CertificateFact? certificate = null) =>
        Failing(Healthy(), url => Exchange(url, HttpOutcome.TlsNotTrusted, tls: Shaken(ProxyHost, errors, chain, certificate)));

    private static EvidenceBundle Proxied(ForwardProxyEvidence proxy, ProxyTunnel? tunnel) => Failing(Healthy(), url => Exchange(url, HttpOutcome.ProxyFailed, via: Forwarder, tunnel: tunnel, attempts: [.. proxy.Connections])) with
    {
        ForwardProxies = [Probed<ForwardProxyEvidence>.Of(proxy, Forwarder)],
    };

    private static EvidenceBundle WithProxyVariables(EvidenceBundle bundle, params string[] names) =>
        bundle.With(settings => settings with { ProxyVariables = [.. names.Select(name => new SettingValue(name, Forwarder, new ValueOrigin(OriginKind.ProcessEnvironment, Name: name)))] });

    private static EvidenceBundle Answers(int status, string body, ContentKind kind = ContentKind.Text) =>
        Healthy() with { GoProxies = [Entry(Proxy, 1, AllSteps(Proxy, url => Answer(url, status, body, kind)))] };

    private static EvidenceBundle Fails(HttpOutcome outcome) => Failing(Healthy(), url => Exchange(url, outcome));

    /// <summary>The mirror is all there is: nothing is asked directly.</summary>
    private static EvidenceBundle Alone(EvidenceBundle bundle, params (string Name, string Value)[] settings) => bundle with { Settings = Healthy([("GOPROXY", Proxy), .. settings]).Settings };

    private static EvidenceBundle Direct(RemoteFact remote) => Direct(("GOFLAGS", ""), remote);

    private static EvidenceBundle Direct((string Name, string Value) setting, RemoteFact remote) =>
        Healthy(("GOPROXY", "direct"), setting) with { GoProxies = [], SumDb = [Database()], Vcs = [Probed<VcsEvidence>.Of(Repository([remote]), Module)] };
}
