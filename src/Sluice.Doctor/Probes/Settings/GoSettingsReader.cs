using System.Runtime.InteropServices;
using Sluice.Doctor.Evidence;

namespace Sluice.Doctor.Probes.Settings;

/// <summary>
/// Reads the go command's settings without the go command, in its order (cmd/go/internal/cfg, <c>Getenv</c>): the process's environment, where empty is not set; the
/// user's file; from Go 1.21 the installation's file; defaults.
/// </summary>
internal static class GoSettingsReader
{
    /// <summary>Settings without a default, or with an empty one.</summary>
    private static readonly string[] PlainNames =
        ["GO111MODULE", "GOBIN", "GOEXPERIMENT", "GOFLAGS", "GOINSECURE", "GOPRIVATE", "GOTMPDIR", "GOVCS", "GOWORK"];

    /// <summary>Reads them.</summary>
    public static GoSettingsEvidence Read(DoctorHost host)
    {
        var installations = GoInstallations.Find(host);
        var faults = new List<FileFault>();
        var userFile = UserFileOf(host, out var isOff);
        var sources = new List<IReadOnlyList<SettingValue>>
        {
            host.Environment.Where(pair => pair.Value.Length > 0)
                .Select(pair => new SettingValue(pair.Key, pair.Value, new ValueOrigin(OriginKind.ProcessEnvironment, Name: pair.Key))).ToList(),
        };
        if (!isOff && HostFiles.ReadText(userFile) is { } text)
        {
            sources.Add([.. GoEnvFile.Parse(userFile, text, OriginKind.UserGoEnv, faults).Reverse()]);
        }

        // GOROOT and GOTOOLCHAIN may switch to another Go; what the one in PATH reads is decided by its own tree.
        var installation = installations.FirstOrDefault();
        var installedFile = installation is null ? null : Path.Combine(installation.Root, "go.env");
        if (installedFile is not null && HostFiles.ReadText(installedFile) is { } installed)
        {
            sources.Add(GoEnvFile.Parse(installedFile, installed, OriginKind.InstalledGoEnv, faults));
        }

        var settings = new SettingsTable(sources);
        AddDefaults(settings, host, installation, userFile, isOff);
        return new GoSettingsEvidence(
            installation,
            [.. installations.Skip(1)],
            HostFiles.Look(userFile),
            isOff,
            installedFile is null ? null : HostFiles.Look(installedFile),
            settings.ToList(),
            faults);
    }

    /// <summary>Where <c>go env -w</c> writes: GOENV, else <c>go/env</c> in the user's folder for configuration (os.UserConfigDir).</summary>
    public static string UserFileOf(DoctorHost host, out bool isOff)
    {
        var set = host.Variable("GOENV");
        isOff = set == "off";
        if (set is not null && !isOff)
        {
            return set;
        }

        return ConfigFolderOf(host.System, host.Variable, host.Home) is { } folder ? Path.Combine(folder, "go", "env") : "";
    }

    /// <summary>os.UserConfigDir; null where the go command has none either.</summary>
    public static string? ConfigFolderOf(HostSystem system, Func<string, string?> variable, string? home) => system switch
    {
        HostSystem.Windows => variable("AppData") ?? variable("APPDATA"),
        HostSystem.MacOS => home is null ? null : Path.Combine(home, "Library", "Application Support"),
        _ => variable("XDG_CONFIG_HOME") is { } folder && Path.IsPathRooted(folder) ? folder : home is null ? null : Path.Combine(home, ".config"),
    };

    /// <summary>Whether a version of Go is at least 1.MINOR; true for an unknown one, since new ones outnumber old ones.</summary>
    public static bool IsAtLeast(string? version, int minor)
    {
        var parts = version is not null && version.StartsWith("go", StringComparison.Ordinal) ? version[2..].Split('.', '-', ' ') : [];
        var digits = parts.Length > 1 ? new string([.. parts[1].TakeWhile(char.IsAsciiDigit)]) : "";
        return digits.Length is 0 or > 4 || int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture) >= minor;
    }

    private static void AddDefaults(SettingsTable settings, DoctorHost host, GoInstallation? installation, string userFile, bool isOff)
    {
        foreach (var name in PlainNames)
        {
            settings.Take(name, "");
        }

        var version = installation?.Version;
        settings.Take("GOPROXY", "https://proxy.golang.org,direct");
        settings.Take("GOSUMDB", "sum.golang.org");
        settings.Take("GONOPROXY", settings["GOPRIVATE"].Value, "GOPRIVATE");
        settings.Take("GONOSUMDB", settings["GOPRIVATE"].Value, "GOPRIVATE");
        if (IsAtLeast(version, 21))
        {
            settings.Take("GOTOOLCHAIN", installation is null ? "auto" : "local");
        }

        if (IsAtLeast(version, 24))
        {
            settings.Take("GOAUTH", "netrc");
        }

        settings.Take("GOOS", host.System switch { HostSystem.Windows => "windows", HostSystem.MacOS => "darwin", _ => "linux" });
        settings.Take("GOARCH", RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "amd64",
            Architecture.X86 => "386",
            Architecture.Arm => "arm",
            var other => other.ToString().ToLowerInvariant(),
        });
        settings.Set(new SettingValue("GOENV", isOff ? "off" : userFile, Origin(host, "GOENV")));
        if (installation is not null)
        {
            settings.Set(new SettingValue("GOROOT", installation.Root, Origin(host, "GOROOT")));
            settings.Set(new SettingValue("GOVERSION", version ?? "", new ValueOrigin(OriginKind.File, Path.Combine(installation.Root, "VERSION"), 1)));
        }

        AddFolders(settings, host);
    }

    private static void AddFolders(SettingsTable settings, DoctorHost host)
    {
        // As go/build does: no default GOPATH where it would be GOROOT itself.
        var home = host.Home;
        var goPath = home is null ? "" : Path.Combine(home, "go");
        settings.Take("GOPATH", goPath == settings.Find("GOROOT")?.Value ? "" : goPath);
        var first = settings["GOPATH"].Value.Split(host.System == HostSystem.Windows ? ';' : ':')[0];
        settings.Take("GOMODCACHE", first.Length == 0 ? "" : Path.Combine(first, "pkg", "mod"), "GOPATH");
        var cache = host.System switch
        {
            HostSystem.Windows => host.Variable("LocalAppData") ?? host.Variable("LOCALAPPDATA"),
            HostSystem.MacOS => home is null ? null : Path.Combine(home, "Library", "Caches"),
            _ => host.Variable("XDG_CACHE_HOME") ?? (home is null ? null : Path.Combine(home, ".cache")),
        };
        settings.Take("GOCACHE", cache is null ? "off" : Path.Combine(cache, "go-build"));
    }

    private static ValueOrigin Origin(DoctorHost host, string name) =>
        host.Variable(name) is null ? new ValueOrigin(OriginKind.Default) : new ValueOrigin(OriginKind.ProcessEnvironment, Name: name);
}
