using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Sluice.Server.SendFile;

/// <summary>
/// Puts a <see cref="SocketOutput"/> under the plaintext HTTP/1.1 connections of an endpoint. Kestrel has no sendfile of its own
/// (https://github.com/dotnet/aspnetcore/issues/18093); this way uses public interfaces only.
/// </summary>
internal static class SendFileConnection
{
    /// <summary>Adds the connection middleware. Only for endpoints without TLS and HTTP/2: there the bytes on the wire are not the file's.</summary>
    public static void UseSendFile(this ListenOptions endpoint)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        endpoint.Use(next => async connection =>
        {
            if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is not { } socket)
            {
                await next(connection);
                return;
            }

            var transport = connection.Transport;
            using var output = new SocketOutput(socket);
            connection.Transport = new Transport(transport.Input, output);
            connection.Features.Set(output);
            try
            {
                await next(connection);
            }
            finally
            {
                // The original closes the socket as usual.
                connection.Transport = transport;
            }
        });
    }

    private sealed record Transport(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
