using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Settings;

/// <summary>A host's credentials of the netrc file. Only for asking that host; never evidence.</summary>
internal sealed record NetrcLogin(string Host, string Login, string Password);

/// <summary>
/// Reads the netrc file as the go command does (cmd/go/internal/auth, <c>parseNetrc</c>): words of a line in pairs, <c>macdef</c> up to an empty line, nothing behind
/// <c>default</c>. An entry counts once it has a machine, a login and a password.
/// </summary>
internal static class NetrcReader
{
    /// <summary>Where the file lies: NETRC, else <c>~/.netrc</c>, or <c>_netrc</c> on Windows.</summary>
    public static string PathOf(DoctorHost host) =>
        host.Variable("NETRC") ?? (host.Home is { } home ? Path.Combine(home, host.System == HostSystem.Windows ? "_netrc" : ".netrc") : "");

    /// <summary>Reads the file: hosts only.</summary>
    public static NetrcEvidence Read(DoctorHost host)
    {
        var path = PathOf(host);
        var faults = new List<FileFault>();
        var machines = new List<NetrcMachine>();
        Parse(path, HostFiles.ReadLines(path), machines, [], faults);
        return new NetrcEvidence(HostFiles.Look(path), machines, faults);
    }

    /// <summary>The complete entries, to be used and forgotten.</summary>
    public static IReadOnlyList<NetrcLogin> ReadLogins(DoctorHost host)
    {
        var logins = new List<NetrcLogin>();
        var path = PathOf(host);
        Parse(path, HostFiles.ReadLines(path), [], logins, []);
        return logins;
    }

    private static void Parse(string path, string[] lines, List<NetrcMachine> machines, List<NetrcLogin> logins, List<FileFault> faults)
    {
        var (login, password) = ("", "");
        var isMacro = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (isMacro)
            {
                isMacro = lines[i].Length > 0;
                continue;
            }

            var words = lines[i].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            for (var j = 0; j < words.Length; j += 2)
            {
                if (words[j].StartsWith('#'))
                {
                    break;
                }

                if (words[j] == "default")
                {
                    machines.Add(new NetrcMachine("", i + 1, false, false));
                    return;
                }

                if (words[j] == "macdef")
                {
                    isMacro = true;
                    break;
                }

                var value = j + 1 < words.Length ? words[j + 1] : "";
                switch (words[j])
                {
                    case "machine":
                        (login, password) = ("", "");
                        machines.Add(new NetrcMachine(value, i + 1, false, false));
                        break;
                    case "login" when machines.Count > 0:
                        login = value;
                        machines[^1] = machines[^1] with { HasLogin = value.Length > 0 };
                        break;
                    case "password" when machines.Count > 0:
                        password = value;
                        machines[^1] = machines[^1] with { HasPassword = value.Length > 0 };
                        break;
                    case "account" or "port":
                        break;
                    default:
                        // The words may be a password that lost its keyword: they are not kept.
                        faults.Add(new FileFault(path, i + 1, "", "an unknown word, or one without its value"));
                        j = words.Length;
                        break;
                }

                if (machines.Count > 0 && machines[^1] is { HasLogin: true, HasPassword: true } complete && !logins.Exists(known => known.Host == complete.Host))
                {
                    logins.Add(new NetrcLogin(complete.Host, login, password));
                }
            }
        }
    }
}
