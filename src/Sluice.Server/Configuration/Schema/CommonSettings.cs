using Microsoft.Extensions.Logging;
using Sluice.Core.Pipeline;
using Sluice.Fetch.Http;
using Sluice.Modules.GoEnvironment;
using Sluice.Modules.Paths;

namespace Sluice.Server.Configuration;

/// <summary>Settings of addresses, files, sources and logs.</summary>
internal static class CommonSettings
{
    public static readonly Setting<IReadOnlyList<string>> Listen = new("listen", AddressParsers.Listen)
    {
        Flag = "--listen",
        ValueName = "ADDRESS",
        Default = "127.0.0.1:3000",
        AcceptsList = true,
        Description = "Addresses to listen on: without a host on every address, port 0 takes a free one, http:// or https:// before it chooses against or for TLS",
        Expected = "addresses like 127.0.0.1:3000, :8080 or [::1]:3000, with commas between",
        Example = ":8080",
    };

    public static readonly Setting<string> TlsCertificate = new("tls.certificate", PathParsers.Certificates)
    {
        Description = "Certificate chain for HTTPS, PEM; together with tls.key",
        Expected = "a readable PEM file with a certificate",
        Example = "/etc/sluice/tls.crt",
    };

    public static readonly Setting<string> TlsKey = new("tls.key", PathParsers.PrivateKey)
    {
        Description = "Private key of the certificate, PEM, without a pass phrase",
        Expected = "a readable PEM file with a private key",
        Example = "/etc/sluice/tls.key",
    };

    public static readonly Setting<string> BasePath = new("basePath", AddressParsers.BasePath)
    {
        Flag = "--base-path",
        ValueName = "PATH",
        Default = "/",
        Description = "Path below which everything is served",
        Expected = "a URL path that starts with a slash",
        Example = "/mod",
        Show = path => path.Length == 0 ? "/" : path,
    };

    public static readonly Setting<string> Data = new("data", PathParsers.DataDirectory)
    {
        Flag = "--data",
        ValueName = "DIRECTORY",
        Default = "./sluice-data",
        Description = "Directory of the store; made when it is not there",
        Expected = "a directory",
        Example = "/var/lib/sluice",
        Show = path => path,
    };

    public static readonly Setting<GoProxyList> Upstreams = new("upstreams", SourceParsers.Upstreams)
    {
        Flag = "--upstreams",
        ValueName = "LIST",
        Default = "https://proxy.golang.org,direct",
        Description = "Where public modules come from, in the syntax of GOPROXY",
        Expected = "a GOPROXY list: URLs, direct or off, with , (next when not found) or | (next on any failure) between",
        Example = "https://goproxy.cn|https://proxy.golang.org,direct",
        Show = list => list.ToString(),
    };

    public static readonly Setting<string> SumDb = new("sumdb", SourceParsers.SumDb)
    {
        Flag = "--sumdb",
        ValueName = "DATABASE",
        Default = "sum.golang.org",
        Description = "Checksum database, in the syntax of GOSUMDB",
        Expected = "sum.golang.org, a verifier key (name+hash+key), either with a URL after a space, or off",
        Example = "sum.golang.org https://sum.golang.google.cn",
        Show = ShownText.MaskUserInfo,
    };

    public static readonly Setting<ChecksumPolicy> SumDbPolicy = new(
        "sumdbPolicy", NumberParsers.Word(("prefer", ChecksumPolicy.Prefer), ("require", ChecksumPolicy.Require), ("off", ChecksumPolicy.Off)))
    {
        Flag = "--sumdb-policy",
        ValueName = "prefer|require|off",
        Default = "prefer",
        Description = "What a version needs of the checksum database before it is kept: compared when the database can tell and later otherwise, always, or never",
        Expected = "prefer, require or off",
        Example = "require",
    };

    public static readonly Setting<PathPatterns> NoSumDb = new("noSumdb", SourceParsers.Patterns)
    {
        Unset = PathPatterns.None,
        AcceptsList = true,
        Description = "Public modules that the checksum database is not asked about, in the syntax of GONOSUMDB; private ones never are",
        Expected = "module path globs with commas between",
        Example = "github.com/acme/*",
    };

