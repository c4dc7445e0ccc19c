using System.Net.Sockets;
using System.Security.Authentication;

namespace Sluice.Cli.Run.Proxy;

/// <summary>Says what went wrong in the words that the go command would have used, had it asked itself (measured with go 1.19).</summary>
internal static class GoErrorText
{
    private const int Deepest = 10;

    public static string Of(Exception exception)
    {
        // The cause is the innermost exception that says something of its own.
        var current = exception;
        for (var depth = 0; current is not null && depth < Deepest; depth++, current = current.InnerException)
        {
            switch (current)
            {
                case GoNetworkException:
                    return current.Message;
                case SocketException socket:
                    return $"read tcp: read: {OfSocket(socket.SocketErrorCode)}";
                case HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } tunnel:
                    return tunnel.StatusCode is { } status ? ReasonOf((int)status) : "proxyconnect tcp: EOF";
                case TimeoutException:
                    return "net/http: TLS handshake timeout";
                case AuthenticationException when current.InnerException is null or not (GoNetworkException or SocketException):
                    return OfTls(current);
            }
        }

        return exception is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded }
            || Innermost(exception) is EndOfStreamException
            ? "EOF"
            : Innermost(exception) is IOException io && io.Message.Contains("unexpected EOF", StringComparison.Ordinal) ? "EOF" : Innermost(exception).Message;
    }

    public static string OfSocket(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => "connection refused",
        SocketError.ConnectionReset => "connection reset by peer",
        SocketError.HostUnreachable => "no route to host",
        SocketError.NetworkUnreachable => "network is unreachable",
        SocketError.TimedOut => "i/o timeout",
        _ => error.ToString(),
    };

    private static string OfTls(Exception exception)
    {
        var message = exception.Message;
        return message.Contains("frame", StringComparison.Ordinal) ? "tls: first record does not look like a TLS handshake"
            : message.Contains("unexpected EOF", StringComparison.Ordinal) ? "EOF"
            : $"remote error: tls: {Innermost(exception).Message}";
    }

    private static string ReasonOf(int status) => status switch
    {
        407 => "Proxy Authentication Required",
        403 => "Forbidden",
        _ => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
    };

    private static Exception Innermost(Exception exception) => exception.GetBaseException();
}
