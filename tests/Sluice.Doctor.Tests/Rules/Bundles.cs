using System.Globalization;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Tests.Rules;

/// <summary>Bundles for rules: a healthy machine, and pieces to make it ill.</summary>
internal static class Bundles
{
    public const string Proxy = "https://proxy.golang.org";
    public const string ProxyHost = "proxy.golang.org";
    public const string ProxyAddress = "142.250.72.17";
    public const string SumDbHost = "sum.golang.org";
    public const string Module = "github.com/acme/hello";
    public const string Version = "v1.0.0";
    public const string ZipHash = "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    public const string OtherHash = "h1:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB=";

    public static readonly DateTimeOffset Now = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A machine with the go command's defaults where everything works, asked for a module.</summary>
    public static EvidenceBundle Healthy(params (string Name, string Value)[] settings) => new()
    {
        ToolVersion = "1.2.3",
        CollectedAt = Now,
        TookMs = 800,
        Asked = new Inquiry([$"{Module}@{Version}"], null, false, false, []),
        Settings = Probed<SettingsEvidence>.Of(Settings(settings)),
        Hosts = Probed<HostsEvidence>.Of(HostsFile()),
        Resolvers = Probed<ResolverEvidence>.Of(Resolvers(["10.0.0.53"])),
        Dns = [Dns(ProxyHost, [ProxyAddress]), Dns(SumDbHost, ["142.250.72.19"])],
        Tcp = [Tcp(ProxyHost, Connected(ProxyAddress)), Tcp(SumDbHost, Connected("142.250.72.19"))],
        Tls = [Tls(ProxyHost, Shaken(ProxyHost)), Tls(SumDbHost, Shaken(SumDbHost))],
        GoProxies = [Entry(Proxy, 1, Steps(Proxy))],
        SumDb = [Relay(Proxy, Answer($"{Proxy}/sumdb/{SumDbHost}/supported")), Database()],
        Cache = Probed<CacheEvidence>.Of(Cache()),
        Machine = Probed<MachineEvidence>.Of(Machine(10L << 30)),
        Clock = Probed<ClockEvidence>.Of(new ClockEvidence([new ClockSample(ProxyHost, true, Now, Now, 0, 20)])),
    };

    public static SettingsEvidence Settings(params (string Name, string Value)[] settings)
    {
        (string Name, string Value)[] defaults =
        [
            ("GOPROXY", $"{Proxy},direct"), ("GOSUMDB", SumDbHost), ("GOPRIVATE", ""), ("GONOPROXY", ""), ("GONOSUMDB", ""), ("GOFLAGS", ""), ("GO111MODULE", ""), ("GOTOOLCHAIN", "local"), ("GOVCS", ""),
        ];
        var all = defaults.Where(pair => settings.All(given => given.Name != pair.Name)).Select(pair => new GoSetting(pair.Name, pair.Value, new ValueOrigin(OriginKind.Default), []))
            .Concat(settings.Select(pair => new GoSetting(pair.Name, pair.Value, new ValueOrigin(OriginKind.UserGoEnv, "/home/dev/.config/go/env", 1), [])));
        return new SettingsEvidence(
            new GoSettingsEvidence(new GoInstallation("/usr/lib/go", "/usr/bin/go", "go1.21.0", "PATH"), [], new FileFact("/home/dev/.config/go/env", true, Tri.Yes), false, null, [.. all], []),
            [],
            [],
            new GitSettingsEvidence("/usr/bin/git", [], [], []),
            [],
            new NetrcEvidence(new FileFact("/home/dev/.netrc", false, Tri.NotChecked), [], []),
            new SurroundingsEvidence(Tri.No, null, [], null, Tri.No, [], []));
    }

    public static EvidenceBundle With(this EvidenceBundle bundle, Func<SettingsEvidence, SettingsEvidence> change) => bundle with { Settings = Probed<SettingsEvidence>.Of(change(bundle.Settings.Value!)) };

    public static HostsEvidence HostsFile(params (string Address, string Name)[] entries) =>
        new(new FileFact("/etc/hosts", true, Tri.Yes), Tri.No, 10, "", [.. entries.Select((entry, i) => new HostsEntry(entry.Address, [entry.Name], i + 1))], [], null);

    public static ResolverEvidence Resolvers(string[] servers, string[]? search = null, int ndots = 1) => new(
        new FileFact("/etc/resolv.conf", true, Tri.Yes),
        [.. servers.Select(server => new NameServer(server, new ValueOrigin(OriginKind.File, "/etc/resolv.conf", 1)))],
        search ?? [],
        [],
        ndots,
        5,
        2,
        ["files", "dns"],
        [],
        []);

