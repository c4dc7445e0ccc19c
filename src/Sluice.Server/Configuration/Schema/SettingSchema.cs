namespace Sluice.Server.Configuration;

/// <summary>
/// The table of settings: binding, <c>sluice config show</c>, the search for unknown keys and the reference page are all made from it.
/// </summary>
public static class SettingSchema
{
    /// <summary>Every setting with a single value, in the order of the reference page.</summary>
    public static IReadOnlyList<SettingDefinition> All { get; } =
    [
        CommonSettings.Listen, CommonSettings.TlsCertificate, CommonSettings.TlsKey, CommonSettings.BasePath, CommonSettings.Data,
        CommonSettings.Upstreams, CommonSettings.SumDb, CommonSettings.SumDbPolicy, CommonSettings.NoSumDb, CommonSettings.Private, CommonSettings.Zips,
        CommonSettings.VcsAllow, CommonSettings.VcsInsecure,
        SumLogSettingDefinitions.Name, SumLogSettingDefinitions.Match,
        SumLogSettingDefinitions.PassphraseFile, SumLogSettingDefinitions.PassphraseVariable, SumLogSettingDefinitions.KeyFile, SumLogSettingDefinitions.KeyVariable,
        CommonSettings.NetworkProxy, CommonSettings.NetworkCaBundle, CommonSettings.NetworkNetrc,
        LimitSettings.ConnectTimeout, LimitSettings.ResponseTimeout, LimitSettings.StallTimeout, LimitSettings.FetchTimeout,
        LimitSettings.MaxConnections, LimitSettings.MaxConcurrentFetches, LimitSettings.ShutdownTimeout,
        LimitSettings.ListTtl, LimitSettings.NegativeTtl, LimitSettings.PrivateNegativeTtl, LimitSettings.CacheMemory,
        CommonSettings.LogFormat, CommonSettings.LogLevel, CommonSettings.LogRequests,
    ];

    /// <summary>The keys that hold lists of entries.</summary>
    public static IReadOnlyList<ListDefinition> Lists { get; } =
    [
        new("routes", "Chains for some modules, which go before `upstreams`; the first enabled match wins",
        [
            new("name", true, "", "a name, unique among the routes", "What logs and messages call the route"),
            new("match", true, "", CommonSettings.Private.Expected, "Modules that the route is for"),
            new("enabled", false, "true", "true or false", "Whether the route counts"),
            new("upstreams", true, "", CommonSettings.Upstreams.Expected, "Where its modules come from"),
        ]),
        new("origins", "Where the repositories of some modules are; goes before every rule and every go-import tag, the longest path wins",
        [
            new("path", true, "", "a module path", "The path that stands for the repository, or for the folder `subdir` in it"),
            new("vcs", false, "git", OriginReader.Kinds, "Its kind of version control"),
            new("url", true, "", OriginReader.Urls, "Where it is"),
            new("subdir", false, "", "a folder in the repository", "The folder that the path stands for"),
        ]),
        new("credentials", "User names and passwords for upstreams and repositories; the longest matching host and path wins",
        [
            new("host", true, "", "a host, perhaps with :port and a /path prefix", "Where they are sent; only over https"),
            new("username", false, "", "a user name", "Empty where the token alone counts"),
            new("password", true, "", "{ file: PATH } or { env: VARIABLE }", "Where the password or token is; never the password itself"),
        ]),
        new("sshKeys", "Keys for repositories that are reached by ssh; the longest matching host and path wins",
        [
            new("host", true, "", "a host, perhaps with a /path prefix", "Where the key is used"),
            new("key", false, "", SshKeyReader.KeyShape, "The key to use, and no other; without it those of the agent and of ~/.ssh"),
            new("knownHosts", false, "", SshKeyReader.KnownHostsShape, "The host keys to believe, and no others; without it those of ~/.ssh and of the system"),
        ]),
        new("githubApps", "GitHub Apps that read private repositories over https, with tokens that they are given for an hour; the longest matching host and path wins",
        [
            new("host", true, "", "a host, perhaps with a /path prefix", "Where its repositories are: github.com/acme"),
            new("appId", true, "", "the app's number or client id", "The app"),
            new("installationId", true, "", "the installation's number", "Its installation in the organisation"),
            new("key", true, "", GitHubAppReader.KeyShape, "What it signs with"),
            new("api", false, "https://api.github.com", GitHubAppReader.ApiShape, "Where tokens are asked for; GitHub Enterprise has https://HOST/api/v3"),
        ]),
        new("network.hosts", "Hosts that are reached unlike the others",
        [
            new("host", true, "", "a host name", "The host"),
            new("proxy", false, "", CommonSettings.NetworkProxy.Expected, "Its forward proxy, in place of network.proxy"),
            new("caBundle", false, "", CommonSettings.NetworkCaBundle.Expected, "Certificates trusted for it besides the others"),
        ]),
    ];

    /// <summary>Variables that start like settings and are none, with what they are for.</summary>
    public static IReadOnlyDictionary<string, string> OtherVariables { get; } = new Dictionary<string, string>
    {
        ["SLUICE_CONFIG"] = "The configuration file, when there is no --config",
    };
}
