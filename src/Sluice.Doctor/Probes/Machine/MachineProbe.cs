using System.Globalization;
using System.Runtime.InteropServices;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Machine;

/// <summary>Looks at the machine: memory, load, disks, sockets, limits. Of Linux everything, of others what .NET tells.</summary>
internal static class MachineProbe
{
    /// <summary>State numbers of <c>/proc/net/tcp</c>: linux, include/net/tcp_states.h.</summary>
    private static readonly string[] States =
        ["", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT", "CLOSE", "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING", "NEW_SYN_RECV"];

    /// <summary>Collects it.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="settings">For the folders that downloads need; null when they are not known.</param>
    public static MachineEvidence Collect(DoctorHost host, GoSettingsEvidence? settings)
    {
        var memory = HostFiles.ReadLines(host.SystemPath("/proc/meminfo"));
        var ports = Numbers(host, "/proc/sys/net/ipv4/ip_local_port_range");
        return new MachineEvidence(
            NameOf(host),
            RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(),
            Environment.ProcessorCount,
            Kilobytes(memory, "MemTotal:") ?? (host.System == HostSystem.Linux ? null : GC.GetGCMemoryInfo().TotalAvailableMemoryBytes),
            Kilobytes(memory, "MemAvailable:"),
            [.. (HostFiles.ReadText(host.SystemPath("/proc/loadavg")) ?? "").Split(' ').Take(3).Select(word => double.TryParse(word, CultureInfo.InvariantCulture, out var load) ? load : -1).Where(load => load >= 0)],
            FindDisks(host, settings),
            CountSockets(host),
            ports.Count == 2 ? (int)(ports[1] - ports[0] + 1) : null,
            OpenFilesLimit(host),
            Numbers(host, "/proc/sys/fs/file-nr") is [var open, ..] ? open : null);
    }

    private static string NameOf(DoctorHost host)
    {
        const string Start = "PRETTY_NAME=";
        var line = HostFiles.ReadLines(host.SystemPath("/etc/os-release")).FirstOrDefault(line => line.StartsWith(Start, StringComparison.Ordinal));
        return line?[Start.Length..].Trim('"') ?? RuntimeInformation.OSDescription;
    }

    private static long? Kilobytes(string[] lines, string name)
    {
        var words = Array.Find(lines, line => line.StartsWith(name, StringComparison.Ordinal))?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is { Length: > 1 } && long.TryParse(words[1], CultureInfo.InvariantCulture, out var kilobytes) ? kilobytes * 1024 : null;
    }

    private static List<long> Numbers(DoctorHost host, string path) =>
        [.. (HostFiles.ReadText(host.SystemPath(path)) ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => long.TryParse(word, CultureInfo.InvariantCulture, out var number) ? number : 0)];

    private static long? OpenFilesLimit(DoctorHost host)
    {
        var line = HostFiles.ReadLines(host.SystemPath("/proc/self/limits")).FirstOrDefault(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        var words = line?["Max open files".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is { Length: > 0 } && long.TryParse(words[0], CultureInfo.InvariantCulture, out var limit) ? limit : null;
    }

    private static List<DiskFact> FindDisks(DoctorHost host, GoSettingsEvidence? settings)
    {
        var temporary = settings?["GOTMPDIR"] is { Length: > 0 } own ? own : host.Variable("TMPDIR") ?? (host.System == HostSystem.Windows ? host.Variable("TEMP") ?? Path.GetTempPath() : "/tmp");
        (string? Path, string Purpose)[] folders = [(settings?["GOMODCACHE"], "module cache"), (settings?["GOCACHE"], "build cache"), (temporary, "temporary files")];
        return [.. folders.Where(folder => Path.IsPathRooted(folder.Path)).Select(folder => Disks.Of(folder.Path!, folder.Purpose)).OfType<DiskFact>()];
    }

    private static List<SocketCount> CountSockets(DoctorHost host)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var file in (string[])["/proc/net/tcp", "/proc/net/tcp6"])
        {
            foreach (var line in HostFiles.ReadLines(host.SystemPath(file)).Skip(1))
            {
                var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (words.Length > 3 && int.TryParse(words[3], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var state) && state > 0 && state < States.Length)
                {
                    counts[States[state]] = counts.GetValueOrDefault(States[state]) + 1;
                }
            }
        }

        return [.. counts.Select(pair => new SocketCount(pair.Key, pair.Value))];
    }
}
