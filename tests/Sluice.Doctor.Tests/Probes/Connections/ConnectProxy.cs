using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Doctor.Tests.Probes.Connections;

/// <summary>A forward proxy that opens tunnels to loopback, whatever host is named, unless it says something else.</summary>
internal static class ConnectProxy
{
    /// <summary>Starts one.</summary>
    /// <param name="refuse">What to answer instead of opening a tunnel; null opens it.</param>
    public static LoopbackServer Start(Func<HttpText, string?> refuse)
    {
        LoopbackServer? server = null;
        server = LoopbackServer.Start(async (stream, stop) =>
        {
            var request = await LoopbackServer.ReadRequestAsync(stream, stop);
            server!.Requests.Enqueue(request.Head);
            if (refuse(request) is { } answer)
            {
                await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), stop);
                return;
            }

            using var target = new TcpClient();
            await target.ConnectAsync(IPAddress.Loopback, int.Parse(request.Target.Split(':')[^1], System.Globalization.CultureInfo.InvariantCulture), stop);
            await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), stop);
            var there = target.GetStream();
            await Task.WhenAny(stream.CopyToAsync(there, stop), there.CopyToAsync(stream, stop));
        });
        return server;
    }
}
