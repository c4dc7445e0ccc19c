using Sluice.Doctor.Findings;

namespace Sluice.Doctor.Tests.Findings;

public sealed class FixTests
{
    private static readonly BilingualText Why = new("why", "原因");

    [Fact]
    public void Lines_are_quoted_for_the_shell_they_are_for()
    {
        Fix[] fixes =
        [
            new Fix.SetGoVariable("GOPROXY", "https://goproxy.cn,direct", Why),
            new Fix.SetGoVariable("GOPRIVATE", "*.corp.example", Why),
            new Fix.UnsetGoVariable("GOFLAGS", Why),
            new Fix.SetShellVariable("NO_PROXY", "it's,b", Why),
            new Fix.UnsetShellVariable("HTTPS_PROXY", Why),
            new Fix.RunCommand(["go", "clean", "-modcache"], Why),
            new Fix.SetGitConfig("url.ssh://git@h/.insteadOf", "https://h/", Why),
        ];

        Assert.Equal(
            [
                "go env -w GOPROXY=https://goproxy.cn,direct",
                "go env -w 'GOPRIVATE=*.corp.example'",
                "go env -u GOFLAGS",
                "export NO_PROXY='it'\\''s,b'",
                "unset HTTPS_PROXY",
                "go clean -modcache",
                "git config --global url.ssh://git@h/.insteadOf https://h/",
            ],
            fixes.Select(fix => FixCommands.LineOf(fix, Shell.Posix)));
        Assert.Equal("go env -w 'GOPROXY=https://goproxy.cn,direct'", FixCommands.LineOf(fixes[0], Shell.PowerShell));
        Assert.Equal("$env:NO_PROXY = 'it''s,b'", FixCommands.LineOf(fixes[3], Shell.PowerShell));
        Assert.Equal("Remove-Item Env:HTTPS_PROXY", FixCommands.LineOf(fixes[4], Shell.PowerShell));
        Assert.Null(FixCommands.LineOf(new Fix.Advice(Why), Shell.Posix));
    }

    [Theory]
    [InlineData("github.com/acme/lib/v2", "github.com/acme")]
    [InlineData("git.corp.example/group/lib", "git.corp.example")]
    [InlineData("example", "example")]
    public void Placeholders_are_filled_with_what_the_finding_is_about(string module, string prefix)
    {
        var fix = new Fix.SetGoVariable("GOPRIVATE", "{prefix}", new("keeps {module} from {host}", "{module}"));

        var filled = Assert.IsType<Fix.SetGoVariable>(FixPlaceholders.Fill(fix, new Subject { Module = module }));

        Assert.Equal(prefix, filled.Value);
        Assert.Equal($"keeps {module} from the host", filled.Why.English);
        Assert.Equal(module, filled.Why.Chinese);
    }

    [Theory]
    [InlineData("zh_CN.UTF-8", "", "en_US.UTF-8", Language.Chinese)]
    [InlineData("", "zh_TW", "en_US.UTF-8", Language.Chinese)]
    [InlineData("", "", "zh_CN", Language.Chinese)]
    [InlineData("C", "zh_CN", "zh_CN", Language.English)]
    [InlineData("", "", "", Language.English)]
    public void The_language_is_that_of_the_locale(string all, string messages, string lang, Language expected) => Assert.Equal(
        expected, Languages.FromVariables(new Dictionary<string, string> { ["LC_ALL"] = all, ["LC_MESSAGES"] = messages, ["LANG"] = lang }));
}
