namespace Sluice.Doctor.Evidence;

/// <summary>What governs downloads on this machine for this account, each value with its origin. Nothing secret is kept of netrc.</summary>
/// <param name="Go">The go command's settings, <c>go env</c>.</param>
/// <param name="ProxyVariables">HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY in both spellings, as far as set.</param>
/// <param name="Certificates">Variables and git settings that choose trusted authorities: SSL_CERT_FILE, GIT_SSL_CAINFO, as far as set.</param>
/// <param name="Git">What git's configuration says about networks and credentials.</param>
/// <param name="OtherTools">Proxies of npm, yarn and pip.</param>
/// <param name="Netrc">The file with credentials for hosts.</param>
/// <param name="Surroundings">Who runs us, and who else sets Go up on this machine.</param>
public sealed record SettingsEvidence(
    GoSettingsEvidence Go,
    IReadOnlyList<SettingValue> ProxyVariables,
    IReadOnlyList<SettingValue> Certificates,
    GitSettingsEvidence Git,
    IReadOnlyList<ToolSetting> OtherTools,
    NetrcEvidence Netrc,
    SurroundingsEvidence Surroundings);

/// <summary>The go command's settings as it would see them.</summary>
/// <param name="Installation">The Go in use; null when none was found: the settings are those of a Go without <c>go.env</c>.</param>
/// <param name="OtherInstallations">Further ones, in the order in which they were looked for.</param>
/// <param name="UserFile">The file of <c>go env -w</c>.</param>
/// <param name="IsUserFileOff">Whether GOENV=off switches it off.</param>
/// <param name="InstalledFile"><c>$GOROOT/go.env</c>; null without an installation.</param>
/// <param name="Settings">The settings, sorted by name.</param>
/// <param name="Faults">Lines that the go command passes over without a word, and values that hide a mistake of spelling.</param>
public sealed record GoSettingsEvidence(
    GoInstallation? Installation,
    IReadOnlyList<GoInstallation> OtherInstallations,
    FileFact UserFile,
    bool IsUserFileOff,
    FileFact? InstalledFile,
    IReadOnlyList<GoSetting> Settings,
    IReadOnlyList<FileFault> Faults)
{
    /// <summary>A setting's value; empty when it is not there.</summary>
    public string this[string name] => Settings.FirstOrDefault(setting => setting.Name == name)?.Value ?? "";
}

/// <summary>A setting of the go command.</summary>
/// <param name="Name">GOPROXY.</param>
/// <param name="Value">What holds.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Overridden">What other places say, which does not count, from the strongest to the weakest.</param>
public sealed record GoSetting(string Name, string Value, ValueOrigin Origin, IReadOnlyList<SettingValue> Overridden);

/// <summary>A Go on this machine.</summary>
/// <param name="Root">Its GOROOT, links resolved.</param>
/// <param name="Program">The go program; null when only the tree is there.</param>
/// <param name="Version"><c>go1.22.1</c>; null when its VERSION file cannot be read.</param>
/// <param name="FoundBy">How it was found: <c>GOROOT</c>, <c>PATH</c>, or the folder looked at.</param>
public sealed record GoInstallation(string Root, string? Program, string? Version, string FoundBy);

/// <summary>Git's configuration, as far as it is about networks and credentials.</summary>
/// <param name="Program">The git program; null when there is none in PATH.</param>
/// <param name="Files">The files looked at, in the order in which later ones override.</param>
/// <param name="Settings">
/// Keys below <c>http</c>, <c>https</c>, <c>url</c>, <c>credential</c>, <c>protocol</c> and <c>core.sshCommand</c>, <c>core.askPass</c>, <c>core.gitProxy</c>, in order of
/// reading. Section and key are lower case, subsections as written: <c>url.git@host:.insteadof</c>.
/// </param>
/// <param name="Faults">Lines that git could not read.</param>
public sealed record GitSettingsEvidence(string? Program, IReadOnlyList<FileFact> Files, IReadOnlyList<SettingValue> Settings, IReadOnlyList<FileFault> Faults);

/// <summary>A proxy setting of another tool.</summary>
/// <param name="Tool"><c>npm</c>, <c>yarn</c>, <c>pip</c>.</param>
/// <param name="Setting">The setting.</param>
public sealed record ToolSetting(string Tool, SettingValue Setting);

/// <summary>The netrc file. Logins and passwords are never kept.</summary>
/// <param name="File">The file.</param>
/// <param name="Machines">The hosts in it, in order.</param>
/// <param name="Faults">What could not be read.</param>
public sealed record NetrcEvidence(FileFact File, IReadOnlyList<NetrcMachine> Machines, IReadOnlyList<FileFault> Faults);

/// <summary>A host of the netrc file.</summary>
/// <param name="Host">Its name; empty for <c>default</c>.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="HasLogin">Whether a login stands there.</param>
/// <param name="HasPassword">Whether a password stands there.</param>
public sealed record NetrcMachine(string Host, int Line, bool HasLogin, bool HasPassword);

/// <summary>Who runs us, and who else sets Go up.</summary>
/// <param name="IsElevated">Root, or an administrator.</param>
/// <param name="SudoUser">Who called sudo; null without.</param>
/// <param name="SudoUserGo">Go settings of that account's file, which the go command under sudo does not see.</param>
/// <param name="ContinuousIntegration">The build service: <c>GitHub Actions</c>; null on a person's machine.</param>
/// <param name="IsContainer">Whether this is a container.</param>
/// <param name="EditorSettings">Go settings in an editor's configuration.</param>
/// <param name="ShellExports">Lines of shell start files that set variables which matter here.</param>
public sealed record SurroundingsEvidence(
    Tri IsElevated,
    string? SudoUser,
    IReadOnlyList<SettingValue> SudoUserGo,
    string? ContinuousIntegration,
    Tri IsContainer,
    IReadOnlyList<ToolSetting> EditorSettings,
    IReadOnlyList<SettingValue> ShellExports);
