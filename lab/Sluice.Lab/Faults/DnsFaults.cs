using System.Globalization;
using System.Net;
using Sluice.Lab.Worlds;

namespace Sluice.Lab.Faults;

/// <summary>
/// What the company's resolver says. <c>name</c>: a name (with all below it) or <c>any</c>; <c>answer</c>: nxdomain, servfail, refused, drop, empty, or addresses with
/// a blank between; <c>delay</c>: seconds before the honest answer.
/// </summary>
internal sealed class DnsFault(IReadOnlyList<string> rules) : IFault
{
    /// <summary>Makes the fault.</summary>
    public static IFault Create(FaultParameters parameters)
    {
        var name = parameters.Required("name");
        var matches = name == "any" ? "AllRule()" : $"SuffixMatchNodeRule(SmnOf('{name}.'))";
        var delay = (int)(parameters.Number("delay", 0) * 1000);
        var answer = parameters.Optional("answer");
        List<string> rules = name == "any" ? [] : [$"function SmnOf(n) local s = newSuffixMatchNode(); s:add(newDNSName(n)); return s end"];
        rules.AddRange(delay > 0 ? [string.Create(CultureInfo.InvariantCulture, $"addAction({matches}, DelayAction({delay}))")] : answer is null ? throw new FormatException("dns needs answer or delay") : RulesOf(matches, answer));
        return new DnsFault(rules);
    }

    /// <inheritdoc/>
    public async Task ApplyAsync(FaultContext context, CancellationToken cancellationToken) =>
        context.Undo.Add(await context.World.Resolvers.AddRulesAsync(rules, cancellationToken));

    private static IEnumerable<string> RulesOf(string matches, string answer) => answer switch
    {
        "nxdomain" or "servfail" or "refused" => [$"addAction({matches}, RCodeAction(DNSRCode.{answer.ToUpperInvariant()}))"],
        "drop" => [$"addAction({matches}, DropAction())"],
        "empty" => [$"addAction({matches}, RCodeAction(DNSRCode.NOERROR))"],
        _ => Spoof(matches, answer.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
    };

    /// <summary>Addresses for their own kind of question; the other kind has no answer, not the honest one.</summary>
    private static string[] Spoof(string matches, string[] addresses)
    {
        if (addresses.FirstOrDefault(address => !IPAddress.TryParse(address, out _)) is { } wrong)
        {
            throw new FormatException($"dns: answer {wrong} is neither a word nor an address");
        }

        return [$"addAction({matches}, SpoofAction({{{string.Join(',', addresses.Select(address => $"'{address}'"))}}}))", $"addAction({matches}, RCodeAction(DNSRCode.NOERROR))"];
    }
}

/// <summary>Questions to any resolver are answered by a liar on the way. <c>name</c>, <c>answer</c>: an address; all other names honestly.</summary>
internal sealed class DnsTakeoverFault(string name, string answer) : IFault
{
    /// <summary>Makes the fault.</summary>
    public static IFault Create(FaultParameters parameters) => new DnsTakeoverFault(parameters.Required("name"), parameters.Required("answer"));

    /// <inheritdoc/>
    public async Task ApplyAsync(FaultContext context, CancellationToken cancellationToken)
    {
        var liar = context.Undo.Own(Liar.Start(context.World, Places.Evil, Net.Evil, [$"--address=/{name}/{answer}"]));
        await liar.ListeningAsync(53, Net.Evil, isUdp: true, cancellationToken);
        foreach (var protocol in (string[])["udp", "tcp"])
        {
            var rule = $"PREROUTING -i c0 -p {protocol} --dport 53 -j DNAT --to-destination {Net.Evil}:53";
            await context.RunAsync(Places.Gateway, $"iptables -w -t nat -I {rule}", $"iptables -w -t nat -D {rule}", cancellationToken);
        }
    }
}

/// <summary>A caching resolver (the scenario's client should use 10.77.2.54) that was lied to while it asked, and remembers. <c>name</c>, <c>answer</c>: an address.</summary>
internal sealed class PoisonFault(string name, string answer) : IFault
{
    private const string Upstream = "10.77.2.55";

    /// <summary>Makes the fault.</summary>
    public static IFault Create(FaultParameters parameters) => new PoisonFault(parameters.Required("name"), parameters.Required("answer"));

    /// <inheritdoc/>
    public async Task ApplyAsync(FaultContext context, CancellationToken cancellationToken)
    {
        var world = context.World;
        await context.RunAsync(Places.Resolvers, $"ip addr add {Upstream}/32 dev eth0", $"ip addr del {Upstream}/32 dev eth0", cancellationToken);
        await File.WriteAllTextAsync(world.At("resolvers", "caching.conf"), $"""
            server:
              interface: {Net.CachingResolver}
              access-control: 0.0.0.0/0 allow
              module-config: "iterator"
              username: ""
              chroot: ""
              directory: "{world.At("resolvers")}"
              pidfile: ""
              use-syslog: no
              do-daemonize: no
              do-not-query-localhost: no
            forward-zone:
              name: "."
              forward-addr: {Upstream}

            """, cancellationToken);
        var cache = context.Undo.Own(world.Serve(Places.Resolvers, "unbound-caching", "unbound", "-c", world.At("resolvers", "caching.conf"), "-d"));
        await cache.ListeningAsync(53, Net.CachingResolver, isUdp: true, cancellationToken);
        await using (var liar = Liar.Start(world, Places.Resolvers, Upstream, [$"--address=/{name}/{answer}", "--local-ttl=3600"]))
        {
            await liar.ListeningAsync(53, Upstream, isUdp: true, cancellationToken);
            await world.RunInAsync(Places.Resolvers, cancellationToken, "dig", "+tries=3", "+time=2", $"@{Net.CachingResolver}", name, "A");
            await world.RunInAsync(Places.Resolvers, cancellationToken, "dig", "+tries=3", "+time=2", $"@{Net.CachingResolver}", name, "AAAA");
        }

        var honest = context.Undo.Own(Liar.Start(world, Places.Resolvers, Upstream, []));
        await honest.ListeningAsync(53, Upstream, isUdp: true, cancellationToken);
    }
}

/// <summary>dnsmasq: lies about some names, and asks the recursive resolver about all others.</summary>
file static class Liar
{
    public static LabServer Start(LabWorld world, string place, string address, IEnumerable<string> lies) => world.Serve(
        place, "dnsmasq", "dnsmasq", ["-d", "-C", "/dev/null", "--no-resolv", "--no-hosts", $"--listen-address={address}", "--bind-interfaces", "--user=root", "--pid-file=", $"--server={Net.Recursive}", .. lies]);
}
