namespace Sluice.Fetch.Http;

/// <summary>How upstreams are reached.</summary>
public sealed record NetworkOptions
{
    /// <summary>The forward proxy for all upstreams; an entry of <see cref="Hosts"/> goes first. Default: the environment's.</summary>
    public ForwardProxy Proxy { get; init; } = ForwardProxy.Environment;

    /// <summary>PEM file with certificates trusted besides the system's; null for none.</summary>
    public string? CaBundle { get; init; }

    /// <summary>Exceptions for single hosts.</summary>
    public IReadOnlyList<HostNetworkOptions> Hosts { get; init; } = [];

    /// <summary>Credentials from the configuration; they go before .netrc and after user info in an upstream's URL.</summary>
    public IReadOnlyList<HostCredential> Credentials { get; init; } = [];

    /// <summary>Keys for repositories that are reached by ssh.</summary>
    public IReadOnlyList<SshIdentity> SshIdentities { get; init; } = [];

    /// <summary>GitHub Apps that read repositories; they go before every other credential.</summary>
    public IReadOnlyList<GitHubApp> GitHubApps { get; init; } = [];

    /// <summary>The .netrc file to read; null for none.</summary>
    public string? NetrcFile { get; init; }

    /// <summary>The proxy variables of the environment (<c>HTTP_PROXY</c>, <c>HTTPS_PROXY</c>, <c>NO_PROXY</c>, lower case too), handed in by the composition root.</summary>
    public IReadOnlyDictionary<string, string> EnvironmentVariables { get; init; } = new Dictionary<string, string>();
}

/// <summary>How one host is reached, unlike the others.</summary>
/// <param name="Host">Host name, compared without case.</param>
public sealed record HostNetworkOptions(string Host)
{
    /// <summary>Its forward proxy; null to do as for all.</summary>
    public ForwardProxy? Proxy { get; init; }

    /// <summary>PEM file with certificates trusted for this host besides; null for none.</summary>
    public string? CaBundle { get; init; }
}

/// <summary>A choice of forward proxy.</summary>
/// <param name="Kind">Which one.</param>
/// <param name="Url">Its URL with <c>http</c> or <c>https</c>, user info allowed; null unless <paramref name="Kind"/> is <see cref="ForwardProxyKind.Url"/>.</param>
public sealed record ForwardProxy(ForwardProxyKind Kind, Uri? Url)
{
    /// <summary>What HTTP_PROXY, HTTPS_PROXY and NO_PROXY say.</summary>
    public static ForwardProxy Environment { get; } = new(ForwardProxyKind.Environment, null);

    /// <summary>None, whatever the environment says.</summary>
    public static ForwardProxy Off { get; } = new(ForwardProxyKind.Off, null);
}

/// <summary>The kinds of <see cref="ForwardProxy"/>.</summary>
public enum ForwardProxyKind
{
    /// <summary>What HTTP_PROXY, HTTPS_PROXY and NO_PROXY say.</summary>
    Environment,

    /// <summary>None.</summary>
    Off,

    /// <summary>A given URL.</summary>
    Url,
}
