using System.Net;
using Sluice.Core.Faults;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>How a repository's host is reached.</summary>
internal sealed record GitAccess
{
    /// <summary>The credential to send; null for none.</summary>
    public Credential? Credential { get; init; }

    /// <summary>Where the password comes from when it is a token that has to be got first; null for none.</summary>
    public InstallationTokens? Tokens { get; init; }

    /// <summary>The forward proxy's URL, with its user info; null for none.</summary>
    public Secret? ProxyUrl { get; init; }

    /// <summary>PEM file with all certificates to trust; null for the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>What was tried, for messages.</summary>
    public string CredentialText => Tokens is { App: var app } ? $"the token of GitHub App {app.AppId} ({app.Origin}) was tried" : Http.Credential.Describe(Credential);

    /// <summary>Looks everything up.</summary>
    /// <exception cref="FaultException">A credential would go in clear text, or cannot be handed to git.</exception>
    public static GitAccess Find(GitRemote remote, Network network, Func<string, string?> caFileOf, InstallationTokens? tokens)
    {
        if (!remote.IsHttp)
        {
            return new GitAccess();
        }

        if (tokens is not null && remote.Scheme != "https" && !Addressing.NamesThisMachine(remote.HostName))
        {
            throw new FaultException(FaultCodes.InsecureCredentials.At(detail: remote.HostName));
        }

        // The name is fixed; the password is put in when it is there.
        var credential = tokens is null ? network.Credentials.Find(remote.Address!, remote.Address!) : new Credential("x-access-token", new Secret(""));
        if (credential is { HasLineBreak: true })
        {
            throw new FaultException(FaultCodes.VcsAuthentication.At(remote.Host, "the credential configured for it holds a line break"));
        }

        return new GitAccess
        {
            Credential = credential,
            Tokens = tokens,
            ProxyUrl = ProxyUrlOf(remote.Address!, network.Proxies),
            CaFile = remote.Scheme == "https" ? caFileOf(remote.Address!.IdnHost) : null,
        };
    }

    private static Secret? ProxyUrlOf(Uri address, ForwardProxySelector proxies)
    {
        if (proxies.GetProxy(address) is not { } proxy)
        {
            return null;
        }

        var login = ((IWebProxy)proxies).Credentials?.GetCredential(proxy, "Basic");
        var userInfo = login is null ? "" : $"{Uri.EscapeDataString(login.UserName)}:{Uri.EscapeDataString(login.Password)}@";
        return new Secret($"{proxy.Scheme}://{userInfo}{proxy.Authority}");
    }
}
