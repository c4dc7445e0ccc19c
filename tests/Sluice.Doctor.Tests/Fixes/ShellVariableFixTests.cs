using Sluice.Doctor.Findings;
using Sluice.Doctor.Fixes;
using Sluice.Doctor.Probes;
using Sluice.Doctor.Probes.Running;

namespace Sluice.Doctor.Tests.Fixes;

public sealed class ShellVariableFixTests : IDisposable
{
    private readonly FixFixture _fixture = new();

    [Fact]
    public async Task A_dead_proxy_is_put_out_in_every_start_file()
    {
        _fixture.Test.WriteHome(".profile", "export HTTPS_PROXY=http://127.0.0.1:7890\n");
        _fixture.Test.WriteHome(".zshrc", "export HTTPS_PROXY=\"http://127.0.0.1:7890\"\r\n");
        _fixture.Test.Set("HTTPS_PROXY", "http://127.0.0.1:7890");

        var plan = await _fixture.PlanAsync(new Fix.UnsetShellVariable("HTTPS_PROXY", FixFixture.Why));
        await _fixture.ApplyAsync(plan);

        Assert.Equal("# sluice: export HTTPS_PROXY=http://127.0.0.1:7890\n", _fixture.Read(".profile"));
        Assert.Equal("# sluice: export HTTPS_PROXY=\"http://127.0.0.1:7890\"\r\n", _fixture.Read(".zshrc"));
        Assert.False(File.Exists(_fixture.PathOf(".bashrc")));
        Assert.Equal(["unset HTTPS_PROXY"], plan.Lines);
    }

    [Theory]
    [InlineData("/bin/bash", ".bashrc", "export NO_PROXY='a, b'")]
    [InlineData("/usr/bin/zsh", ".zshrc", "export NO_PROXY='a, b'")]
    [InlineData("/usr/bin/fish", ".config/fish/config.fish", "set -gx NO_PROXY 'a, b'")]
    [InlineData("/bin/dash", ".profile", "export NO_PROXY='a, b'")]
    public async Task The_start_file_is_that_of_the_shell(string shell, string file, string line)
    {
        _fixture.Test.Set("SHELL", shell);

        await _fixture.DoAsync(new Fix.SetShellVariable("NO_PROXY", "a, b", FixFixture.Why));

        Assert.Equal([line], ManagedBlock.Read(_fixture.Read(file)));
    }

    [Fact]
    public async Task A_real_shell_reads_the_line()
    {
        await _fixture.DoAsync(new Fix.SetShellVariable("GOPRIVATE", "it's $(x) `y`,*.corp.example", FixFixture.Why));

        var run = await new CommandRunner(TimeProvider.System).RunAsync(
            new CommandRequest("sh", ["-c", ". ~/.bashrc; printf %s \"$GOPRIVATE\""], _fixture.Test.Environment), TestContext.Current.CancellationToken);
        Assert.Equal("it's $(x) `y`,*.corp.example", run.Output);
    }

    [Fact]
    public async Task A_host_is_added_to_NO_PROXY_in_both_spellings()
    {
        _fixture.Test.Set("NO_PROXY", "localhost,.corp.example");

        var plan = await _fixture.PlanAsync(new Fix.ExemptFromProxy("goproxy.corp,localhost", FixFixture.Why));
        await _fixture.ApplyAsync(plan);

        Assert.Equal(
            ["export NO_PROXY=localhost,.corp.example,goproxy.corp", "export no_proxy=localhost,.corp.example,goproxy.corp"],
            ManagedBlock.Read(_fixture.Read(".bashrc")));
    }

    [Fact]
    public async Task The_block_is_changed_not_repeated_and_undone_one_by_one()
    {
        _fixture.Test.WriteHome(".bashrc", "mine\n");
        var first = await _fixture.DoAsync(new Fix.SetShellVariable("A1", "x", FixFixture.Why));
        var second = await _fixture.DoAsync(new Fix.SetShellVariable("A2", "y", FixFixture.Why));

        Assert.Equal(["export A1=x", "export A2=y"], ManagedBlock.Read(_fixture.Read(".bashrc")));
        Assert.Equal(UndoOutcome.ChangedSince, (await _fixture.UndoAsync(first)).Changes[0].Outcome);
        await _fixture.UndoAsync(second);
        await _fixture.UndoAsync(first);
        Assert.Equal("mine\n", _fixture.Read(".bashrc"));
    }

    [Fact]
    public async Task A_variable_for_all_accounts_is_told_not_changed()
    {
        _fixture.Test.WriteSystem("/etc/environment", "HTTPS_PROXY=http://dead:1\n").Set("HTTPS_PROXY", "http://dead:1");

        var plan = await _fixture.PlanAsync(new Fix.UnsetShellVariable("HTTPS_PROXY", FixFixture.Why));

        Assert.Contains(plan.Notes, note => note.English.StartsWith("HTTPS_PROXY is set for all accounts by", StringComparison.Ordinal));
        Assert.All(plan.Changes.OfType<Change.FileText>(), change => Assert.StartsWith(_fixture.Test.Home, change.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task On_Windows_it_is_the_accounts_variable()
    {
        const string Set = "powershell -NoProfile -NonInteractive -Command [Environment]::SetEnvironmentVariable('GOPROXY', 'https://it''s,off', 'User')";
        const string Restore = "powershell -NoProfile -NonInteractive -Command [Environment]::SetEnvironmentVariable('GOPROXY', 'https://old', 'User')";
        const string Query = @"reg query HKCU\Environment /v GOPROXY";
        _fixture.Test.System = HostSystem.Windows;
        _fixture.Test.Set("USERPROFILE", _fixture.Test.Home).Set("APPDATA", _fixture.Test.Home);
        _fixture.Answers = new()
        {
            [Query] = FixFixture.Says("\r\nHKEY_CURRENT_USER\\Environment\r\n    GOPROXY    REG_SZ    https://old\r\n\r\n"),
            [Set] = FixFixture.Says(""),
            [Restore] = FixFixture.Says(""),
        };

        var plan = await _fixture.PlanAsync(new Fix.SetShellVariable("GOPROXY", "https://it's,off", FixFixture.Why));
        var entry = await _fixture.ApplyAsync(plan);
        _fixture.Answers[Query] = FixFixture.Says("    GOPROXY    REG_SZ    https://it's,off\r\n");
        var undone = await _fixture.UndoAsync(entry);

        Assert.Equal(["$env:GOPROXY = 'https://it''s,off'"], plan.Lines);
        Assert.Equal([Query, Set, Query, Restore], _fixture.Ran);
        Assert.True(undone.IsComplete);
    }

    [Fact]
    public async Task What_is_no_variable_is_refused()
    {
        Assert.Equal(PlanState.ByHand, (await _fixture.PlanAsync(new Fix.SetShellVariable("A;rm", "x", FixFixture.Why))).State);
        Assert.Equal(PlanState.ByHand, (await _fixture.PlanAsync(new Fix.SetShellVariable("A", "x\nrm -rf ~", FixFixture.Why))).State);
    }

    public void Dispose() => _fixture.Dispose();
}
