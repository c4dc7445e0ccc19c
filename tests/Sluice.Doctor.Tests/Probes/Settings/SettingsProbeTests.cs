using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes.Settings;

namespace Sluice.Doctor.Tests.Probes.Settings;

public sealed class SettingsProbeTests : IDisposable
{
    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void Netrc_gives_hosts_and_permissions_and_never_a_secret()
    {
        var file = _host.WriteHome(".netrc", "machine a.example login bob password s3cret\n# note\nmachine b.example\n  login alice\nmacdef init\nmachine no.example\n\ndefault login x password y\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        }

        var settings = SettingsProbe.Collect(_host.Build());

        Assert.Equal(OperatingSystem.IsWindows() ? null : "0604", settings.Netrc.File.Mode);
        Assert.Equal(
            [new NetrcMachine("a.example", 1, true, true), new NetrcMachine("b.example", 3, true, false), new NetrcMachine("", 8, false, false)],
            settings.Netrc.Machines);
        Assert.DoesNotContain("s3cret", System.Text.Json.JsonSerializer.Serialize(settings), StringComparison.Ordinal);
        Assert.Equal(new NetrcLogin("a.example", "bob", "s3cret"), Assert.Single(NetrcReader.ReadLogins(_host.Build())));
    }

    [Fact]
    public void Proxies_of_other_tools_are_found_with_their_lines()
    {
        var npm = _host.WriteHome(".npmrc", "registry=https://r.example\nhttps-proxy=http://npm.example:1\n");
        _host.WriteHome(".yarnrc", "proxy \"http://yarn.example:2\"\n");
        _host.WriteHome(".config/pip/pip.conf", "[global]\nproxy = http://pip.example:3\n");

        var tools = SettingsProbe.Collect(_host.Build()).OtherTools;

        Assert.Equal(["npm http://npm.example:1", "yarn http://yarn.example:2", "pip http://pip.example:3"], tools.Select(tool => $"{tool.Tool} {tool.Setting.Value}"));
        Assert.Equal(new ValueOrigin(OriginKind.File, npm, 2, "https-proxy"), tools[0].Setting.Origin);
    }

    [Fact]
    public void Editors_shells_and_sudo_are_seen()
    {
        _host.WriteWork(".vscode/settings.json", "{ // note\n \"go.toolsEnvVars\": { \"GOPROXY\": \"https://code.example\" }, }");
        _host.WriteWork(".idea/workspace.xml", "<map>\n<entry key=\"GOPROXY\" value=\"https://land.example\" />\n</map>");
        _host.WriteHome(".bashrc", "alias x=y\nexport GOPROXY='https://bash.example' # note\n");
        var other = _host.WriteHome("alice/.config/go/env", "GOPRIVATE=corp.example\n");
        _host.WriteSystem("/etc/passwd", $"alice:x:1000:1000::{Path.Combine(_host.Home, "alice")}:/bin/sh\n");
        _host.Set("SUDO_USER", "alice").Set("GITLAB_CI", "true");

        var around = SettingsProbe.Collect(_host.Build()).Surroundings;

        Assert.Equal(["https://code.example", "https://land.example"], around.EditorSettings.Select(setting => setting.Setting.Value));
        var export = Assert.Single(around.ShellExports);
        Assert.Equal(("GOPROXY", "https://bash.example", 2), (export.Name, export.Value, export.Origin.Line));
        Assert.Equal(other, Assert.Single(around.SudoUserGo).Origin.File);
        Assert.Equal("GitLab CI", around.ContinuousIntegration);
    }

    [Fact]
    public void Both_spellings_of_proxy_variables_are_kept()
    {
        _host.Set("HTTPS_PROXY", "http://a:1").Set("https_proxy", "http://b:2").Set("NO_PROXY", "");

        Assert.Equal(["HTTPS_PROXY", "https_proxy"], SettingsProbe.Collect(_host.Build()).ProxyVariables.Select(variable => variable.Name));
    }
}
