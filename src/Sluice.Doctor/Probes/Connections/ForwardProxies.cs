using System.Globalization;
using System.Net;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Connections;

/// <summary>A forward proxy of the settings. Holds credentials: never evidence.</summary>
/// <param name="Url">Scheme http, https or socks5, perhaps with user info.</param>
/// <param name="Setting">The setting that names it.</param>
internal sealed record ForwardProxy(Uri Url, SettingValue Setting)
{
    /// <summary>The proxy without credentials: <c>http://proxy.corp.example:3128</c>.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Url.Scheme}://{Url.Host}:{Url.Port}");

    /// <summary>The value of Proxy-Authorization; null without credentials.</summary>
    public string? Authorization => Url.UserInfo.Length == 0 ? null : Credentials.Basic(Url);
}

/// <summary>Basic credentials.</summary>
internal static class Credentials
{
    /// <summary>The header's value for the user info of a URL.</summary>
    public static string Basic(Uri url)
    {
        var colon = url.UserInfo.IndexOf(':');
        var (user, password) = colon < 0 ? (url.UserInfo, "") : (url.UserInfo[..colon], url.UserInfo[(colon + 1)..]);
        return Basic(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password));
    }

    /// <summary>The header's value.</summary>
    public static string Basic(string user, string password) => "Basic " + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{user}:{password}"));
}

/// <summary>Which requests go through which forward proxy, as the go command decides it (golang.org/x/net/http/httpproxy).</summary>
internal sealed class ForwardProxies
{
    private readonly ForwardProxy? _forHttp;
    private readonly ForwardProxy? _forHttps;
    private readonly List<Exemption> _exemptions = [];
    private readonly bool _exemptsAll;

    private ForwardProxies(ForwardProxy? forHttp, ForwardProxy? forHttps, string noProxy)
    {
        _forHttp = forHttp;
        _forHttps = forHttps;
        foreach (var entry in noProxy.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (entry == "*")
            {
                _exemptsAll = true;
            }
            else if (Exemption.Parse(entry.ToLowerInvariant()) is { } exemption)
            {
                _exemptions.Add(exemption);
            }
        }
    }

    /// <summary>The proxies in use, each once.</summary>
    public IReadOnlyList<ForwardProxy> All => [.. ((ForwardProxy?[])[_forHttps, _forHttp]).OfType<ForwardProxy>().DistinctBy(proxy => proxy.Url)];

    /// <summary>Reads the variables: upper case before lower case; ALL_PROXY means nothing to Go.</summary>
    public static ForwardProxies Of(DoctorHost host) =>
        new(Read(host, "HTTP_PROXY", "http_proxy"), Read(host, "HTTPS_PROXY", "https_proxy"), host.Variable("NO_PROXY") ?? host.Variable("no_proxy") ?? "");

    /// <summary>The proxy for a URL; null for the direct way.</summary>
    public ForwardProxy? For(Uri url) => (url.Scheme == Uri.UriSchemeHttps ? _forHttps : _forHttp) is { } proxy && !IsExempt(url) ? proxy : null;

    /// <summary>Whether NO_PROXY, or being this machine, keeps a URL from proxies.</summary>
    public bool IsExempt(Uri url)
    {
        var host = url.IdnHost.TrimEnd('.').ToLowerInvariant();
        var address = IPAddress.TryParse(host.Trim('[', ']'), out var parsed) ? parsed : null;
        return host == "localhost"
            || (address is not null && IPAddress.IsLoopback(address))
            || _exemptsAll
            || _exemptions.Exists(exemption => exemption.Matches(host, address, url.Port));
    }

    /// <summary>Reads a proxy's address. What has no scheme that a proxy can have is taken for a host. Null when it can be neither.</summary>
    public static ForwardProxy? Parse(SettingValue setting)
    {
        var isUrl = Uri.TryCreate(setting.Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" or "socks5" or "socks5h" && url.Host.Length > 0;
        return isUrl || (setting.Value.Length > 0 && Uri.TryCreate("http://" + setting.Value, UriKind.Absolute, out url)) ? new ForwardProxy(url!, setting) : null;
    }

    private static ForwardProxy? Read(DoctorHost host, string upper, string lower)
    {
        var name = host.Variable(upper) is not null ? upper : lower;
        return host.Variable(name) is { } text ? Parse(new SettingValue(name, text, new ValueOrigin(OriginKind.ProcessEnvironment, Name: name))) : null;
    }

    private sealed record Exemption(string Suffix, bool MatchesHost, IPAddress? Address, IPNetwork? Network, string Port)
    {
        public static Exemption? Parse(string text)
        {
            if (IPNetwork.TryParse(text, out var network))
            {
                return new Exemption("", false, null, network, "");
            }

            var colon = text.LastIndexOf(':');
            var hasPort = colon >= 0 && (text.IndexOf(':') == colon || text[colon - 1] == ']');
            var (host, port) = hasPort ? (text[..colon], text[(colon + 1)..]) : (text, "");
            if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
            {
                return new Exemption("", false, address, null, port);
            }

            host = host.StartsWith("*.", StringComparison.Ordinal) ? host[1..] : host;
            return host.Length == 0 ? null : host[0] == '.' ? new Exemption(host, false, null, null, port) : new Exemption("." + host, true, null, null, port);
        }

        public bool Matches(string host, IPAddress? address, int port)
        {
            if (Network is { } network)
            {
                return address is not null && network.Contains(address);
            }

            var isThat = Address is not null
                ? Address.Equals(address)
                : host.EndsWith(Suffix, StringComparison.Ordinal) || (MatchesHost && host.Length == Suffix.Length - 1 && Suffix.EndsWith(host, StringComparison.Ordinal));
            return isThat && (Port.Length == 0 || Port == port.ToString(CultureInfo.InvariantCulture));
        }
    }
}
