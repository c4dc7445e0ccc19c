using Sluice.Doctor.Fixes;
using Sluice.Doctor.Probes.Running;
using Sluice.Doctor.Tests.Probes;

namespace Sluice.Doctor.Tests.Fixes;

public sealed class GoVariablesTests
{
    [Theory]
    [InlineData("no file yet", null, "GOPROXY", "off", "GOPROXY=off\n")]
    [InlineData("another value", "GOPROXY=a\n", "GOPROXY", "off", "GOPROXY=off\n")]
    [InlineData("no newline at the end", "GOFLAGS=-v", "GOPROXY", "off", "GOFLAGS=-v\nGOPROXY=off\n")]
    [InlineData("of doubles the last stays", "GOPROXY=a\nGOFLAGS=-v\nGOPROXY=b\n", "GOSUMDB", "off", "GOFLAGS=-v\nGOPROXY=b\nGOSUMDB=off\n")]
    [InlineData("comments divide runs", "GOSUMDB=x\n# mine\nGOFLAGS=-v\n", "GOPROXY", "off", "GOSUMDB=x\n# mine\nGOFLAGS=-v\nGOPROXY=off\n")]
    [InlineData("unset", "GOFLAGS=-v\nGOPROXY=a\n", "GOPROXY", null, "GOFLAGS=-v\n")]
    [InlineData("unset what is not set", "GOFLAGS=-v\n", "GOPROXY", null, "GOFLAGS=-v\n")]
    [InlineData("no quotes", null, "GOFLAGS", "-tags=a b", "GOFLAGS=-tags=a b\n")]
    public async Task Files_become_what_the_real_go_command_makes_of_them(string name, string? before, string variable, string? value, string expected)
    {
        Assert.NotEmpty(name);
        Assert.Equal(expected, GoVariables.Write(before, variable, value));

        using var test = new TestHost().Set("PATH", "/usr/bin:/bin:/usr/local/go/bin").Set("GOFLAGS", "").Set("GOENV", "");
        test.Environment["GOENV"] = test.WriteHome("env", before ?? "");
        string[] arguments = value is null ? ["env", "-u", variable] : ["env", "-w", $"{variable}={value}"];
        var run = await new CommandRunner(TimeProvider.System).RunAsync(new CommandRequest("go", arguments, test.Environment), TestContext.Current.CancellationToken);

        Assert.Equal((CommandOutcome.Ended, 0, ""), (run.Outcome, run.ExitCode, run.Errors));
        Assert.Equal(expected, await File.ReadAllTextAsync(test.Environment["GOENV"], TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("GOVERSION", "x", 19, "GOVERSION cannot be modified")]
    [InlineData("GOENV", "x", 19, "GOENV can only be set using the OS environment")]
    [InlineData("GOPROXI", "x", 19, "unknown go command variable GOPROXI")]
    [InlineData("GOTOOLCHAIN", "local", 19, "unknown go command variable GOTOOLCHAIN")]
    [InlineData("GOTOOLCHAIN", "local", 21, null)]
    [InlineData("GOTOOLCHAIN", "local", null, null)]
    [InlineData("GO111MODULE", "yes", 19, "invalid GO111MODULE value \"yes\"")]
    [InlineData("GOPATH", "~/go", 19, "GOPATH entry cannot start with shell metacharacter '~': \"~/go\"")]
    [InlineData("GOMODCACHE", "cache", 19, "GOMODCACHE entry is relative; must be absolute path: \"cache\"")]
    [InlineData("GOMODCACHE", @"D:\cache", 19, null)]
    [InlineData("GOPROXY", "a\nb", 19, "invalid newline in GOPROXY=... value")]
    [InlineData("GOPROXY", "", 19, null)]
    public void What_the_go_command_would_not_take_is_refused(string name, string value, int? minor, string? reason) =>
        Assert.Equal(reason, GoVariables.Check(name, value, minor));

    [Theory]
    [InlineData("go1.19.8", 19)]
    [InlineData("go1.22rc1", 22)]
    [InlineData("devel go1.23-abc", null)]
    [InlineData(null, null)]
    public void The_minor_version_is_read(string? version, int? minor) => Assert.Equal(minor, GoVariables.MinorOf(version));
}
