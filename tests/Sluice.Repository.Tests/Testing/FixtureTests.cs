using Sluice.Testing;

namespace Sluice.Repository.Tests.Testing;

public sealed class FixtureTests
{
    [Fact]
    public void A_text_archive_splits_at_its_markers()
    {
        var archive = TxtArchive.Parse("comment\n-- a.txt --\none\n-- not a marker\n--  b/c.txt  --\n-- .mod --\nlast");

        Assert.Equal("comment\n", archive.Comment);
        Assert.Equal([new("a.txt", "one\n-- not a marker\n"), new("b/c.txt", ""), new(".mod", "last\n")], archive.Files);
    }

    [Fact]
    public void The_go_trees_own_modules_load()
    {
        var fixture = ModuleFixture.LoadGoTree();

        Assert.True(fixture.Modules.Count > 100);
        Assert.NotNull(fixture.Find("rsc.io/QUOTE", "v1.5.2"));
        Assert.Equal("v1.0.0\nv1.1.0\n", fixture.ListOf("example.com/badchain/a"));
        Assert.Null(fixture.ListOf("example.com/unknown"));
    }

    [Fact]
    public void A_zip_is_the_same_bytes_every_time()
    {
        static byte[] Make() => new ModuleFixture().Add("example.com/m", "v1.0.0", ("go.mod", "module example.com/m\n"), ("a.go", "package m\n")).Zip;

        Assert.Equal(Make(), Make());
    }

    [Fact]
    public async Task The_go_command_downloads_from_the_fake_upstream()
    {
        using var go = GoCommand.RequireOrSkip();
        var fixture = new ModuleFixture();
        fixture.Add("example.com/Big", "v1.2.3", ("go.mod", "module example.com/Big\n"), ("big.go", "package big\n"));
        await using var upstream = await FakeUpstream.StartAsync(fixture);
        go.Proxy = upstream.Url;

        var result = await go.RunOrFailAsync(go.Home.FullName, "mod", "download", "-json", "example.com/Big@v1");

        Assert.Contains("\"Version\": \"v1.2.3\"", result.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(go.ModuleCache, "cache", "download", "example.com", "!big", "@v", "v1.2.3.zip")));
    }

    [Fact]
    public async Task The_go_command_downloads_from_a_written_tree()
    {
        using var go = GoCommand.RequireOrSkip();
        using var tree = new TempDirectory();
        var fixture = new ModuleFixture();
        fixture.Add("example.com/m", "v1.0.0", ("go.mod", "module example.com/m\n"), ("m.go", "package m\n"));
        fixture.WriteTree(tree.FullName);
        go.Proxy = $"file://{tree}";

        await go.RunOrFailAsync(go.Home.FullName, "mod", "download", "example.com/m@latest");
    }

    [Fact]
    public void The_manual_clock_fires_timers_in_order_and_only_when_wound()
    {
        var clock = new ManualTimeProvider();
        var start = clock.GetTimestamp();
        var fired = new List<string>();
        using var late = clock.CreateTimer(_ => fired.Add("late"), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        using var often = clock.CreateTimer(_ => fired.Add($"at {clock.GetElapsedTime(start).TotalSeconds}"), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));

        Assert.Empty(fired);
        clock.Advance(TimeSpan.FromSeconds(2.5));
        Assert.Equal(["at 1", "at 2"], fired);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("late", fired);
        Assert.Equal(TimeSpan.FromSeconds(3.5), clock.GetElapsedTime(start));
    }

    [Fact]
    public async Task A_delay_ends_when_the_clock_is_wound()
    {
        var clock = new ManualTimeProvider();
        var delay = Task.Delay(TimeSpan.FromMinutes(1), clock, TestContext.Current.CancellationToken);

        await clock.WaitForTimersAsync(1);
        Assert.False(delay.IsCompleted);
        clock.Advance(TimeSpan.FromMinutes(1));

        await delay.OrFail();
    }

    [Fact]
    public void A_read_only_tree_can_be_removed()
    {
        var directory = new TempDirectory();
        directory.Write("a/b/c.txt", "x");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(directory["a", "b"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        directory.Dispose();

        Assert.False(Directory.Exists(directory.FullName));
    }
}
