using Sluice.Doctor.Findings;
using Sluice.Doctor.Fixes;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Settings;
using Sluice.Modules.GoEnvironment;

namespace Sluice.Doctor.Environments;

/// <summary>The profiles that there are: those of Sluice, and the account's own in <c>sluice/profiles/NAME.yaml</c> of its folder for configuration.</summary>
public static class ProfileList
{
    private const int MaxOwn = 100;

    /// <summary>sum.golang.org under a name that can be reached from mainland China; the go command knows it (cmd/go/internal/modfetch, <c>sumdb.go</c>).</summary>
    private const string ChineseSumDb = "sum.golang.google.cn";
    private static readonly Dictionary<string, string?> Nothing = [];

    /// <summary>The names of Sluice's own profiles. <c>corp</c> takes a URL.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = ["cn", "global", "corp", "offline"];

    /// <summary>The folder for own profiles; null where no variable tells of a home.</summary>
    public static string? FolderOf(DoctorHost host) => SluiceFolder.Of(host) is { } folder ? Path.Combine(folder, "profiles") : null;

    /// <summary>All profiles; own ones that cannot be read are left out. <c>corp</c> is shown with its place for the URL.</summary>
    public static IReadOnlyList<EnvironmentProfile> All(DoctorHost host) =>
    [
        .. BuiltIn.Select(name => Make(host, name, "URL")!),
        .. OwnNames(host).Select(name => ProfileReader.Read(PathOf(host, name), name).Profile).OfType<EnvironmentProfile>(),
    ];

    /// <summary>Finds a profile.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="name">Its name. An own profile goes before one of Sluice.</param>
    /// <param name="url">The URL for <c>corp</c>; null for none.</param>
    /// <returns>The profile, or every reason why there is none.</returns>
    public static (EnvironmentProfile? Profile, IReadOnlyList<string> Problems) Find(DoctorHost host, string name, string? url)
    {
        if (OwnNames(host).Contains(name))
        {
            return ProfileReader.Read(PathOf(host, name), name);
        }

        if (name == "corp")
        {
            if (url is null)
            {
                return (null, ["corp wants the URL of the proxy: sluice env use corp https://goproxy.corp.example"]);
            }

            if (!GoProxyList.TryParse(url, out _, out var error))
            {
                return (null, [error]);
            }
        }

        var profile = Make(host, name, url ?? "");
        return profile is not null ? (profile, []) : (null, [$"there is no profile \"{name}\"; known are {string.Join(", ", BuiltIn.Concat(OwnNames(host)))}"]);
    }

    private static EnvironmentProfile? Make(DoctorHost host, string name, string url) => name switch
    {
        // Between mirrors |: one that is down must not stop a build. Before direct a comma: an outage must not turn into clones from hosts that may be blocked.
        "cn" => new EnvironmentProfile(
            name,
            new BilingualText("mirrors in mainland China, and the checksum database under its Chinese name", "中国大陆镜像，以及校验数据库的国内域名"),
            new Dictionary<string, string?> { ["GOPROXY"] = "https://goproxy.cn|https://goproxy.io,direct", ["GOSUMDB"] = ChineseSumDb },
            Nothing),
        "global" => new EnvironmentProfile(
            name,
            new BilingualText("the go command's own values: proxy.golang.org and sum.golang.org", "go 命令的默认值：proxy.golang.org 与 sum.golang.org"),
            new Dictionary<string, string?> { ["GOPROXY"] = null, ["GOSUMDB"] = null },
            Nothing),
        "corp" => new EnvironmentProfile(
            name,
            new BilingualText("the company's proxy and nothing else: no request leaves for anybody else", "只用公司代理：不向其他任何地方发请求"),
            Corporate(host, url),
            Nothing),
        "offline" => new EnvironmentProfile(
            name,
            new BilingualText("no network: what the module cache and vendor have", "不使用网络：只用模块缓存和 vendor 中已有的内容"),
            Offline(host),
            Nothing),
        _ => null,
    };

    /// <summary>What is set of the checksum database stays, but for what the profile <c>cn</c> set.</summary>
    private static Dictionary<string, string?> Corporate(DoctorHost host, string url)
    {
        var variables = new Dictionary<string, string?> { ["GOPROXY"] = url };
        if (GoSettingsReader.Read(host)["GOSUMDB"] == ChineseSumDb)
        {
            variables["GOSUMDB"] = null;
        }

        return variables;
    }

    private static Dictionary<string, string?> Offline(DoctorHost host)
    {
        var variables = new Dictionary<string, string?> { ["GOPROXY"] = "off" };
        var version = GoSettingsReader.Read(host).Installation?.Version;
        if (version is not null && GoSettingsReader.IsAtLeast(version, 21))
        {
            variables["GOTOOLCHAIN"] = "local";
        }

        return variables;
    }

    private static IReadOnlyList<string> OwnNames(DoctorHost host) => FolderOf(host) is { } folder && Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal).Take(MaxOwn)]
        : [];

    private static string PathOf(DoctorHost host, string name) => Path.Combine(FolderOf(host)!, name + ".yaml");
}
