using System.Net;
using System.Net.Sockets;
using Sluice.Core.Faults;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Discovery;

/// <summary>
/// Keeps what a stranger's module path or tag names from leading into the inside network. In order:
/// <list type="number">
/// <item>Configured origins, and modules of <c>private</c> and <c>vcs.insecure</c>: anywhere. The operator named them.</item>
/// <item>A host that is an inside address, or names this machine: refused.</item>
/// <item>A host whose name has an inside address now: refused. Through a forward proxy the proxy resolves names, so that this cannot be told.</item>
/// <item>Anything else passes, names that do not resolve too: an operator's <c>insteadOf</c> may lead elsewhere.</item>
/// </list>
/// </summary>
internal sealed class OriginGuard(Network network)
{
    /// <summary>Checks the host of an untrusted origin.</summary>
    /// <param name="url">https, http, ssh, svn, or ssh's short form.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="FaultException">It is refused.</exception>
    public async Task CheckAsync(string url, CancellationToken cancellationToken)
    {
        var (host, address) = HostOf(url);
        if (Addressing.NamesThisMachine(host))
        {
            throw Refused(host, "this machine");
        }

        if (IPAddress.TryParse(host.Trim('[', ']'), out var literal))
        {
            Check(host, literal);
            return;
        }

        if (address is { Scheme: "http" or "https" } && network.Proxies.GetProxy(address) is not null)
        {
            return;
        }

        try
        {
            foreach (var found in await network.Addressing.Resolve(host, cancellationToken))
            {
                Check(host, found);
            }
        }
        catch (SocketException)
        {
            // It does not resolve: whoever connects says so.
        }
    }

    private static (string Host, Uri? Address) HostOf(string url)
    {
        if (url.Contains("://", StringComparison.Ordinal))
        {
            var address = new Uri(url);
            return (address.IdnHost, address);
        }

        var start = url.IndexOf('@') + 1;
        return (url[start..url.IndexOf(':', start)], null);
    }

    private void Check(string host, IPAddress address)
    {
        if (network.Addressing.Classify(address) != AddressClass.Public)
        {
            throw Refused(host, address.ToString());
        }
    }

    private static FaultException Refused(string host, string where) =>
        new(FaultCodes.VcsRefused.At(host, $"{host} is inside ({where}); if that is meant, add the module to `private` or `origins`"));
}
