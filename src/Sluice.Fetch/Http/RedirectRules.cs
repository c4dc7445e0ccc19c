using System.Net;
using Sluice.Core.Faults;

namespace Sluice.Fetch.Http;

/// <summary>
/// Where an upstream's redirects may lead. In order:
/// <list type="number">
/// <item>At most <see cref="MaxRedirects"/> hops; an answer without a usable <c>Location</c> is refused.</item>
/// <item>Only to http and https, and never from https to http.</item>
/// <item>To the upstream's own scheme, host and port: always, if the operator named it, wherever it lies. A host that a module path names is nobody's
/// choice but the asker's: it counts as public.</item>
/// <item>To multicast, reserved and "this network" addresses: never.</item>
/// <item>From a public upstream: only to public addresses.</item>
/// <item>From an upstream in a private network: to public and private addresses.</item>
/// <item>From a link-local upstream: to public, private and link-local addresses.</item>
/// <item>From an upstream on this machine: to public and private addresses, and anywhere on this machine.</item>
/// </list>
/// Rules 4 to 8 are held when the connection is made, on the address that the name has at that moment, so that a name whose address
/// changes gains nothing; literal addresses are refused before. Through a forward proxy the proxy resolves names, so that only literal
/// addresses can be judged here; an upstream reached that way counts as public unless it is named by its address. User info in a
/// <c>Location</c> is dropped. An upstream seen at several addresses counts as the outermost of them.
/// </summary>
internal sealed class RedirectRules
{
    /// <summary>Most redirects of one answer (protocol: ten hops).</summary>
    public const int MaxRedirects = 10;

    private readonly Lock _lock = new();
    private readonly Uri _baseUrl;
    private readonly Addressing _addressing;
    private readonly bool _isTrusted;
    private AddressClass? _origin;

    /// <summary>Nothing is known yet of where the upstream lies, unless its URL says it.</summary>
    /// <param name="baseUrl">The upstream.</param>
    /// <param name="addressing">Judges addresses.</param>
    /// <param name="isTrusted">Whether the operator named it.</param>
    public RedirectRules(Uri baseUrl, Addressing addressing, bool isTrusted = true)
    {
        _baseUrl = baseUrl;
        _addressing = addressing;
        _isTrusted = isTrusted;
        _origin = isTrusted && Literal(baseUrl) is { } address ? addressing.Classify(address) : null;
    }

    /// <summary>Notes at which address the upstream itself was reached.</summary>
    public void NoteOrigin(IPAddress address)
    {
        var seen = _addressing.Classify(address);
        lock (_lock)
        {
            _origin = _origin is { } known && known < seen ? known : seen;
        }
    }

    /// <summary>Whether host and port are those of an upstream that the operator named.</summary>
    public bool IsOrigin(DnsEndPoint endPoint) =>
        _isTrusted && endPoint.Port == _baseUrl.Port && endPoint.Host.Trim('[', ']').Equals(_baseUrl.IdnHost.Trim('[', ']'), StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a redirect may lead to an address (rules 4 to 8).</summary>
    public bool Allows(IPAddress address)
    {
        var target = _addressing.Classify(address);
        AddressClass origin;
        lock (_lock)
        {
            origin = _origin ?? AddressClass.Public;
        }

        return origin switch
        {
            AddressClass.Public => target is AddressClass.Public,
            AddressClass.Private => target is AddressClass.Public or AddressClass.Private,
            AddressClass.LinkLocal => target is AddressClass.Public or AddressClass.Private or AddressClass.LinkLocal,
            _ => target is AddressClass.Public or AddressClass.Private or AddressClass.Loopback,
        };
    }

    /// <summary>The next URL, without user info and fragment.</summary>
    /// <exception cref="FaultException">A rule refuses it.</exception>
    public Uri Next(Uri from, Uri? location, int hops)
    {
        if (hops >= MaxRedirects)
        {
            throw Refused($"more than {MaxRedirects} redirects");
        }

        if (location is null || !Uri.TryCreate(from, location, out var joined) || joined.Scheme is not ("http" or "https"))
        {
            throw Refused("a redirect without a usable Location");
        }

        if (from.Scheme == "https" && joined.Scheme == "http")
        {
            throw Refused($"from https to plain http at {joined.Host}");
        }

        var next = new Uri(joined.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped));
        if (!(_isTrusted && UrlPath.SameServer(next, _baseUrl)) && Literal(next) is { } address && !Allows(address))
        {
            throw Refused($"to an inside address ({address})");
        }

        return next;
    }

    /// <summary>The fault of a redirect that is not followed.</summary>
    public static FaultException Refused(string detail) => new(FaultCodes.RedirectRefused.At(detail: detail));

    private static IPAddress? Literal(Uri url)
    {
        if (IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address))
        {
            return address;
        }

        return Addressing.NamesThisMachine(url.IdnHost) ? IPAddress.Loopback : null;
    }
}
