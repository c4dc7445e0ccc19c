using Sluice.Doctor.Probes.Modules;
using Sluice.Doctor.Probes.Settings;

namespace Sluice.Doctor.Tests.Probes.Modules;

public sealed class ToolchainTargetTests : IDisposable
{
    private readonly TestHost _host = new();

    public void Dispose() => _host.Dispose();

    [Theory]
    [InlineData("go1.21.0", "auto", "go 1.22.1", "v0.0.1-go1.22.1.linux-amd64")]
    [InlineData("go1.21.0", "auto", "go 1.22", "v0.0.1-go1.22.0.linux-amd64")]
    [InlineData("go1.21.0", "auto", "go 1.21.0\n\ntoolchain go1.23.4", "v0.0.1-go1.23.4.linux-amd64")]
    [InlineData("go1.22.1", "auto", "go 1.22.1", null)]
    [InlineData("go1.22rc1", "auto", "go 1.22.0", "v0.0.1-go1.22.0.linux-amd64")]
    [InlineData("go1.21.0", "local", "go 1.22.1", null)]
    [InlineData("go1.19.8", "auto", "go 1.22.1", null)]
    [InlineData("go1.21.0", "auto", "", null)]
    public void The_toolchain_of_the_go_mod_at_hand_is_asked_for_when_the_installed_one_is_older(string installed, string setting, string lines, string? version)
    {
        var root = Path.GetDirectoryName(_host.WriteHome("sdk/VERSION", installed + "\n"))!;
        _host.Set("GOROOT", root).Set("GOTOOLCHAIN", setting).Set("GOARCH", "amd64");
        _host.WriteWork("go.mod", $"module main\n\n{lines}\n");

        Assert.Equal(version, ToolchainTarget.Of(_host.Work, GoSettingsReader.Read(_host.Build()))?.Version);
    }
}
