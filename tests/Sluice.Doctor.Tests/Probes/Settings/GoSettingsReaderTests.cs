using System.Text.Json;
using Sluice.Doctor.Evidence;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Settings;
using Sluice.Testing;

namespace Sluice.Doctor.Tests.Probes.Settings;

public sealed class GoSettingsReaderTests : IDisposable
{
    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Fact]
    public void A_variable_overrides_the_users_file_which_overrides_the_installation()
    {
        _host.Set("GOROOT", Installation("go1.22.1", "GOPROXY=https://installed.example\nGOTOOLCHAIN=auto\nGOSUMDB=off\n"));
        var file = _host.WriteHome(".config/go/env", "GOPROXY=https://user.example\nGOSUMDB=sum.example\n");
        _host.Set("GOPROXY", "https://process.example");

        var go = GoSettingsReader.Read(_host.Build());

        var proxy = go.Settings.Single(setting => setting.Name == "GOPROXY");
        Assert.Equal("https://process.example", proxy.Value);
        Assert.Equal(OriginKind.ProcessEnvironment, proxy.Origin.Kind);
        Assert.Equal(["https://user.example", "https://installed.example"], proxy.Overridden.Select(value => value.Value));
        var sum = go.Settings.Single(setting => setting.Name == "GOSUMDB");
        Assert.Equal(new ValueOrigin(OriginKind.UserGoEnv, file, 2, "GOSUMDB"), sum.Origin);
        Assert.Equal("auto", go["GOTOOLCHAIN"]);
    }

    [Fact]
    public void An_empty_variable_is_not_set()
    {
        _host.Set("GOPROXY", "");
        _host.WriteHome(".config/go/env", "GOPROXY=https://user.example\n");

        Assert.Equal("https://user.example", GoSettingsReader.Read(_host.Build())["GOPROXY"]);
    }

    [Fact]
    public void Without_anything_the_defaults_hold_and_say_so()
    {
        var go = GoSettingsReader.Read(_host.Build());

        Assert.Null(go.Installation);
        Assert.Equal("https://proxy.golang.org,direct", go["GOPROXY"]);
        Assert.Equal(OriginKind.Default, go.Settings.Single(setting => setting.Name == "GOSUMDB").Origin.Kind);
        Assert.Equal(Path.Combine(_host.Home, "go", "pkg", "mod"), go["GOMODCACHE"]);
    }

    [Fact]
    public void Patterns_of_what_skips_proxy_and_database_derive_from_GOPRIVATE()
    {
        _host.Set("GOPRIVATE", "corp.example").Set("GONOSUMDB", "other.example");

        var go = GoSettingsReader.Read(_host.Build());

        Assert.Equal(new ValueOrigin(OriginKind.Derived, Name: "GOPRIVATE"), go.Settings.Single(setting => setting.Name == "GONOPROXY").Origin);
        Assert.Equal("corp.example", go["GONOPROXY"]);
        Assert.Equal("other.example", go["GONOSUMDB"]);
    }

    [Fact]
    public void GOENV_off_leaves_the_users_file_out()
    {
        _host.WriteHome(".config/go/env", "GOPROXY=https://user.example\n");
        _host.Set("GOENV", "off");

        var go = GoSettingsReader.Read(_host.Build());

        Assert.True(go.IsUserFileOff);
        Assert.Equal("https://proxy.golang.org,direct", go["GOPROXY"]);
    }

    [Theory]
    [InlineData("export GOPROXY=direct", "a shell's command: the go command passes over it")]
    [InlineData("GOPROXY", "no equals sign: the go command passes over it")]
    [InlineData("goproxy=direct", "does not start with a capital letter: the go command passes over it")]
    [InlineData("GOPROXY=\"direct\"", "quotes around the value are part of it")]
    [InlineData("GOPROXY=direct\r", "ends in a carriage return, which is part of the value")]
    [InlineData("GOPROXY= direct", "blanks around the value are part of it")]
    [InlineData("GOPROXY =direct", "a blank before the equals sign is part of the name")]
    public void A_line_that_does_not_mean_what_it_seems_to_is_kept_as_evidence(string line, string problem)
    {
        var file = _host.WriteHome(".config/go/env", "# comment\n\n" + line + "\n");

        var fault = Assert.Single(GoSettingsReader.Read(_host.Build()).Faults);

        Assert.Equal((file, 3, problem), (fault.File, fault.Line, fault.Problem));
    }

    [Theory]
    [InlineData(HostSystem.Linux, "XDG_CONFIG_HOME", "/xdg", "/xdg/go/env")]
    [InlineData(HostSystem.MacOS, "HOME", "/Users/a", "/Users/a/Library/Application Support/go/env")]
    [InlineData(HostSystem.Windows, "AppData", "/c/Roaming", "/c/Roaming/go/env")]
    [InlineData(HostSystem.Linux, "GOENV", "/elsewhere/env", "/elsewhere/env")]
    public void The_users_file_lies_where_the_system_keeps_configuration(HostSystem system, string variable, string value, string expected)
    {
        _host.System = system;
        _host.Set(variable, value);

        Assert.Equal(expected, GoSettingsReader.UserFileOf(_host.Build(), out _));
    }

    [Fact]
    public void Go_is_found_in_the_path_without_running_it()
    {
        var root = Installation("go1.24.0\ntime 2025-02-10T23:33:55Z", "");
        _host.Set("PATH", Path.Combine(root, "bin"));

        var go = GoSettingsReader.Read(_host.Build());

        Assert.Equal(("go1.24.0", "PATH"), (go.Installation?.Version, go.Installation?.FoundBy));
        Assert.Equal("netrc", go["GOAUTH"]);
        Assert.Equal("local", go["GOTOOLCHAIN"]);
    }

    [Fact]
    public async Task What_is_read_is_what_the_real_go_command_says()
    {
        using var real = GoCommand.RequireOrSkip();
        real.Variables["GOENV"] = _host.WriteHome("goenv", "GOPRIVATE=*.corp.example\nGONOSUMDB=sum-less.example\nexport GOVCS=off\nGOINSECURE=insecure.example\n");
        real.Variables["HOME"] = _host.Home;
        real.Variables["GOPROXY"] = "https://a.example|https://b.example,direct";
        real.Variables["GOFLAGS"] = "";
        real.Variables["GOSUMDB"] = "";
        real.Variables["GOTOOLCHAIN"] = "";
        var printed = await real.RunOrFailAsync(_host.Work, "env", "-json");
        foreach (var (name, value) in real.Variables)
        {
            _host.Set(name, value);
        }

        _host.Set("PATH", GitCommand.SearchPath).Set("GOPATH", real.Home["gopath"]).Set("GOMODCACHE", real.ModuleCache).Set("GOCACHE", real.Home["cache"]);
        var go = GoSettingsReader.Read(_host.Build());

        using var expected = JsonDocument.Parse(printed.Output);
        string[] names =
        [
            "GO111MODULE", "GOARCH", "GOBIN", "GOCACHE", "GOENV", "GOEXPERIMENT", "GOFLAGS", "GOINSECURE", "GOMODCACHE", "GONOPROXY", "GONOSUMDB", "GOOS", "GOPATH", "GOPRIVATE",
            "GOPROXY", "GOROOT", "GOSUMDB", "GOTMPDIR", "GOVCS", "GOVERSION", "GOWORK",
        ];
        Assert.Equal(
            names.Select(name => $"{name}={expected.RootElement.GetProperty(name).GetString()}"),
            names.Select(name => $"{name}={go[name]}"));
    }

    private string Installation(string version, string goEnv)
    {
        var root = Path.Combine(_host.Root, "sdk", version.Split('\n')[0]);
        Directory.CreateDirectory(Path.Combine(root, "bin"));
        File.WriteAllText(Path.Combine(root, "VERSION"), version);
        if (goEnv.Length > 0)
        {
            File.WriteAllText(Path.Combine(root, "go.env"), goEnv);
        }

        var program = Path.Combine(root, "bin", "go");
        File.WriteAllText(program, "#!/bin/sh\nexit 9\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return root;
    }
}
