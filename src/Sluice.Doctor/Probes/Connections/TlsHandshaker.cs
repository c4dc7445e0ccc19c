using System.ComponentModel;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Connections;

/// <summary>Shakes hands and takes down what it sees. Whether the certificate is to be trusted is somebody else's decision.</summary>
internal sealed class TlsHandshaker(TrustStore trust, TimeProvider time)
{
    private const byte AlertRecord = 21;
    private const byte HandshakeRecord = 22;

    /// <summary>Shakes hands over a connection.</summary>
    /// <param name="connection">The connection; stays open.</param>
    /// <param name="host">The name to ask for and to check.</param>
    /// <param name="address">The address, for the evidence.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How it went, and the encrypted stream, which the caller disposes; null unless completed. <c>Received</c> counts the server's bytes.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<(TlsHandshake Handshake, SslStream? Stream, long Received)> ShakeAsync(
        Stream connection, string host, string? address, TimeSpan limit, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        var facts = new CertificateFacts();
        var watched = new FirstBytesStream(connection);
        var ssl = new SslStream(watched, leaveInnerStreamOpen: false);
        try
        {
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = host.Trim('[', ']'),
                CertificateChainPolicy = trust.Policy(),
                RemoteCertificateValidationCallback = facts.Take,
                ApplicationProtocols = [SslApplicationProtocol.Http11],
            };
            await ssl.AuthenticateAsClientAsync(options, either.Token);
            var done = Result(TlsOutcome.Completed, null) with { Protocol = ssl.SslProtocol.ToString(), CipherSuite = ssl.NegotiatedCipherSuite.ToString() };
            return (done, ssl, watched.Received);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or AuthenticationException or Win32Exception or InvalidOperationException or ObjectDisposedException)
        {
            await ssl.DisposeAsync();
            cancellationToken.ThrowIfCancellationRequested();
            return (Fail(exception, watched, timer.IsCancellationRequested, Result), null, watched.Received);
        }

        TlsHandshake Result(TlsOutcome outcome, string? error) => new(
            address, outcome, null, null, facts.Chain, facts.Sent, facts.PolicyErrors, facts.ChainStatus, trust.Name, error, time.GetElapsedTime(started).TotalMilliseconds);
    }

    private static TlsHandshake Fail(Exception exception, FirstBytesStream watched, bool isTimedOut, Func<TlsOutcome, string?, TlsHandshake> result)
    {
        var first = watched.First;
        if (isTimedOut)
        {
            return result(TlsOutcome.Stalled, first.Count == 0 ? "not a byte came" : "it stopped in the middle");
        }

        if (first.Count > 0 && first[0] is not (AlertRecord or HandshakeRecord))
        {
            return result(TlsOutcome.NotTls, $"the first bytes are {Show(first)}");
        }

        if (first.Count > 6 && first[0] == AlertRecord)
        {
            return result(TlsOutcome.Alert, $"alert {TlsAlerts.NameOf(first[6])}");
        }

        for (var inner = exception; inner is not null; inner = inner.InnerException)
        {
            if (inner is SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown })
            {
                return result(TlsOutcome.Reset, null);
            }
        }

        var error = exception.InnerException?.Message ?? exception.Message;
        return watched.HasEnded || exception is IOException ? result(TlsOutcome.Closed, first.Count == 0 ? "closed before a byte came" : "closed in the middle") : result(TlsOutcome.Failed, error);
    }

    private static string Show(IReadOnlyList<byte> bytes)
    {
        var text = new string([.. bytes.Take(16).Select(value => value is >= 32 and < 127 ? (char)value : '.')]);
        return $"\"{text}\"";
    }
}

/// <summary>Alerts by name; https://www.iana.org/assignments/tls-parameters, TLS Alerts.</summary>
internal static class TlsAlerts
{
    /// <summary>An alert's name.</summary>
    public static string NameOf(byte description) => description switch
    {
        0 => "close_notify",
        10 => "unexpected_message",
        20 => "bad_record_mac",
        40 => "handshake_failure",
        42 => "bad_certificate",
        46 => "certificate_unknown",
        47 => "illegal_parameter",
        48 => "unknown_ca",
        49 => "access_denied",
        50 => "decode_error",
        70 => "protocol_version",
        71 => "insufficient_security",
        80 => "internal_error",
        86 => "inappropriate_fallback",
        112 => "unrecognized_name",
        116 => "certificate_required",
        120 => "no_application_protocol",
        _ => description.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
