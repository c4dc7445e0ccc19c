namespace Sluice.Doctor.Mirrors;

/// <summary>Public module proxies that are known by name.</summary>
public static class KnownMirrors
{
    /// <summary>Their URLs.</summary>
    public static IReadOnlyList<string> Urls { get; } = ["https://goproxy.cn", "https://goproxy.io", "https://mirrors.aliyun.com/goproxy", "https://proxy.golang.org"];

    /// <summary>Whether a proxy is one of them.</summary>
    public static bool IsPublic(Uri url) => Urls.Any(known => new Uri(known).Host == url.Host);
}