    public static DnsQuery Query(string name, string resolver, DnsOutcome outcome, ResolverKind kind = ResolverKind.Configured, DnsTransport transport = DnsTransport.Udp, string type = "A", long ttl = 300, double took = 5, params string[] addresses) => new(
        resolver,
        kind == ResolverKind.Configured ? "" : resolver,
        kind,
        transport,
        name,
        type,
        outcome,
        outcome is DnsOutcome.Answered or DnsOutcome.NoData ? "NOERROR" : outcome == DnsOutcome.NameError ? "NXDOMAIN" : null,
        [.. addresses.Select(address => new DnsRecordFact(name, type, ttl, address))],
        false,
        false,
        true,
        1,
        0,
        null,
        took);

    /// <summary>A name that resolves; every resolver says the same.</summary>
    public static Probed<DnsEvidence> Dns(string name, string[] addresses, params DnsQuery[] others) =>
        Names(name, addresses, [Query(name, "10.0.0.53", DnsOutcome.Answered, addresses: addresses), .. others]);

    public static Probed<DnsEvidence> Names(string name, string[] system, DnsQuery[] queries, DnsOutcome outcome = DnsOutcome.NameError, double took = 5, DnsQuery[]? suffixed = null) => Probed<DnsEvidence>.Of(
        new DnsEvidence(name, "", [], new SystemLookup(system.Length > 0 ? DnsOutcome.Answered : outcome, system, system.Length > 0 ? null : outcome.ToString(), took), queries, suffixed ?? []),
        name);

    public static TcpAttempt Connected(string address) => Attempt(address, ConnectOutcome.Connected);

    public static TcpAttempt Attempt(string address, ConnectOutcome outcome, double took = 10) =>
        new(address, address.Contains(':', StringComparison.Ordinal) ? "IPv6" : "IPv4", outcome, outcome == ConnectOutcome.Connected ? null : outcome.ToString(), null, took);

    public static Probed<TcpEvidence> Tcp(string host, params TcpAttempt[] attempts) => Probed<TcpEvidence>.Of(new TcpEvidence(host, 443, "", attempts), $"{host}:443");

    public static CertificateFact Certificate(string name, string issuer = "CN=GTS CA 1C3, O=Google Trust Services LLC, C=US", int from = -30, int until = 60) =>
        new($"CN={name}", issuer, [name], Now.AddDays(from), Now.AddDays(until), issuer == $"CN={name}", false, "RSA", "sha256RSA", "01", name);

    public static TlsHandshake Shaken(string host, string[]? errors = null, string[]? chain = null, CertificateFact? certificate = null) =>
        new(ProxyAddress, TlsOutcome.Completed, "Tls13", "TLS_AES_128_GCM_SHA256", [certificate ?? Certificate(host)], [], errors ?? [], chain ?? [], "system", null, 20);

    public static TlsHandshake Failed(TlsOutcome outcome, string? error = null) => new(ProxyAddress, outcome, null, null, [], [], [], [], "system", error, 20);

    public static Probed<TlsEvidence> Tls(string host, TlsHandshake handshake, string? via = null) =>
        Probed<TlsEvidence>.Of(new TlsEvidence(host, 443, "", ProxyAddress, via, handshake, null, Tri.NotChecked, []), $"{host}:443");

    public static HttpExchange Exchange(string url, HttpOutcome outcome, int? status = null, string body = "", ContentKind kind = ContentKind.Text, TlsHandshake? tls = null, TcpAttempt[]? attempts = null, string? via = null, ProxyTunnel? tunnel = null, string? problem = null)
    {
        var content = status is null ? null : new ContentFact(body.Length == 0 ? ContentKind.Empty : kind, body.Length, body.Length, true, null, body);
        var hop = new HttpHop(url, outcome, ProxyAddress, via, null, new PhaseTimes(1, 1, null, 1, 1, 1, 5), status, status?.ToString(CultureInfo.InvariantCulture), [], content, tunnel, attempts ?? [], tls, null, null, problem);
        return new HttpExchange(url, outcome, [hop], 5);
    }

    public static HttpExchange Answer(string url, int status = 200, string body = "ok", ContentKind kind = ContentKind.Text) => Exchange(url, HttpOutcome.Answered, status, body, kind);

    /// <summary>Answers of a proxy to all steps, but for those that are given.</summary>
    public static ProxyExchange[] Steps(string entry, params (ProxyStep Step, HttpExchange Exchange)[] others)
    {
        (ProxyStep Step, string Ending)[] all = [(ProxyStep.List, "list"), (ProxyStep.Info, $"{Version}.info"), (ProxyStep.GoMod, $"{Version}.mod"), (ProxyStep.Zip, $"{Version}.zip")];
        return [.. all.Select(step => new ProxyExchange(step.Step, others.Where(other => other.Step == step.Step).Select(other => other.Exchange).FirstOrDefault() ?? Answer($"{entry}/{Module}/@v/{step.Ending}"), null, null))];
    }

