using Sluice.Doctor.Findings;
using Sluice.Doctor.Fixes;

namespace Sluice.Doctor.Tests.Fixes;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class FileReplacementTests : IDisposable
{
    private readonly FixFixture _fixture = new();
    private readonly Fix _fix = new Fix.EditFile("~/notes", null, "new", FixFixture.Why);

    [Theory]
    [InlineData("a line is added", "a\n", "a\nnew\n")]
    [InlineData("no newline at the end", "a", "a\nnew\n")]
    [InlineData("Windows lines", "a\r\nb\r\n", "a\r\nb\r\nnew\r\n")]
    [InlineData("Windows lines without the last", "a\r\nb", "a\r\nb\r\nnew\r\n")]
    [InlineData("Chinese and a byte order mark", "\uFEFF# 代理\n", "\uFEFF# 代理\nnew\n")]
    public async Task Bytes_around_a_change_stay(string name, string before, string after)
    {
        Assert.NotEmpty(name);
        await File.WriteAllBytesAsync(_fixture.PathOf("notes"), TextFile.Encode(before), TestContext.Current.CancellationToken);

        var entry = await _fixture.DoAsync(_fix);

        Assert.Equal(TextFile.Encode(after), await File.ReadAllBytesAsync(_fixture.PathOf("notes"), TestContext.Current.CancellationToken));
        await _fixture.UndoAsync(entry);
        Assert.Equal(TextFile.Encode(before), await File.ReadAllBytesAsync(_fixture.PathOf("notes"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Mode_and_neighbours_stay()
    {
        var file = _fixture.Test.WriteHome("notes", "a\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        await _fixture.DoAsync(_fix);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(file));
        Assert.Equal([file], Directory.GetFiles(_fixture.Test.Home));
    }

    [Fact]
    public async Task The_owner_stays()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can have files of another account");
        var file = _fixture.Test.WriteHome("notes", "a\n");
        await _fixture.Programs.ReadAsync(["chown", "1234:2345", file], TestContext.Current.CancellationToken);

        await _fixture.DoAsync(_fix);

        Assert.Equal("1234:2345\n", await _fixture.Programs.ReadAsync(["stat", "-c", "%u:%g", file], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_file_that_changed_since_the_plan_is_left_alone()
    {
        var file = _fixture.Test.WriteHome("notes", "a\n");
        var plan = await _fixture.PlanAsync(_fix);
        await File.AppendAllTextAsync(file, "mine\n", TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<FixException>(() => _fixture.ApplyAsync(plan));

        Assert.Equal($"{file} was changed by somebody else meanwhile", exception.Message);
        Assert.Equal("a\nmine\n", _fixture.Read("notes"));
        Assert.Empty(new UndoJournal(_fixture.Host).List());
    }

    [Fact]
    public async Task A_file_that_changed_since_the_fix_is_not_undone()
    {
        var file = _fixture.Test.WriteHome("notes", "a\n");
        var entry = await _fixture.DoAsync(_fix);
        await File.AppendAllTextAsync(file, "mine\n", TestContext.Current.CancellationToken);

        var report = await _fixture.UndoAsync(entry);

        Assert.Equal(UndoOutcome.ChangedSince, Assert.Single(report.Changes).Outcome);
        Assert.Equal("a\nnew\nmine\n", _fixture.Read("notes"));
        Assert.Null(new UndoJournal(_fixture.Host).List().Single().UndoneAt);
    }

    [Fact]
    public async Task A_link_within_the_home_is_followed_and_stays_a_link()
    {
        _fixture.Test.WriteHome("dotfiles/notes", "a\n");
        File.CreateSymbolicLink(_fixture.PathOf("notes"), "dotfiles/notes");

        await _fixture.DoAsync(_fix);

        Assert.Equal("dotfiles/notes", new FileInfo(_fixture.PathOf("notes")).LinkTarget);
        Assert.Equal("a\nnew\n", _fixture.Read("dotfiles/notes"));
    }

    [Fact]
    public async Task A_link_out_of_the_home_is_not_followed()
    {
        var outside = _fixture.Test.WriteWork("notes", "a\n");
        File.CreateSymbolicLink(_fixture.PathOf("notes"), outside);

        var plan = await _fixture.PlanAsync(_fix);

        Assert.Equal(PlanState.ByHand, plan.State);
        Assert.Contains("is a link out of its place", Assert.Single(plan.Notes).English, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_was_put_in_place_after_the_plan_is_not_followed()
    {
        var file = _fixture.Test.WriteHome("notes", "a\n");
        var outside = _fixture.Test.WriteWork("notes", "a\n");
        var plan = await _fixture.PlanAsync(_fix);
        File.Delete(file);
        File.CreateSymbolicLink(file, outside);

        await Assert.ThrowsAsync<FixException>(() => _fixture.ApplyAsync(plan));

        Assert.Equal("a\n", await File.ReadAllTextAsync(outside, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_no_UTF_8_is_left_alone()
    {
        await File.WriteAllBytesAsync(_fixture.PathOf("notes"), [0xB4, 0xFA, 0xC0, 0xED], TestContext.Current.CancellationToken);

        Assert.Equal(PlanState.ByHand, (await _fixture.PlanAsync(_fix)).State);
    }

    [Fact]
    public async Task A_plan_of_many_changes_is_done_whole_or_not_at_all()
    {
        _fixture.Test.WriteHome("notes", "a\n");
        var plan = await _fixture.PlanAsync(_fix);
        plan = plan with { Changes = [.. plan.Changes, new Change.Run(["/no/such/program"])] };

        var exception = await Assert.ThrowsAsync<FixException>(() => _fixture.ApplyAsync(plan));

        Assert.Contains("no such program", exception.Message, StringComparison.Ordinal);
        Assert.Equal("a\n", _fixture.Read("notes"));
        Assert.Empty(new UndoJournal(_fixture.Host).List());
    }

    [Theory]
    [InlineData("replaced", "old", "new", "a\nnew b\nnew\n")]
    [InlineData("taken out, empty lines with it", "old", null, "a\n b\n")]
    public async Task Texts_are_replaced_or_taken_out(string name, string remove, string? add, string after)
    {
        Assert.NotEmpty(name);
        _fixture.Test.WriteHome("notes", "a\nold b\nold\n");

        await _fixture.DoAsync(new Fix.EditFile("~/notes", remove, add, FixFixture.Why));

        Assert.Equal(after, _fixture.Read("notes"));
    }

    [Fact]
    public async Task Only_the_account_itself_may_read_the_journal()
    {
        _fixture.Test.WriteHome("notes", "a\n");

        await _fixture.DoAsync(_fix);

        var folder = new UndoJournal(_fixture.Host).Folder!;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
        Assert.All(Directory.GetFiles(folder), file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Fact]
    public async Task Permission_bits_are_set_and_restored()
    {
        var file = _fixture.Test.WriteHome(".ssh/id_ed25519", "key\n");
        File.SetUnixFileMode(file, (UnixFileMode)0b110_110_100);

        var entry = await _fixture.DoAsync(new Fix.SetFileMode("~/.ssh/id_ed25519", "0600", FixFixture.Why));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        await _fixture.UndoAsync(entry);
        Assert.Equal((UnixFileMode)0b110_110_100, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_mount_point_is_written_in_place()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can mount");
        var file = _fixture.Test.WriteHome("notes", "a long line that shrinks\n");
        var source = _fixture.Test.WriteWork("notes", "a long line that shrinks\n");
        var mounted = await _fixture.Programs.ReadAsync(["mount", "--bind", source, file], TestContext.Current.CancellationToken);
        Assert.SkipWhen(mounted is null, "this machine does not let us mount");
        try
        {
            await _fixture.DoAsync(new Fix.EditFile("~/notes", "a long line that shrinks", "b", FixFixture.Why));

            Assert.Equal("b\n", await File.ReadAllTextAsync(source, TestContext.Current.CancellationToken));
        }
        finally
        {
            await _fixture.Programs.ReadAsync(["umount", file], TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => _fixture.Dispose();
}
