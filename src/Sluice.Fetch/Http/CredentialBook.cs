using Sluice.Core.Faults;

namespace Sluice.Fetch.Http;

/// <summary>
/// Finds the credentials of a URL. In order:
/// <list type="number">
/// <item>User info of the upstream's URL, for its own scheme, host and port only.</item>
/// <item>The configured credential of the host with the longest path prefix that matches.</item>
/// <item>.netrc, by host name.</item>
/// <item>None.</item>
/// </list>
/// Over plain http they go to this machine only: else 1 and 2 are a fault, and 3 is left out, as the go command does.
/// </summary>
internal sealed class CredentialBook(IReadOnlyList<HostCredential> configured, Netrc? netrc)
{
    /// <summary>The credentials to send with a request; null for none.</summary>
    /// <param name="url">The request's URL.</param>
    /// <param name="upstreamUrl">The upstream's base URL, with its user info.</param>
    /// <exception cref="FaultException">They would go in clear text.</exception>
    public Credential? Find(Uri url, Uri upstreamUrl)
    {
        var credential = Lookup(url, upstreamUrl);
        if (credential is null || url.Scheme == "https" || Addressing.NamesThisMachine(url.IdnHost))
        {
            return credential;
        }

        return credential.IsFromNetrc ? null : throw new FaultException(FaultCodes.InsecureCredentials.At(detail: url.Host));
    }

    private static bool Covers(HostCredential entry, Uri url)
    {
        var host = url.HostNameType == UriHostNameType.IPv6 ? url.Host : url.IdnHost;
        var sameHost = (url.IsDefaultPort && entry.Host.Equals(host, StringComparison.OrdinalIgnoreCase))
            || entry.Host.Equals($"{host}:{url.Port}", StringComparison.OrdinalIgnoreCase);
        var prefix = "/" + entry.PathPrefix.Trim('/');
        return sameHost && (prefix == "/" || url.AbsolutePath == prefix || url.AbsolutePath.StartsWith(prefix + "/", StringComparison.Ordinal));
    }

    private Credential? Lookup(Uri url, Uri upstreamUrl)
    {
        if (upstreamUrl.UserInfo.Length > 0 && UrlPath.SameServer(url, upstreamUrl))
        {
            var (user, password) = UserInfo.Split(upstreamUrl);
            return new Credential(user, new Secret(password)) { Origin = "the URL" };
        }

        var entry = configured.Where(candidate => Covers(candidate, url)).MaxBy(candidate => candidate.PathPrefix.Trim('/').Length);
        if (entry is not null)
        {
            return new Credential(entry.Username, entry.Password) { Origin = entry.Origin };
        }

        return netrc is not null && netrc.TryFind(url.IdnHost, out var found) ? found : null;
    }
}
