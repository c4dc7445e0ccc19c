using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Sluice.Core.Faults;

namespace Sluice.Fetch.Http;

/// <summary>Names what the HTTP stack throws.</summary>
internal static class TransportFaults
{
    /// <summary>Finds the fault of a failed exchange. False for what is not the network's doing: cancellation and bugs.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="inBody">Whether the headers were there already.</param>
    /// <param name="fault">The fault, without source.</param>
    public static bool TryName(Exception exception, bool inBody, [NotNullWhen(true)] out Fault? fault)
    {
        fault = Find<FaultException>(exception)?.Fault ?? exception switch
        {
            HttpRequestException http => OfRequest(http, inBody),
            HttpIOException io => OfError(io.HttpRequestError, io, inBody),
            IOException io => OfBrokenConnection(io, inBody),
            SocketException socket => OfSocket(socket.SocketErrorCode).At(),

            // The dialer names its own time-outs; what is left of the limit on connecting is the handshake.
            OperationCanceledException { InnerException: TimeoutException } => FaultCodes.HandshakeFailed.At(detail: "no end within the limit on connecting"),
            _ => null,
        };
        return fault is not null;
    }

    /// <summary>The code of a socket error while connecting.</summary>
    public static FaultCode OfSocket(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => FaultCodes.Refused,
        SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown => FaultCodes.Reset,
        SocketError.HostNotFound or SocketError.NoData => FaultCodes.NameUnknown,
        SocketError.TryAgain or SocketError.NoRecovery => FaultCodes.NameTimeout,
        _ => FaultCodes.ConnectTimeout,
    };

    private static Fault OfRequest(HttpRequestException exception, bool inBody)
    {
        if (exception.HttpRequestError != HttpRequestError.ProxyTunnelError)
        {
            return OfError(exception.HttpRequestError, exception, inBody);
        }

        return exception.StatusCode == HttpStatusCode.ProxyAuthenticationRequired
            ? FaultCodes.ForwardProxyAuthentication.At(detail: "407 to CONNECT")
            : FaultCodes.ForwardProxyRefused.At(detail: exception.StatusCode is { } status ? $"{(int)status} to CONNECT" : "no tunnel");
    }

    private static Fault OfError(HttpRequestError error, Exception exception, bool inBody) => error switch
    {
        HttpRequestError.NameResolutionError => FaultCodes.NameUnknown.At(),
        HttpRequestError.SecureConnectionError => OfHandshake(exception),
        HttpRequestError.InvalidResponse => FaultCodes.Malformed.At(detail: "no valid HTTP"),
        HttpRequestError.ConfigurationLimitExceeded => FaultCodes.TooBig.At(detail: "the headers"),
        HttpRequestError.ResponseEnded => OfBrokenConnection(exception, inBody),
        _ => OfBrokenConnection(exception, inBody),
    };

    private static Fault OfHandshake(Exception exception)
    {
        if (Find<SocketException>(exception) is { } socket && OfSocket(socket.SocketErrorCode) == FaultCodes.Reset)
        {
            return FaultCodes.Reset.At(detail: "during the TLS handshake");
        }

        var cause = Find<AuthenticationException>(exception)?.Message ?? exception.InnerException?.Message;
        return FaultCodes.HandshakeFailed.At(detail: OneLine.FirstOf(cause));
    }

    private static Fault OfBrokenConnection(Exception exception, bool inBody)
    {
        if (Find<SocketException>(exception) is { } socket)
        {
            return OfSocket(socket.SocketErrorCode).At(detail: inBody ? "in the middle of the answer" : null);
        }

        return inBody
            ? FaultCodes.Truncated.At(detail: "the connection was closed in the middle of the answer")
            : FaultCodes.Reset.At(detail: "the connection was closed without an answer");
    }

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
            {
                return found;
            }
        }

        return null;
    }
}
