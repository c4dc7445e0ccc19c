using System.Net;
using Sluice.Doctor.Findings;
using Sluice.Doctor.Probes;

namespace Sluice.Doctor.Fixes;

/// <summary>Plans other name servers, by the way of each system.</summary>
internal sealed class NameServerPlanner(DoctorHost host, FixPrograms programs)
{
    /// <summary>glibc and Go take three.</summary>
    private const int MaxServers = 3;

    /// <summary>Plans it.</summary>
    public async Task<FixPlan> PlanAsync(Fix.SetNameServers fix, CancellationToken cancellationToken)
    {
        var servers = fix.Servers.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (servers.Length is 0 or > MaxServers || !servers.All(server => IPAddress.TryParse(server, out _)))
        {
            return FixPlan.ByHand(fix, FixTexts.Text($"{fix.Servers}: want one to three IP addresses", $"{fix.Servers}：需要 1 到 3 个 IP 地址"));
        }

        return host.System switch
        {
            HostSystem.MacOS => ByElevation(await PlanMacAsync(fix, servers, cancellationToken)),
            HostSystem.Windows => ByElevation(await PlanWindowsAsync(fix, servers, cancellationToken)),
            _ => await PlanLinuxAsync(fix, servers, cancellationToken),
        };
    }

    private async Task<FixPlan> PlanLinuxAsync(Fix fix, string[] servers, CancellationToken cancellationToken)
    {
        var path = host.SystemPath("/etc/resolv.conf");
        var text = HostFiles.ReadText(path) ?? "";
        var hasStub = HostFiles.SplitLines(text).Any(line => line.StartsWith("nameserver", StringComparison.Ordinal) && line.Contains("127.0.0.53", StringComparison.Ordinal));
        if (hasStub && DefaultInterface() is { } name)
        {
            return ByElevation(await PlanResolvedAsync(fix, name, servers, cancellationToken));
        }

        var file = TextFile.Open(host, path);
        if (file.Problem is not null)
        {
            return FixPlan.ByHand(fix, file.Problem);
        }

        var plan = FixPlan.Of(fix, file.ChangeTo(Replace(file.Text ?? "", servers, file.LineEnd)));
        var isManaged = text.Contains("NetworkManager", StringComparison.Ordinal);
        var command = $"printf '{string.Concat(servers.Select(server => $"nameserver {server}\\n"))}' | sudo tee {path}";
        return (plan with { Notes = isManaged ? [FixTexts.Managed] : [] }).OrByRoot(command);
    }

    private async Task<FixPlan> PlanResolvedAsync(Fix fix, string name, string[] servers, CancellationToken cancellationToken)
    {
        var before = await programs.ReadAsync(["resolvectl", "dns", name], cancellationToken) is { } output ? output.Trim() is var line && line.IndexOf(':') is >= 0 and var colon ? line[(colon + 1)..].Trim() : line : "";
        if (before == string.Join(' ', servers))
        {
            return FixPlan.Done(fix);
        }

        var change = new Change.Setting($"name servers of {name}", before, string.Join(' ', servers), ["resolvectl", "dns", name, .. servers], ["resolvectl", "revert", name]);
        return FixPlan.Of(fix, change) with { Notes = [FixTexts.UntilReconnect] };
    }

    private async Task<FixPlan> PlanMacAsync(Fix fix, string[] servers, CancellationToken cancellationToken)
    {
        var route = await programs.ReadAsync(["route", "-n", "get", "default"], cancellationToken) ?? "";
        var order = await programs.ReadAsync(["networksetup", "-listnetworkserviceorder"], cancellationToken) ?? "";
        if (ServiceOf(order, InterfaceOf(route)) is not { } service)
        {
            return FixPlan.ByHand(fix, FixTexts.NoInterface);
        }

        var before = AddressesOf(await programs.ReadAsync(["networksetup", "-getdnsservers", service], cancellationToken) ?? "");
        if (before.SequenceEqual(servers))
        {
            return FixPlan.Done(fix);
        }

        string[] restore = before.Count == 0 ? ["empty"] : [.. before];
        return FixPlan.Of(fix, new Change.Setting(
            $"name servers of {service}",
            string.Join(' ', before),
            string.Join(' ', servers),
            ["networksetup", "-setdnsservers", service, .. servers],
            ["networksetup", "-setdnsservers", service, .. restore]));
    }

