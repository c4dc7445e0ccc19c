namespace Sluice.Doctor.Evidence;

/// <summary>How a handshake ended.</summary>
public enum TlsOutcome
{
    /// <summary>Done; whether the certificate is to be trusted, see the policy errors.</summary>
    Completed,

    /// <summary>Connected, then silence.</summary>
    Stalled,

    /// <summary>Reset after the first bytes.</summary>
    Reset,

    /// <summary>Closed in an orderly way before it was done.</summary>
    Closed,

    /// <summary>The server sent an alert; the error text names it.</summary>
    Alert,

    /// <summary>What came is no TLS.</summary>
    NotTls,

    /// <summary>No version or cipher in common, or another failure of the handshake.</summary>
    Failed,

    /// <summary>There was no connection to begin with.</summary>
    NotConnected,
}

/// <summary>A TLS handshake. Nothing is sent over it.</summary>
/// <param name="Host">The name that was asked for (SNI).</param>
/// <param name="Port">The port.</param>
/// <param name="WhyItMatters">What needs it.</param>
/// <param name="Address">The address connected to; of the proxy when there is one.</param>
/// <param name="Via">The forward proxy, without credentials; null when direct.</param>
/// <param name="Handshake">The first handshake.</param>
/// <param name="ResumedHandshakeMs">How long a second one took; null when it was not tried.</param>
/// <param name="IsResumed">
/// Whether the second one was shorter by a session ticket. <see cref="Tri.NotChecked"/> where the platform does not tell.
/// </param>
/// <param name="OtherAddresses">Handshakes with the further addresses of the host, at most three.</param>
/// <param name="WithOtherName">
/// After a stall, a reset or a close: the same address asked for another name. If that gets further, somebody on the way looks at names. Null when it was not tried.
/// </param>
/// <param name="WithSmallSegments">
/// After a stall: the same handshake in segments of 536 bytes. If that gets further, big packets are lost on the way. Null when it was not tried, or this system cannot.
/// </param>
public sealed record TlsEvidence(
    string Host,
    int Port,
    string WhyItMatters,
    string? Address,
    string? Via,
    TlsHandshake Handshake,
    double? ResumedHandshakeMs,
    Tri IsResumed,
    IReadOnlyList<TlsHandshake> OtherAddresses,
    TlsHandshake? WithOtherName = null,
    TlsHandshake? WithSmallSegments = null);

/// <summary>One handshake.</summary>
/// <param name="Address">The address.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Protocol"><c>Tls13</c>; null when not done.</param>
/// <param name="CipherSuite">Its IANA name; null when not done.</param>
/// <param name="Chain">The certificates, the server's first, as far as the chain could be built.</param>
/// <param name="Sent">Subjects of the certificates that the server sent along, its own excepted.</param>
/// <param name="PolicyErrors"><c>NameMismatch</c>, <c>ChainErrors</c>, <c>NotAvailable</c>; empty when this machine trusts it.</param>
/// <param name="ChainStatus">Why the chain is not trusted: <c>UntrustedRoot</c>, <c>PartialChain</c>, <c>NotTimeValid</c>.</param>
/// <param name="TrustedBy">The trust store: <c>system</c>, or the files that SSL_CERT_FILE and SSL_CERT_DIR name.</param>
/// <param name="Error">What the handshake failed with, in one line.</param>
/// <param name="TookMs">Of the handshake alone.</param>
public sealed record TlsHandshake(
    string? Address,
    TlsOutcome Outcome,
    string? Protocol,
    string? CipherSuite,
    IReadOnlyList<CertificateFact> Chain,
    IReadOnlyList<string> Sent,
    IReadOnlyList<string> PolicyErrors,
    IReadOnlyList<string> ChainStatus,
    string TrustedBy,
    string? Error,
    double TookMs);

/// <summary>A certificate.</summary>
/// <param name="Subject">Its subject: <c>CN=proxy.golang.org</c>.</param>
/// <param name="Issuer">Its issuer.</param>
/// <param name="Names">Subject alternative names, names and addresses; at most 100.</param>
/// <param name="NotBefore">Valid from.</param>
/// <param name="NotAfter">Valid until.</param>
/// <param name="IsSelfIssued">Subject and issuer are the same.</param>
/// <param name="IsTrustAnchor">It stands in the trust store itself.</param>
/// <param name="KeyAlgorithm">OID or name of the key's algorithm.</param>
/// <param name="SignatureAlgorithm">Name of the signature's algorithm.</param>
/// <param name="SerialNumber">Hexadecimal.</param>
/// <param name="Sha256">Of the whole certificate, lower-case hex.</param>
public sealed record CertificateFact(
    string Subject,
    string Issuer,
    IReadOnlyList<string> Names,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    bool IsSelfIssued,
    bool IsTrustAnchor,
    string KeyAlgorithm,
    string SignatureAlgorithm,
    string SerialNumber,
    string Sha256);
