using Sluice.Doctor.Environments;
using Sluice.Doctor.Tests.Probes;

namespace Sluice.Doctor.Tests.Environments;

public sealed class EnvReaderTests : IDisposable
{
    private readonly TestHost _test = new();

    [Fact]
    public void What_hides_what_is_told_with_its_place()
    {
        _test.WriteHome(".config/go/env", "GOPROXY=https://goproxy.cn,direct\n");
        var rc = _test.WriteHome(".bashrc", "\nexport GOPROXY=https://user:secret@dead.example\n");
        _test.Set("GOPROXY", "https://user:secret@dead.example");

        var report = EnvReader.Read(_test.Build());

        var proxy = report.Settings.Single(setting => setting.Name == "GOPROXY");
        Assert.Equal(("https://***@dead.example", "environment"), (proxy.Value, proxy.Origin));
        Assert.StartsWith("https://goproxy.cn,direct (", Assert.Single(proxy.Overrides), StringComparison.Ordinal);
        Assert.Equal($"GOPROXY of `go env -w` does not count: the environment sets it, in {rc}:2", Assert.Single(report.Remarks).English);
    }

    [Fact]
    public void Each_tool_has_its_own_idea_of_the_proxy()
    {
        _test.WriteHome(".gitconfig", "[http]\n\tproxy = http://git:1\n");
        _test.WriteHome(".npmrc", "https-proxy=http://npm:2\n");
        _test.Set("https_proxy", "http://lower:3").Set("HTTPS_PROXY", "http://upper:4");

        var report = EnvReader.Read(_test.Build());

        Assert.Equal(
            ["go=http://upper:4", "git=http://git:1", "npm=http://npm:2", "yarn=http://npm:2", "pip=http://lower:3", "curl=http://lower:3"],
            report.Tools.Select(tool => $"{tool.Tool}={tool.Proxy}"));
        Assert.Equal("no", report.Matrix.Single(row => row.Setting == "ALL_PROXY").Obeyed["go"]);
        Assert.Contains(report.Remarks, remark => remark.English.StartsWith("HTTPS_PROXY and https_proxy differ", StringComparison.Ordinal));
    }

    public void Dispose() => _test.Dispose();
}
