using Sluice.Core.Pipeline;
using Sluice.Fetch.Http;
using Sluice.Fetch.Upstreams;

namespace Sluice.Server.Configuration;

/// <summary>Puts resolved values together. Where one is missing because it was wrong, the result is not used.</summary>
internal static class SettingsAssembler
{
    /// <summary>What the network part looks up later (https://pkg.go.dev/golang.org/x/net/http/httpproxy#FromEnvironment).</summary>
    private static readonly string[] ProxyVariables = ["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"];

    /// <summary>What git and its kin may see of the environment; which of them gets what is decided beside the programs.</summary>
    private static readonly string[] ProgramVariables =
        ["PATH", "HOME", "USERPROFILE", "SSH_AUTH_SOCK", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_SSL_CAINFO", "SSL_CERT_FILE", "SSL_CERT_DIR"];

    /// <summary>Null where a value without which there is no configuration could not be had.</summary>
    public static GatewaySettings? Assemble(ScalarResolver scalars, ListReader lists, ConfigurationInput input)
    {
        var routes = RouteReader.Read(lists);
        var origins = OriginReader.Read(lists);
        var network = AssembleNetwork(scalars, lists, input);
        if (scalars.Get(CommonSettings.Listen) is not { } listen
            || scalars.Get(CommonSettings.Data) is not { } data
            || scalars.Get(CommonSettings.Upstreams) is not { } upstreams
            || scalars.Get(CommonSettings.SumDb) is not { } sumDb)
        {
            return null;
        }

        return new GatewaySettings
        {
            Listen = listen,
            Tls = scalars.Get(CommonSettings.TlsCertificate) is { } certificate && scalars.Get(CommonSettings.TlsKey) is { } key
                ? new TlsSettings(certificate, key)
                : null,
            BasePath = scalars.Get(CommonSettings.BasePath)!,
            DataDirectory = data,
            Upstreams = upstreams,
            SumDb = sumDb,
            SumDbPolicy = scalars.Get(CommonSettings.SumDbPolicy),
            NoSumDb = scalars.Get(CommonSettings.NoSumDb)!,
            Private = scalars.Get(CommonSettings.Private)!,
            SumLog = AssembleSumLog(scalars),
            Routes = routes,
            Origins = origins,
            AllowedVcs = scalars.Get(CommonSettings.VcsAllow)!,
            InsecureOrigins = scalars.Get(CommonSettings.VcsInsecure)!,
            Network = network,
            ProgramEnvironment = VariablesOf(input, ProgramVariables),
            Upstream = AssembleUpstream(scalars),
            Cache = AssembleCache(scalars),
            ZipRules = scalars.Get(CommonSettings.Zips),
            MaxConcurrentFetches = scalars.Get(LimitSettings.MaxConcurrentFetches),
            ShutdownTimeout = scalars.Get(LimitSettings.ShutdownTimeout),
            Log = new LogSettings
            {
                Format = scalars.Get(CommonSettings.LogFormat),
                Level = scalars.Get(CommonSettings.LogLevel),
                Requests = scalars.Get(CommonSettings.LogRequests),
            },
        };
    }

    private static NetworkOptions AssembleNetwork(ScalarResolver scalars, ListReader lists, ConfigurationInput input) => new()
    {
        Proxy = scalars.Get(CommonSettings.NetworkProxy) ?? ForwardProxy.Environment,
        CaBundle = scalars.Get(CommonSettings.NetworkCaBundle),
        NetrcFile = scalars.Get(CommonSettings.NetworkNetrc) is { Length: > 0 } netrc ? netrc : null,
        Credentials = CredentialReader.Read(lists),
        SshIdentities = SshKeyReader.Read(lists),
        GitHubApps = GitHubAppReader.Read(lists),
        Hosts = HostReader.Read(lists),
        EnvironmentVariables = VariablesOf(input, ProxyVariables),
    };

    private static SumLogSettings? AssembleSumLog(ScalarResolver scalars) => scalars.Get(SumLogSettingDefinitions.Name) is not { } name
        ? null
        : new SumLogSettings(name, scalars.Get(SumLogSettingDefinitions.Match) ?? scalars.Get(CommonSettings.Private)!)
        {
            Passphrase = scalars.Get(SumLogSettingDefinitions.PassphraseFile) ?? scalars.Get(SumLogSettingDefinitions.PassphraseVariable),
            Key = scalars.Get(SumLogSettingDefinitions.KeyFile) ?? scalars.Get(SumLogSettingDefinitions.KeyVariable),
        };

    private static Dictionary<string, string> VariablesOf(ConfigurationInput input, string[] names) =>
        names.Where(name => input.Variable(name) is not null).ToDictionary(name => name, name => input.Environment[name], StringComparer.Ordinal);

    private static UpstreamOptions AssembleUpstream(ScalarResolver scalars) => new()
    {
        ConnectTimeout = scalars.Get(LimitSettings.ConnectTimeout),
        ResponseTimeout = scalars.Get(LimitSettings.ResponseTimeout),
        StallTimeout = scalars.Get(LimitSettings.StallTimeout),
        FetchTimeout = scalars.Get(LimitSettings.FetchTimeout),
        MaxConnections = scalars.Get(LimitSettings.MaxConnections),
    };

    private static CacheOptions AssembleCache(ScalarResolver scalars) => new()
    {
        ListTtl = scalars.Get(LimitSettings.ListTtl),
        NegativeTtl = scalars.Get(LimitSettings.NegativeTtl),
        PrivateNegativeTtl = scalars.Get(LimitSettings.PrivateNegativeTtl),
        MemoryBytes = scalars.Get(LimitSettings.CacheMemory),
    };
}
