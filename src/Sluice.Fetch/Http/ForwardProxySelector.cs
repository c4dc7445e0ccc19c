using System.Net;

namespace Sluice.Fetch.Http;

/// <summary>
/// Chooses the forward proxy of a URL. In order: the host's own setting; for this machine (<c>localhost</c>, loopback addresses) none; the
/// common setting, where the environment is read as Go does (golang.org/x/net/http/httpproxy). https goes through CONNECT.
/// </summary>
internal sealed class ForwardProxySelector : IWebProxy, ICredentials
{
    private readonly Dictionary<string, ForwardProxy> _byHost = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, NetworkCredential> _credentials = new(StringComparer.OrdinalIgnoreCase);
    private readonly ForwardProxy _common;
    private readonly Uri? _forHttp;
    private readonly Uri? _forHttps;
    private readonly NoProxyList _noProxy;

    public ForwardProxySelector(NetworkOptions options)
    {
        _common = Remember(options.Proxy);
        foreach (var host in options.Hosts)
        {
            if (host.Proxy is not null)
            {
                _byHost[host.Host.Trim('[', ']')] = Remember(host.Proxy);
            }
        }

        _forHttp = Remember(Parse(Variable(options, "HTTP_PROXY")));
        _forHttps = Remember(Parse(Variable(options, "HTTPS_PROXY")));
        _noProxy = new NoProxyList(Variable(options, "NO_PROXY"));
    }

    /// <summary>User info of the proxies' URLs.</summary>
    ICredentials? IWebProxy.Credentials
    {
        get => this;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination)
    {
        if (_byHost.TryGetValue(destination.IdnHost.Trim('[', ']'), out var own))
        {
            return Choose(own, destination);
        }

        return Addressing.NamesThisMachine(destination.IdnHost) ? null : Choose(_common, destination);
    }

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => GetProxy(host) is null;

    /// <inheritdoc/>
    NetworkCredential? ICredentials.GetCredential(Uri uri, string authType) =>
        authType is "Basic" or "Digest" ? _credentials.GetValueOrDefault(uri.Authority) : null;

    private static string Variable(NetworkOptions options, string name)
    {
        var value = options.EnvironmentVariables.GetValueOrDefault(name);
        return string.IsNullOrEmpty(value) ? options.EnvironmentVariables.GetValueOrDefault(name.ToLowerInvariant()) ?? "" : value;
    }

    /// <summary>Null for an empty and, as in Go, for a nonsensical value. Without a scheme it is http.</summary>
    private static Uri? Parse(string value)
    {
        if (value.Length == 0)
        {
            return null;
        }

        var text = value.Contains("://", StringComparison.Ordinal) ? value : "http://" + value;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" or "socks5" && url.Host.Length > 0 ? url : null;
    }

    private Uri? Choose(ForwardProxy choice, Uri destination) => choice.Kind switch
    {
        ForwardProxyKind.Off => null,
        ForwardProxyKind.Url => choice.Url,
        _ => Addressing.NamesThisMachine(destination.IdnHost) || _noProxy.Matches(destination.IdnHost, destination.Port)
            ? null
            : destination.Scheme == "https" ? _forHttps : _forHttp,
    };

    private ForwardProxy Remember(ForwardProxy proxy) => proxy.Url is null ? proxy : proxy with { Url = Remember(proxy.Url) };

    /// <summary>Takes the user info off a proxy's URL and keeps it for the day that the proxy asks.</summary>
    private Uri? Remember(Uri? url)
    {
        if (url is null or { UserInfo.Length: 0 })
        {
            return url;
        }

        var (user, password) = UserInfo.Split(url);
        _credentials[url.Authority] = new NetworkCredential(user, password);
        return new Uri(url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped));
    }
}
