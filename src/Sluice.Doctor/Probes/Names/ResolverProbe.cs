using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Running;

namespace Sluice.Doctor.Probes.Names;

/// <summary>Collects how this machine resolves names.</summary>
internal static class ResolverProbe
{
    private static readonly (string Name, string[] Places)[] Services =
    [
        ("systemd-resolved", ["/run/systemd/resolve/io.systemd.Resolve", "/run/systemd/resolve/stub-resolv.conf"]),
        ("nscd", ["/run/nscd/socket", "/var/run/nscd/socket"]),
        ("dnsmasq", ["/run/dnsmasq/dnsmasq.pid", "/run/NetworkManager/dnsmasq.pid"]),
        ("unbound", ["/run/unbound.pid", "/run/unbound/unbound.pid", "/run/unbound.ctl"]),
        ("NetworkManager", ["/run/NetworkManager/resolv.conf", "/run/NetworkManager/NetworkManager.pid"]),
    ];

    /// <summary>Collects it.</summary>
    public static async Task<Probed<ResolverEvidence>> CollectAsync(DoctorHost host, CommandRunner commands, CancellationToken cancellationToken)
    {
        if (host.System == HostSystem.Linux)
        {
            return Probed<ResolverEvidence>.Of(CollectLinux(host));
        }

        var (program, arguments) = host.System == HostSystem.MacOS ? ("scutil", "--dns") : ("ipconfig", "/all");
        var run = await commands.RunAsync(new CommandRequest(program, [arguments], host.Environment), cancellationToken);
        if (run.Outcome != CommandOutcome.Ended || run.ExitCode != 0)
        {
            return Probed<ResolverEvidence>.Not(NotCheckedReason.ProgramMissing, $"{program} {arguments} does not answer");
        }

        return Probed<ResolverEvidence>.Of(host.System == HostSystem.MacOS ? ResolverSettings.ParseScutil(run.Output) : ResolverSettings.ParseIpconfig(run.Output));
    }

    /// <summary>Collects it from the files of Linux, without a program.</summary>
    public static ResolverEvidence CollectLinux(DoctorHost host)
    {
        var path = host.SystemPath("/etc/resolv.conf");
        var evidence = ResolverSettings.ParseResolvConf(HostFiles.Look(path), HostFiles.ReadText(path) ?? "");

        // Behind the stub of systemd-resolved stand the servers that the network gave.
        var behind = host.SystemPath("/run/systemd/resolve/resolv.conf");
        var hasStub = evidence.NameServers.Any(server => server.Address.StartsWith("127.0.0.5", StringComparison.Ordinal));
        var upstream = ResolverSettings.ParseResolvConf(HostFiles.Look(behind), hasStub ? HostFiles.ReadText(behind) ?? "" : "").NameServers;
        return evidence with
        {
            NameServers = [.. evidence.NameServers, .. upstream.Select(server => server with { IsBehindLocalService = true })],
            HostsOrder = ReadHostsOrder(host),
            LocalServices = [.. Services.Select(service => Look(host, service.Name, service.Places))],
        };
    }

    private static IReadOnlyList<string> ReadHostsOrder(DoctorHost host)
    {
        var line = HostFiles.ReadLines(host.SystemPath("/etc/nsswitch.conf")).FirstOrDefault(line => line.StartsWith("hosts:", StringComparison.Ordinal));
        return line?.Split('#')[0]["hosts:".Length..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];
    }

    private static LocalResolverService Look(DoctorHost host, string name, string[] places)
    {
        // /proc/PID/comm has the first 15 letters of a name.
        if (Processes.FindByName(host, name.Length > 15 ? name[..15] : name) is { } id)
        {
            return new LocalResolverService(name, Tri.Yes, $"process {id}");
        }

        var place = Array.Find(places, candidate => Path.Exists(host.SystemPath(candidate)));
        return new LocalResolverService(name, place is null ? Tri.No : Tri.Yes, place ?? "no process and no socket");
    }
}
