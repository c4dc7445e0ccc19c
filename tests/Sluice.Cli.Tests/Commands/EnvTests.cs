namespace Sluice.Cli.Tests.Commands;

public sealed class EnvTests : IDisposable
{
    private readonly CliFixture _fixture = new();

    public EnvTests()
    {
        _fixture.Variables["HOME"] = _fixture.Root;
        _fixture.Variables["SHELL"] = "/bin/bash";
        _fixture.Variables["PATH"] = "/usr/bin:/bin";
    }

    private string GoEnv => Path.Combine(_fixture.Root, ".config", "go", "env");

    [Fact]
    public async Task A_profile_is_used_shown_and_taken_back()
    {
        _fixture.Write(".config/go/env", "GOPROXY=https://old.example\n");

        Assert.Equal(0, await _fixture.RunAsync("env", "use", "offline"));
        Assert.Contains("- GOPROXY=https://old.example\n    + GOPROXY=off\n", _fixture.Out.ToString(), StringComparison.Ordinal);
        Assert.Equal("GOPROXY=off\n", await File.ReadAllTextAsync(GoEnv, TestContext.Current.CancellationToken));

        Assert.Equal(0, await _fixture.RunAsync("env", "undo"));
        Assert.Equal("GOPROXY=https://old.example\n", await File.ReadAllTextAsync(GoEnv, TestContext.Current.CancellationToken));
        Assert.Equal(0, await _fixture.RunAsync("env", "undo"));
        Assert.EndsWith("nothing is there to be taken back\n", _fixture.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_changes_nothing_and_JSON_is_all_there_is()
    {
        Assert.Equal(0, await _fixture.RunAsync("env", "use", "offline", "--dry-run", "--format", "json"));

        using var json = System.Text.Json.JsonDocument.Parse(_fixture.Out.ToString());
        Assert.Equal("sluice.env-use/1", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal("+ GOPROXY=off", json.RootElement.GetProperty("plan").GetProperty("changes")[0].GetProperty("difference")[0].GetString());
        Assert.False(File.Exists(GoEnv));
    }

    [Fact]
    public async Task Undo_leaves_alone_what_was_changed_since()
    {
        await _fixture.RunAsync("env", "use", "offline");
        await File.AppendAllTextAsync(GoEnv, "GOFLAGS=-v\n", TestContext.Current.CancellationToken);

        Assert.Equal(3, await _fixture.RunAsync("env", "undo", "--lang", "zh"));

        Assert.Contains("未动：之后被别人修改过", _fixture.Out.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_for_the_shell_stand_alone_on_stdout()
    {
        Assert.Equal(0, await _fixture.RunAsync("env", "use", "cn", "--shell"));

        Assert.Equal("export GOPROXY='https://goproxy.cn|https://goproxy.io,direct'\nexport GOSUMDB=sum.golang.google.cn\n", _fixture.Out.ToString());
    }

    [Theory]
    [InlineData("there is no profile \"chn\"; known are cn, global, corp, offline", "env", "use", "chn")]
    [InlineData("corp wants the URL of the proxy", "env", "use", "corp")]
    [InlineData("PROFILE is missing", "env", "use")]
    [InlineData("there is no change \"7\"", "env", "undo", "7")]
    public async Task Mistakes_are_told(string problem, params string[] arguments)
    {
        Assert.Equal(2, await _fixture.RunAsync(arguments));

        Assert.Contains(problem, _fixture.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_hides_the_file_is_a_warning()
    {
        _fixture.Write(".config/go/env", "GOPROXY=https://goproxy.cn\n");
        _fixture.Variables["GOPROXY"] = "off";

        Assert.Equal(4, await _fixture.RunAsync("env", "show"));

        Assert.Contains("! GOPROXY of `go env -w` does not count: the environment sets it\n", _fixture.Out.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _fixture.Dispose();
}
