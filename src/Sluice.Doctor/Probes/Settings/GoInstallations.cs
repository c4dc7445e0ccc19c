using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Settings;

/// <summary>Finds the Go installations of a machine without running any.</summary>
internal static class GoInstallations
{
    private const int MaxFound = 20;

    /// <summary>All of them, the one in use first: GOROOT, then PATH, then the usual places.</summary>
    public static IReadOnlyList<GoInstallation> Find(DoctorHost host)
    {
        var found = new List<GoInstallation>();
        foreach (var (path, foundBy) in Candidates(host))
        {
            if (Look(host, path, foundBy) is { } installation && !found.Exists(known => known.Root == installation.Root))
            {
                found.Add(installation);
            }

            if (found.Count == MaxFound)
            {
                break;
            }
        }

        return found;
    }

    private static IEnumerable<(string Root, string FoundBy)> Candidates(DoctorHost host)
    {
        if (host.Variable("GOROOT") is { } root)
        {
            yield return (root, "GOROOT");
        }

        if (Programs.Find(host, "go") is { } program)
        {
            yield return (Path.GetDirectoryName(Path.GetDirectoryName(HostFiles.Resolve(program))) ?? "", "PATH");
        }

        foreach (var folder in Places(host))
        {
            yield return (folder, folder);
        }
    }

    private static IEnumerable<string> Places(DoctorHost host)
    {
        string[] fixedPlaces = host.System switch
        {
            HostSystem.Windows => [@"C:\Program Files\Go", @"C:\Go"],
            HostSystem.MacOS => ["/usr/local/go", "/opt/homebrew/opt/go/libexec", "/usr/local/opt/go/libexec", "/opt/local/lib/go"],
            _ => ["/usr/local/go", "/usr/lib/go", "/usr/lib/golang", "/snap/go/current"],
        };
        foreach (var place in fixedPlaces)
        {
            yield return host.System == HostSystem.Windows ? place : host.SystemPath(place);
        }

        (string? Parent, string Pattern)[] parents =
        [
            (host.System == HostSystem.Linux ? host.SystemPath("/usr/lib") : null, "go-1*"),
            (host.Home is { } home ? Path.Combine(home, "sdk") : null, "go1*"),
            (host.Home is { } home2 ? Path.Combine(home2, "go", "pkg", "mod", "golang.org") : null, "toolchain@*"),
        ];
        foreach (var (parent, pattern) in parents)
        {
            foreach (var folder in Folders(parent, pattern))
            {
                yield return folder;
            }
        }
    }

    private static string[] Folders(string? parent, string pattern)
    {
        try
        {
            return parent is null || !Directory.Exists(parent) ? [] : [.. Directory.GetDirectories(parent, pattern).Order(StringComparer.Ordinal).Take(MaxFound)];
        }
        catch (Exception exception) when (HostFiles.IsTrouble(exception))
        {
            return [];
        }
    }

    private static GoInstallation? Look(DoctorHost host, string path, string foundBy)
    {
        var root = HostFiles.Resolve(path);
        var program = Path.Combine(root, "bin", host.System == HostSystem.Windows ? "go.exe" : "go");
        var version = HostFiles.ReadLines(Path.Combine(root, "VERSION")).FirstOrDefault()?.Trim();
        var hasProgram = File.Exists(program);
        return hasProgram || version is not null ? new GoInstallation(root, hasProgram ? program : null, version, foundBy) : null;
    }
}