    private async Task<FixPlan> PlanWindowsAsync(Fix fix, string[] servers, CancellationToken cancellationToken)
    {
        var index = (await programs.ReadAsync(PowerShell("(Get-NetRoute -DestinationPrefix 0.0.0.0/0 | Sort-Object RouteMetric | Select-Object -First 1).InterfaceIndex"), cancellationToken))?.Trim();
        if (string.IsNullOrEmpty(index) || !index.All(char.IsAsciiDigit))
        {
            return FixPlan.ByHand(fix, FixTexts.NoInterface);
        }

        // What was set by hand; empty where the servers come from DHCP.
        var key = $@"HKLM:\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters\Interfaces\$((Get-NetAdapter -InterfaceIndex {index}).InterfaceGuid)";
        var before = AddressesOf((await programs.ReadAsync(PowerShell($"(Get-ItemProperty \"{key}\").NameServer"), cancellationToken) ?? "").Replace(',', '\n'));
        if (before.SequenceEqual(servers))
        {
            return FixPlan.Done(fix);
        }

        var restore = before.Count == 0 ? "-ResetServerAddresses" : $"-ServerAddresses {List(before)}";
        return FixPlan.Of(fix, new Change.Setting(
            $"name servers of interface {index}",
            string.Join(' ', before),
            string.Join(' ', servers),
            PowerShell($"Set-DnsClientServerAddress -InterfaceIndex {index} -ServerAddresses {List(servers)}"),
            PowerShell($"Set-DnsClientServerAddress -InterfaceIndex {index} {restore}")));
    }

    /// <summary>A program that only an administrator may run well.</summary>
    private FixPlan ByElevation(FixPlan plan)
    {
        if (plan.State != PlanState.Ready || host.IsElevated != false)
        {
            return plan;
        }

        var lines = plan.Changes.OfType<Change.Setting>().Select(change => (host.System == HostSystem.Windows ? "" : "sudo ") + string.Join(' ', change.Apply.Select(word => FixCommands.Quote(word, Shell.Posix))));
        return plan with { State = PlanState.NeedsRoot, Changes = [], Notes = [FixTexts.NeedsAdministrator, .. plan.Notes], Lines = [.. lines] };
    }

    /// <summary>The text with other servers: the old lines stay as comments.</summary>
    internal static string Replace(string text, IReadOnlyList<string> servers, string lineEnd)
    {
        var old = HostFiles.SplitLines(text);
        var current = old.Where(IsServer).Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1]);
        if (current.SequenceEqual(servers))
        {
            return text;
        }

        var lines = old.Select(line => IsServer(line) ? "# sluice: " + line : line).Concat(servers.Select(server => $"nameserver {server}"));
        return string.Concat(lines.Select(line => line + lineEnd));
    }

    /// <summary>The interface of <c>route -n get default</c>.</summary>
    internal static string? InterfaceOf(string route) =>
        HostFiles.SplitLines(route).Select(line => line.Trim()).FirstOrDefault(line => line.StartsWith("interface:", StringComparison.Ordinal))?["interface:".Length..].Trim();

    /// <summary>The service of an interface in <c>networksetup -listnetworkserviceorder</c>: the line above <c>(Hardware Port: Wi-Fi, Device: en0)</c>.</summary>
    internal static string? ServiceOf(string order, string? device)
    {
        var lines = HostFiles.SplitLines(order);
        var place = device is null ? -1 : Array.FindIndex(lines, line => line.EndsWith($"Device: {device})", StringComparison.Ordinal));
        return place < 1 || lines[place - 1].IndexOf(") ", StringComparison.Ordinal) is not (>= 0 and var end) ? null : lines[place - 1][(end + 2)..].Trim();
    }

    private static bool IsServer(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is ["nameserver", _, ..];

    /// <summary>Lines that are addresses; sentences that there are none are passed over, in every language.</summary>
    private static List<string> AddressesOf(string output) => [.. HostFiles.SplitLines(output).Select(line => line.Trim()).Where(line => IPAddress.TryParse(line, out _))];

    private static string List(IEnumerable<string> servers) => $"({string.Join(',', servers.Select(server => $"'{server}'"))})";

    private static string[] PowerShell(string command) => ["powershell", "-NoProfile", "-NonInteractive", "-Command", command];

    /// <summary>The interface of the default route, by <c>/proc/net/route</c>.</summary>
    private string? DefaultInterface() => HostFiles.ReadLines(host.SystemPath("/proc/net/route"))
        .Select(line => line.Split('\t')).FirstOrDefault(words => words.Length > 2 && words[1] == "00000000")?[0];
}
