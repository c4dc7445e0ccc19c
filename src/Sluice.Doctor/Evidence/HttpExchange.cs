namespace Sluice.Doctor.Evidence;

/// <summary>How an exchange ended.</summary>
public enum HttpOutcome
{
    /// <summary>An answer without redirect, its body read to the end or to the limit.</summary>
    Answered,

    /// <summary>No address.</summary>
    NameFailed,

    /// <summary>No connection to any address.</summary>
    ConnectFailed,

    /// <summary>The forward proxy did not let us through.</summary>
    ProxyFailed,

    /// <summary>The handshake failed.</summary>
    TlsFailed,

    /// <summary>The handshake was done, and this machine does not trust the certificate: nothing was sent.</summary>
    TlsNotTrusted,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>The body stopped coming.</summary>
    BodyStalled,

    /// <summary>Cut before or within the answer.</summary>
    ConnectionLost,

    /// <summary>Ended before the announced length.</summary>
    CutShort,

    /// <summary>What came is no HTTP.</summary>
    NotHttp,

    /// <summary>More than ten redirects.</summary>
    TooManyRedirects,

    /// <summary>A redirect from https to http, which the go command refuses.</summary>
    InsecureRedirect,

    /// <summary>A redirect without or with a malformed target.</summary>
    BadRedirect,

    /// <summary>The URL cannot be asked for.</summary>
    BadUrl,
}

/// <summary>What a body looks like.</summary>
public enum ContentKind
{
    /// <summary>No byte.</summary>
    Empty,

    /// <summary>UTF-8 text, and none of the others.</summary>
    Text,

    /// <summary>Starts like JSON.</summary>
    Json,

    /// <summary>A web page.</summary>
    Html,

    /// <summary>Starts with the mark of a zip.</summary>
    Zip,

    /// <summary>Other bytes.</summary>
    Binary,
}

/// <summary>One GET, its redirects followed as the go command follows them. No retry, no cache.</summary>
/// <param name="Url">What was asked for, without credentials.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Hops">Each request, in order; at least one.</param>
/// <param name="TotalMs">All of it.</param>
public sealed record HttpExchange(string Url, HttpOutcome Outcome, IReadOnlyList<HttpHop> Hops, double TotalMs)
{
    /// <summary>The last request.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public HttpHop Last => Hops[^1];

    /// <summary>The last status; null when there was no answer.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int? Status => Last.Status;
}

/// <summary>One request of an exchange.</summary>
/// <param name="Url">Where to, without credentials.</param>
/// <param name="Outcome">How it ended; <see cref="HttpOutcome.Answered"/> for a redirect, too.</param>
/// <param name="Address">The address connected to; null when there was no connection.</param>
/// <param name="Via">The forward proxy, without credentials; null when direct.</param>
/// <param name="SentCredentials">Where credentials that were sent came from: <c>netrc</c>, <c>url</c>; null when none were.</param>
/// <param name="Phases">What took how long.</param>
/// <param name="Status">The status; null without an answer.</param>
/// <param name="Reason">The reason phrase.</param>
/// <param name="Headers">
/// Those that tell something: Content-Type, Content-Length, Location, Server, Via, Date, Age, Retry-After, WWW-Authenticate, X-Cache and the like, as <c>Name: value</c>.
/// </param>
/// <param name="Content">What the body looks like; null without an answer.</param>
/// <param name="Tunnel">What the forward proxy said to CONNECT; null when there was none to ask.</param>
/// <param name="Attempts">The connection attempts.</param>
/// <param name="Tls">The handshake, where there was one.</param>
/// <param name="ServerDate">The Date header; null without.</param>
/// <param name="ReceivedAt">This machine's time when the head had come; null without.</param>
/// <param name="Problem">What went wrong, in one line.</param>
public sealed record HttpHop(
    string Url,
    HttpOutcome Outcome,
    string? Address,
    string? Via,
    string? SentCredentials,
    PhaseTimes Phases,
    int? Status,
    string? Reason,
    IReadOnlyList<string> Headers,
    ContentFact? Content,
    ProxyTunnel? Tunnel,
    IReadOnlyList<TcpAttempt> Attempts,
    TlsHandshake? Tls,
    DateTimeOffset? ServerDate,
    DateTimeOffset? ReceivedAt,
    string? Problem)
{
    /// <summary>A header's value; null when it was not sent or not kept.</summary>
    public string? Header(string name)
    {
        var start = name + ": ";
        return Headers.FirstOrDefault(header => header.StartsWith(start, StringComparison.OrdinalIgnoreCase))?[start.Length..];
    }
}

/// <summary>What took how long, in milliseconds; null for a phase that did not take place.</summary>
/// <param name="DnsMs">Finding the address.</param>
/// <param name="ConnectMs">The TCP connection.</param>
/// <param name="ProxyMs">CONNECT.</param>
/// <param name="TlsMs">The handshake.</param>
/// <param name="FirstByteMs">From the request to the end of the head.</param>
/// <param name="TransferMs">The body, as far as it was read.</param>
/// <param name="TotalMs">All of it.</param>
public sealed record PhaseTimes(double? DnsMs, double? ConnectMs, double? ProxyMs, double? TlsMs, double? FirstByteMs, double? TransferMs, double TotalMs);

/// <summary>What a body looks like.</summary>
/// <param name="Kind">By its first bytes, whatever Content-Type says.</param>
/// <param name="DeclaredLength">Content-Length; null without.</param>
/// <param name="ReadBytes">How much was read.</param>
/// <param name="IsWhole">Whether it was read to its end.</param>
/// <param name="Title">The title of a web page; null without.</param>
/// <param name="Start">The first 2,048 characters of a text; empty for bytes.</param>
public sealed record ContentFact(ContentKind Kind, long? DeclaredLength, long ReadBytes, bool IsWhole, string? Title, string Start);
