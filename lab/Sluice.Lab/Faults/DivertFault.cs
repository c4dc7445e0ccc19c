using System.Globalization;
using Sluice.Lab.Worlds;

namespace Sluice.Lab.Faults;

/// <summary>
/// A connection is taken over on its way. <c>host</c>, <c>port</c> (default 443); <c>to</c>: <c>stall</c> (accepts and says nothing), <c>eof</c> (hangs up after the
/// first bytes), <c>plain</c> (a web server without TLS), <c>portal</c> (a sign-in page), <c>mitm</c> (mitmproxy with its own authority).
/// </summary>
internal sealed class DivertFault(string host, int port, string to) : IFault
{
    private const int Port = 9443;

    /// <summary>Makes the fault.</summary>
    public static IFault Create(FaultParameters parameters) => new DivertFault(
        parameters.Required("host"), (int)parameters.Number("port", 443), parameters.OneOf("to", "stall", "stall", "eof", "plain", "portal", "mitm"));

    /// <inheritdoc/>
    public async Task ApplyAsync(FaultContext context, CancellationToken cancellationToken)
    {
        var portal = Net.Find("portal.corp.example")!.Address;
        var target = to switch
        {
            "plain" => $"{portal}:80",
            "portal" => $"{portal}:443",
            "mitm" => await StartMitmAsync(context, cancellationToken),
            _ => await StartSocatAsync(context, to == "stall" ? "sleep 60" : "head -c 100 >/dev/null", cancellationToken),
        };
        foreach (var address in Net.AddressesOf(host).Where(address => !address.Contains(':', StringComparison.Ordinal)))
        {
            var rule = string.Create(CultureInfo.InvariantCulture, $"PREROUTING -i c0 -p tcp -d {address} --dport {port} -j DNAT --to-destination {target}");
            await context.RunAsync(Places.Gateway, $"iptables -w -t nat -I {rule}", $"iptables -w -t nat -D {rule}", cancellationToken);
        }
    }

    private static async Task<string> StartSocatAsync(FaultContext context, string command, CancellationToken cancellationToken)
    {
        var server = context.Undo.Own(context.World.Serve(Places.Evil, "socat", "socat", string.Create(CultureInfo.InvariantCulture, $"TCP-LISTEN:{Port},bind={Net.Evil},fork,reuseaddr"), $"SYSTEM:{command}"));
        await server.ListeningAsync(Port, Net.Evil, isUdp: false, cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"{Net.Evil}:{Port}");
    }

    private async Task<string> StartMitmAsync(FaultContext context, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(context.World.At("mitm")).FullName;
        var server = context.Undo.Own(context.World.Serve(
            Places.Evil, "mitm", "mitmdump", "-q", "--mode", $"reverse:https://{host}:443", "--listen-host", Net.Evil, "--listen-port", Port.ToString(CultureInfo.InvariantCulture),
            "--set", $"confdir={folder}", "--set", $"ssl_verify_upstream_trusted_ca={context.World.At("ca.pem")}"));
        await server.ListeningAsync(Port, Net.Evil, isUdp: false, cancellationToken);
        return string.Create(CultureInfo.InvariantCulture, $"{Net.Evil}:{Port}");
    }
}
