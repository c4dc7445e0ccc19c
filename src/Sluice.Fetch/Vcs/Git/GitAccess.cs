using System.Net;
using Sluice.Core.Faults;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>How a repository's host is reached.</summary>
internal sealed record GitAccess
{
    /// <summary>The credential to send; null for none.</summary>
    public Credential? Credential { get; init; }

    /// <summary>The forward proxy's URL, with its user info; null for none.</summary>
    public Secret? ProxyUrl { get; init; }

    /// <summary>PEM file with all certificates to trust; null for the system's.</summary>
    public string? CaFile { get; init; }

    /// <summary>What was tried, for messages.</summary>
    public string CredentialText => Http.Credential.Describe(Credential);

    /// <summary>Looks everything up.</summary>
    /// <exception cref="FaultException">A credential would go in clear text, or cannot be handed to git.</exception>
    public static GitAccess Find(GitRemote remote, Network network, Func<string, string?> caFileOf)
    {
        if (!remote.IsHttp)
        {
            return new GitAccess();
        }

        var credential = network.Credentials.Find(remote.Address!, remote.Address!);
        if (credential is { HasLineBreak: true })
        {
            throw new FaultException(FaultCodes.VcsAuthentication.At(remote.Host, "the credential configured for it holds a line break"));
        }

        return new GitAccess
        {
            Credential = credential,
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
