using System.Net;
using System.Security.Cryptography;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Names;

/// <summary>Reads the hosts file: an address, then names, then perhaps a comment (hosts(5)).</summary>
internal static class HostsFile
{
    /// <summary>Most entries that are kept; block lists have more.</summary>
    public const int MaxEntries = 10_000;

    private const int MaxFaults = 50;

    /// <summary>Where it lies.</summary>
    public static string PathOf(DoctorHost host) => host.System == HostSystem.Windows
        ? Path.Combine(host.Variable("SystemRoot") ?? @"C:\Windows", "System32", "drivers", "etc", "hosts")
        : host.SystemPath("/etc/hosts");

    /// <summary>Collects it.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="baseline">A file that was known to be good; null for none.</param>
    public static HostsEvidence Collect(DoctorHost host, string? baseline)
    {
        var path = PathOf(host);
        var bytes = HostFiles.ReadBytes(path);
        var faults = new List<FileFault>();
        var entries = Parse(path, bytes is null ? "" : HostFiles.ReadText(path) ?? "", faults);
        return new HostsEvidence(
            HostFiles.Look(path),
            HostFiles.IsWritable(path),
            bytes?.Length ?? 0,
            bytes is null ? "" : Convert.ToHexStringLower(SHA256.HashData(bytes)),
            entries,
            faults,
            baseline is null ? null : Compare(baseline, entries));
    }

    /// <summary>Reads a text.</summary>
    public static IReadOnlyList<HostsEntry> Parse(string file, string text, List<FileFault> faults)
    {
        var entries = new List<HostsEntry>();
        var lines = HostFiles.SplitLines(text);
        for (var i = 0; i < lines.Length && entries.Count < MaxEntries; i++)
        {
            var hash = lines[i].IndexOf('#');
            var words = (hash < 0 ? lines[i] : lines[i][..hash]).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0)
            {
                continue;
            }

            var scope = words[0].IndexOf('%');
            if (words.Length > 1 && IPAddress.TryParse(scope < 0 ? words[0] : words[0][..scope], out _))
            {
                entries.Add(new HostsEntry(words[0], words[1..], i + 1, hash < 0 ? null : lines[i][(hash + 1)..].Trim()));
            }
            else if (faults.Count < MaxFaults)
            {
                faults.Add(HostFiles.Fault(file, i + 1, lines[i], words.Length == 1 ? "an address or a name alone" : "does not start with an address"));
            }
        }

        return entries;
    }

    private static HostsBaseline Compare(string baseline, IReadOnlyList<HostsEntry> entries)
    {
        var before = Pairs(Parse(baseline, HostFiles.ReadText(baseline) ?? "", []));
        var now = Pairs(entries);
        return new HostsBaseline(baseline, Without(now, before), Without(before, now));
    }

    private static List<HostsEntry> Pairs(IEnumerable<HostsEntry> entries) =>
        [.. entries.SelectMany(entry => entry.Names.Select(name => entry with { Names = [name.ToLowerInvariant()] }))];

    private static List<HostsEntry> Without(List<HostsEntry> all, List<HostsEntry> known)
    {
        var pairs = known.Select(entry => (entry.Address, entry.Names[0])).ToHashSet();
        return [.. all.Where(entry => !pairs.Contains((entry.Address, entry.Names[0])))];
    }
}