    public static readonly Setting<PathPatterns> Private = new("private", SourceParsers.Patterns)
    {
        Flag = "--private",
        ValueName = "PATTERNS",
        Unset = PathPatterns.None,
        AcceptsList = true,
        Description = "Private modules, in the syntax of GOPRIVATE: never asked about at public upstreams or databases",
        Expected = "module path globs with commas between",
        Example = "*.corp.example,git.corp.example/*",
    };

    public static readonly Setting<GoVcs> VcsAllow = new("vcs.allow", SourceParsers.Vcs)
    {
        Unset = GoVcs.Default,
        AcceptsList = true,
        Description = "Which kinds of version control may be used for which modules, in the syntax of GOVCS; unset is public:git|hg,private:all",
        Expected = "entries like PATTERN:git|hg with commas between; PATTERN may be public or private, the kinds all or off",
        Example = "github.com:git,private:all,public:off",
    };

    public static readonly Setting<PathPatterns> VcsInsecure = new("vcs.insecure", SourceParsers.Patterns)
    {
        Unset = PathPatterns.None,
        AcceptsList = true,
        Description = "Modules whose repositories may be found and fetched in clear text (http, svn), in the syntax of GOINSECURE",
        Expected = "module path globs with commas between",
        Example = "lab.corp.example/*",
    };

    public static readonly Setting<ZipRules> Zips = new("zipRules", NumberParsers.Word(("refuse", ZipRules.Refuse), ("pass", ZipRules.Pass)))
    {
        Flag = "--zip-rules",
        ValueName = "refuse|pass",
        Default = "refuse",
        Description = "What happens to a zip that breaks the rules for module zips: refused, or passed on for the go command to refuse",
        Expected = "refuse or pass",
        Example = "pass",
    };

    public static readonly Setting<ForwardProxy> NetworkProxy = new("network.proxy", SourceParsers.ForwardProxy)
    {
        Default = "env",
        Description = "Forward proxy to upstreams: that of HTTPS_PROXY, HTTP_PROXY and NO_PROXY, none, or a given one",
        Expected = "env, off, or a URL like http://proxy.corp.example:3128",
        Example = "http://proxy.corp.example:3128",
        Show = SourceParsers.Show,
    };

    public static readonly Setting<string> NetworkCaBundle = new("network.caBundle", PathParsers.Certificates)
    {
        Description = "Certificates trusted besides the system's, PEM",
        Expected = "a readable PEM file with certificates",
        Example = "/etc/ssl/corp-ca.pem",
    };

    public static readonly Setting<string> NetworkNetrc = new("network.netrc", PathParsers.Netrc)
    {
        Default = "auto",
        Description = "File with credentials for upstreams; auto takes $NETRC, else .netrc in the home directory, if it is there",
        Expected = "auto, off, or a readable file",
        Example = "/run/secrets/netrc",
        Show = path => path.Length == 0 ? "none" : path,
    };

    public static readonly Setting<LogFormat> LogFormat = new(
        "log.format",
        NumberParsers.Word(("auto", Configuration.LogFormat.Auto), ("json", Configuration.LogFormat.Json), ("pretty", Configuration.LogFormat.Pretty)))
    {
        Flag = "--log-format",
        ValueName = "auto|json|pretty",
        Default = "auto",
        Description = "How log lines look; auto is pretty on a terminal, else json",
        Expected = "auto, json or pretty",
        Example = "json",
    };

    public static readonly Setting<LogLevel> LogLevel = new(
        "log.level",
        NumberParsers.Word(
            ("trace", Microsoft.Extensions.Logging.LogLevel.Trace),
            ("debug", Microsoft.Extensions.Logging.LogLevel.Debug),
            ("information", Microsoft.Extensions.Logging.LogLevel.Information),
            ("info", Microsoft.Extensions.Logging.LogLevel.Information),
            ("warning", Microsoft.Extensions.Logging.LogLevel.Warning),
            ("error", Microsoft.Extensions.Logging.LogLevel.Error)))
    {
        Default = "information",
        Description = "Lowest level that is logged",
        Expected = "trace, debug, information (or info), warning or error",
        Example = "debug",
    };

    public static readonly Setting<RequestLogging> LogRequests = new(
        "log.requests",
        NumberParsers.Word(("all", RequestLogging.All), ("errors", RequestLogging.Errors), ("off", RequestLogging.Off)))
    {
        Flag = "--log-requests",
        ValueName = "all|errors|off",
        Default = "all",
        Description = "Which requests get a log line; errors are those answered 400 and above",
        Expected = "all, errors or off",
        Example = "errors",
    };
}
