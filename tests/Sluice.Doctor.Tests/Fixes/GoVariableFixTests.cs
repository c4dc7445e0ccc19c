using Sluice.Doctor.Findings;
using Sluice.Doctor.Fixes;
using Sluice.Doctor.Probes.Running;
using Sluice.Doctor.Probes.Settings;

namespace Sluice.Doctor.Tests.Fixes;

public sealed class GoVariableFixTests : IDisposable
{
    private readonly FixFixture _fixture = new();

    [Fact]
    public async Task The_real_go_command_reads_what_was_set_and_undo_restores()
    {
        _fixture.Test.WriteHome(".config/go/env", "GOFLAGS=-v\nGOPROXY=https://dead.example");

        var entry = await _fixture.DoAsync(new Fix.SetGoVariable("GOPROXY", "https://goproxy.cn|https://goproxy.io,direct", FixFixture.Why));

        Assert.Equal("https://goproxy.cn|https://goproxy.io,direct\n", await GoEnvAsync("GOPROXY"));
        Assert.Equal("-v\n", await GoEnvAsync("GOFLAGS"));
        Assert.True((await _fixture.UndoAsync(entry)).IsComplete);
        Assert.Equal("GOFLAGS=-v\nGOPROXY=https://dead.example", _fixture.Read(".config/go/env"));
        Assert.NotNull(new UndoJournal(_fixture.Host).List().Single().UndoneAt);
    }

    [Fact]
    public async Task A_file_that_was_not_there_goes_again()
    {
        var entry = await _fixture.DoAsync(new Fix.SetGoVariable("GOPRIVATE", "*.corp.example", FixFixture.Why));

        Assert.Equal("*.corp.example\n", await GoEnvAsync("GOPRIVATE"));
        await _fixture.UndoAsync(entry);
        Assert.False(File.Exists(_fixture.PathOf(".config/go/env")));
    }

    [Fact]
    public async Task Unset_takes_the_line_away()
    {
        _fixture.Test.WriteHome(".config/go/env", "GOPROXY=off\n");

        await _fixture.DoAsync(new Fix.UnsetGoVariable("GOPROXY", FixFixture.Why));

        Assert.Equal("https://proxy.golang.org,direct\n", await GoEnvAsync("GOPROXY"));
        Assert.Equal(PlanState.NothingToDo, (await _fixture.PlanAsync(new Fix.UnsetGoVariable("GOPROXY", FixFixture.Why))).State);
    }

    [Fact]
    public async Task A_line_of_the_shell_that_hides_the_file_is_put_out()
    {
        var rc = _fixture.Test.WriteHome(".bashrc", "alias ll='ls -l'\nexport GOPROXY=http://dead.example:3128   # old\nexport PS1=x\n");
        _fixture.Test.Set("GOPROXY", "http://dead.example:3128");

        var plan = await _fixture.PlanAsync(new Fix.SetGoVariable("GOPROXY", "off", FixFixture.Why));
        var entry = await _fixture.ApplyAsync(plan);

        Assert.Contains(plan.Notes, note => note.English == $"GOPROXY is set in the environment by {rc}:2: the file does not count until that is gone");
        Assert.Equal(["unset GOPROXY"], plan.Lines);
        Assert.Null(Assert.Contains("GOPROXY", plan.Variables));
        Assert.Equal("alias ll='ls -l'\n# sluice: export GOPROXY=http://dead.example:3128   # old\nexport PS1=x\n", _fixture.Read(".bashrc"));
        Assert.Equal("off", GoSettingsReader.Read(FixRun.With(_fixture.Host, plan.Variables))["GOPROXY"]);
        Assert.True((await _fixture.UndoAsync(entry)).IsComplete);
        Assert.Contains("\nexport GOPROXY=", _fixture.Read(".bashrc"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_variable_of_an_unknown_place_is_taken_away_by_our_block()
    {
        _fixture.Test.Set("GOPROXY", "http://dead.example:3128");

        var plan = await _fixture.PlanAsync(new Fix.SetGoVariable("GOPROXY", "off", FixFixture.Why));
        await _fixture.ApplyAsync(plan);

        Assert.Contains(plan.Notes, note => note.English.StartsWith("GOPROXY comes from outside of the shell's start files", StringComparison.Ordinal));
        Assert.Contains("\nunset GOPROXY\n", _fixture.Read(".bashrc"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_GOENV_is_off_the_shell_gets_it()
    {
        _fixture.Test.Set("GOENV", "off");

        var plan = await _fixture.PlanAsync(new Fix.SetGoVariable("GOPROXY", "off", FixFixture.Why));
        await _fixture.ApplyAsync(plan);

        Assert.Contains("export GOPROXY=off\n", _fixture.Read(".bashrc"), StringComparison.Ordinal);
        Assert.False(File.Exists(_fixture.PathOf(".config/go/env")));
    }

    [Fact]
    public async Task What_the_go_command_would_refuse_is_not_written()
    {
        var plan = await _fixture.PlanAsync(new Fix.SetGoVariable("GOPROXI", "off", FixFixture.Why));

        Assert.Equal(PlanState.ByHand, plan.State);
        Assert.Contains("unknown go command variable GOPROXI", Assert.Single(plan.Notes).English, StringComparison.Ordinal);
    }

    public void Dispose() => _fixture.Dispose();

    private async Task<string> GoEnvAsync(string name)
    {
        var run = await new CommandRunner(TimeProvider.System).RunAsync(new CommandRequest("go", ["env", name], _fixture.Test.Environment), TestContext.Current.CancellationToken);
        Assert.Equal(CommandOutcome.Ended, run.Outcome);
        return run.Output;
    }
}
