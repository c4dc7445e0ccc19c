using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Vcs;

/// <summary>What ssh would use: programs, agents, names and permissions of keys, known hosts. No key is read.</summary>
internal static class SshFacts
{
    private const int MaxKeys = 20;

    /// <summary>Collects it.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="name">The host to look for among the known ones; empty for none.</param>
    public static SshFact Collect(DoctorHost host, string name)
    {
        var folder = host.Home is { } home ? Path.Combine(home, ".ssh") : null;
        string[] known = [.. folder is null ? [] : (string[])[Path.Combine(folder, "known_hosts")], host.SystemPath("/etc/ssh/ssh_known_hosts")];
        var agent = host.Variable("SSH_AUTH_SOCK");
        return new SshFact(
            Programs.Find(host, "ssh"),
            agent is not null && Path.Exists(agent) ? Tri.Yes : Tri.No,
            folder is null ? [] : FindKeys(folder),
            [.. known.Select(HostFiles.Look)],
            name.Length == 0 ? Tri.NotChecked : LookFor(name, known));
    }

    private static List<FileFact> FindKeys(string folder)
    {
        try
        {
            return Directory.Exists(folder)
                ? [.. Directory.GetFiles(folder, "id_*").Where(file => !file.EndsWith(".pub", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Take(MaxKeys).Select(HostFiles.Look)]
                : [];
        }
        catch (Exception exception) when (HostFiles.IsTrouble(exception))
        {
            return [];
        }
    }

    /// <summary>Hashed names (<c>|1|…</c>) can only be compared by ssh itself; with one of them in the file, not found means not checked.</summary>
    private static Tri LookFor(string name, string[] files)
    {
        var names = files.SelectMany(HostFiles.ReadLines).Where(line => line.Length > 0 && line[0] is not ('#' or '@')).SelectMany(line => line.Split(' ')[0].Split(',')).ToList();
        var isThere = names.Exists(known => known.Equals(name, StringComparison.OrdinalIgnoreCase) || known.StartsWith($"[{name}]:", StringComparison.OrdinalIgnoreCase));
        return isThere ? Tri.Yes : names.Exists(known => known.StartsWith("|1|", StringComparison.Ordinal)) ? Tri.NotChecked : Tri.No;
    }
}
