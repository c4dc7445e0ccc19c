using System.Globalization;
using Sluice.Lab.Worlds;

namespace Sluice.Lab.Faults;

/// <summary>A filter that reads the name in the TLS ClientHello. <c>name</c>; <c>action</c>: reset or drop.</summary>
internal sealed class SniFault(string name, string target) : IFault
{
    /// <summary>Makes the fault.</summary>
    public static IFault Create(FaultParameters parameters) =>
        new SniFault(parameters.Required("name"), parameters.OneOf("action", "reset", "reset", "drop") == "drop" ? "DROP" : "REJECT --reject-with tcp-reset");

    /// <inheritdoc/>
    public Task ApplyAsync(FaultContext context, CancellationToken cancellationToken)
    {
        var rule = $"FORWARD -i c0 -p tcp --dport 443 -m string --algo bm --string {name} -j {target}";
        return context.RunAsync(Places.Gateway, $"iptables -w -I {rule}", $"iptables -w -D {rule}", cancellationToken);
    }
}

/// <summary>A path that loses big packets without a word: the end of path MTU discovery. <c>host</c>.</summary>
internal sealed class MtuFault(string host) : IFault
{
    /// <summary>Makes the fault.</summary>
    public static IFault Create(FaultParameters parameters) => new MtuFault(parameters.Required("host"));

    /// <inheritdoc/>
    public async Task ApplyAsync(FaultContext context, CancellationToken cancellationToken)
    {
        foreach (var address in Net.AddressesOf(host).Where(address => !address.Contains(':', StringComparison.Ordinal)))
        {
            var rule = $"FORWARD -o c0 -s {address} -m length --length 700:65535 -j DROP";
            await context.RunAsync(Places.Gateway, $"iptables -w -I {rule}", $"iptables -w -D {rule}", cancellationToken);
        }
    }
}

/// <summary>The client's line is slow. <c>kbit</c>: bits a second in thousands.</summary>
internal sealed class SlowLinkFault(double kbit) : IFault
{
    /// <summary>Makes the fault.</summary>
    public static IFault Create(FaultParameters parameters) => new SlowLinkFault(parameters.Number("kbit", 512));

    /// <inheritdoc/>
    public Task ApplyAsync(FaultContext context, CancellationToken cancellationToken) => context.RunAsync(
        Places.Gateway,
        string.Create(CultureInfo.InvariantCulture, $"tc qdisc add dev c0 root tbf rate {kbit:0}kbit burst 8kb latency 2000ms"),
        "tc qdisc del dev c0 root",
        cancellationToken);
}

/// <summary>The client's routes. <c>type</c>: <c>no-default</c>, or blackhole, unreachable, prohibit towards <c>host</c>.</summary>
internal sealed class RouteFault(string type, string? host) : IFault
{
    /// <summary>Makes the fault.</summary>
    public static IFault Create(FaultParameters parameters)
    {
        var type = parameters.OneOf("type", "no-default", "no-default", "blackhole", "unreachable", "prohibit");
        return new RouteFault(type, type == "no-default" ? null : parameters.Required("host"));
    }

    /// <inheritdoc/>
    public async Task ApplyAsync(FaultContext context, CancellationToken cancellationToken)
    {
        if (host is null)
        {
            await context.RunAsync(Places.Client, "ip route del default", $"ip route add default via {Net.Gateway}", cancellationToken);
            return;
        }

        foreach (var address in Net.AddressesOf(host))
        {
            await context.RunAsync(Places.Client, $"ip route add {type} {address}", $"ip route del {type} {address}", cancellationToken);
        }
    }
}