    /// <summary>A proxy that answers every step alike.</summary>
    public static ProxyExchange[] AllSteps(string entry, Func<string, HttpExchange> answer) =>
        [.. Steps(entry).Select(step => step with { Exchange = answer(step.Exchange!.Url) })];

    public static Probed<GoProxyEvidence> Entry(string entry, int position, ProxyExchange[] steps, bool continues = false, bool isReference = false) =>
        Probed<GoProxyEvidence>.Of(new GoProxyEvidence(entry, position, continues, Module, Version, isReference, steps, 1e6, []), $"{entry} {Module}@{Version}");

    public static Probed<SumDbEvidence> Relay(string entry, HttpExchange supported, params (ProxyStep Step, HttpExchange Exchange)[] others)
    {
        var route = $"{entry}/sumdb/{SumDbHost}";
        var steps = supported is { Outcome: HttpOutcome.Answered, Status: 200 } ? DatabaseSteps(route, others) : Array.Empty<ProxyExchange>();
        return Probed<SumDbEvidence>.Of(new SumDbEvidence(SumDbHost, route, entry, Module, Version, [new ProxyExchange(ProxyStep.SumDbSupported, supported, null, null), .. steps], 1000, Tri.Yes, null, [ZipHash], [ZipHash]), $"{route} {Module}@{Version}");
    }

    public static Probed<SumDbEvidence> Database(params (ProxyStep Step, HttpExchange Exchange)[] others)
    {
        const string route = $"https://{SumDbHost}";
        return Probed<SumDbEvidence>.Of(new SumDbEvidence(SumDbHost, route, null, Module, Version, DatabaseSteps(route, others), 1000, Tri.Yes, null, [ZipHash], [ZipHash]), $"{route} {Module}@{Version}");
    }

    public static ForwardProxyEvidence Forward(string url, TcpAttempt[] connections, ProxyTunnel[] tunnels, params string[] exempt) => new(
        url, [new SettingValue("HTTPS_PROXY", url, new ValueOrigin(OriginKind.ProcessEnvironment, Name: "HTTPS_PROXY"))], false, new SystemLookup(DnsOutcome.Answered, ["10.0.0.30"], null, 1), connections, tunnels, true, exempt);

    public static ProxyTunnel Tunnel(string target, TunnelOutcome outcome, int? status = null) => new(target, outcome, status, status?.ToString(CultureInfo.InvariantCulture), [], [], "", outcome == TunnelOutcome.TlsFailed ? "TLS" : null, 5);

    public static CacheEvidence Cache(params CachedModule[] modules) =>
        new("/home/dev/go/pkg/mod", true, Tri.Yes, "0755", new DiskFact("/home/dev/go/pkg/mod", "module cache", 100L << 30, 10L << 30, Tri.No), null, modules, 0, [], []);

    public static CachedModule Cached(string? zipProblem = null, string? computed = ZipHash, string? recorded = ZipHash, string[]? goSum = null) =>
        new(Module, Version, "/home/dev/go/pkg/mod/cache/download/github.com/acme/hello/@v/v1.0.0.zip", 1000, zipProblem, computed, recorded, null, goSum ?? [], null, [], null, true);

    public static MachineEvidence Machine(long free) =>
        new("Debian GNU/Linux 12", "x64", 2, null, null, [], [new DiskFact("/tmp", "temporary files", 100L << 30, free, Tri.No)], [], null, 1024, null);

    public static VcsEvidence Repository(RemoteFact[] remotes, bool isPrivate = false, string foundBy = "host rule") => new(
        Module, isPrivate, null, null, [], new RepositoryFact(Module, "git", $"https://{Module}", foundBy), remotes, [], new SshFact("/usr/bin/ssh", Tri.No, [], [], Tri.NotChecked));

    public static RemoteFact Remote(RemoteOutcome outcome, string errors = "", HttpExchange? http = null, Tri hasVersion = Tri.NotChecked, string? rewritten = null) =>
        new($"https://{Module}", rewritten, $"git ls-remote --quiet https://{Module}", outcome, outcome == RemoteOutcome.Answered ? 0 : 128, errors, 3, hasVersion, ["v1.0.0"], http ?? Answer($"https://{Module}/info/refs"), [], 50);

    private static ProxyExchange[] DatabaseSteps(string route, (ProxyStep Step, HttpExchange Exchange)[] others)
    {
        (ProxyStep Step, string Ending)[] all = [(ProxyStep.SumDbLatest, "latest"), (ProxyStep.SumDbLookup, $"lookup/{Module}@{Version}"), (ProxyStep.SumDbTile, "tile/8/0/000")];
        return [.. all.Select(step => new ProxyExchange(step.Step, others.Where(other => other.Step == step.Step).Select(other => other.Exchange).FirstOrDefault() ?? Answer($"{route}/{step.Ending}"), null, null))];
    }
}
