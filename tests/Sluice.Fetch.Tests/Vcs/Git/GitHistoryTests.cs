using Sluice.Fetch.Vcs;

namespace Sluice.Fetch.Tests.Vcs.Git;

public sealed class GitHistoryTests : IDisposable
{
    private readonly GitRig _rig = new();
    private readonly GitFixture _fixture = new();

    public void Dispose()
    {
        _rig.Dispose();
        _fixture.Dispose();
    }

    [Fact]
    public async Task A_commit_descends_from_the_tags_before_it_and_from_its_own()
    {
        _fixture.Write("a", "1").Commit().Tag("v1.0.0").Write("a", "2").Commit().AnnotatedTag("v1.1.0").Branch("old").On("main").Write("a", "3").Commit().Tag("v1.2.0");
        var commit = await _rig.ResolveAsync(_fixture.FileUrl, "old");
        foreach (var (tag, expected) in new[] { ("v1.0.0", true), ("v1.1.0", true), ("v1.2.0", false), ("v9.0.0", false), ("--all", false) })
        {
            Assert.Equal((tag, expected), (tag, await DescendsAsync(commit, tag)));
        }
    }

    [Fact]
    public async Task History_has_no_files()
    {
        _fixture.Write("a", "1").Commit().Tag("v1.0.0").Write("a", "2").Commit();
        Assert.True(await DescendsAsync(await _rig.ResolveAsync(_fixture.FileUrl, "HEAD"), "v1.0.0"));
        var history = Directory.EnumerateDirectories(_rig.Options.CacheDirectory, "history", SearchOption.AllDirectories).Single();
        Assert.Equal(["commit"], _fixture.Git("--git-dir", history, "cat-file", "--batch-all-objects", "--batch-check=%(objecttype)").Split('\n').Distinct());
    }

    [Fact]
    public async Task History_is_fetched_once_until_a_commit_is_missing()
    {
        _fixture.Write("a", "1").Commit().Tag("v1.0.0").Write("a", "2").Commit().Branch("next").Write("a", "3").Commit();
        var commit = await _rig.ResolveAsync(_fixture.FileUrl, "main");
        Assert.True(await DescendsAsync(commit, "v1.0.0"));
        Assert.Equal("v1.0.0", await RecentAsync(commit, "v"));
        Assert.Equal(1, HistoryFetches);

        _rig.Restart();
        Assert.Equal("v1.0.0", await RecentAsync(await _rig.ResolveAsync(_fixture.FileUrl, "main"), "v"));
        Assert.Equal(0, HistoryFetches);

        _fixture.Tag("v1.0.1", "main");
        _rig.Restart();
        Assert.Equal("v1.0.1", await RecentAsync(await _rig.ResolveAsync(_fixture.FileUrl, "next"), "v"));
        Assert.Equal(0, HistoryFetches);

        _fixture.Write("a", "4").Commit();
        _rig.Restart();
        Assert.Equal("v1.0.1", await RecentAsync(await _rig.ResolveAsync(_fixture.FileUrl, "next"), "v"));
        Assert.Equal(1, HistoryFetches);
    }

    [Fact]
    public async Task The_recent_tag_is_the_highest_allowed_one_on_an_ancestor()
    {
        _fixture.Write("a", "1").Commit().Tag("v1.9.0").Tag("sub/v3.0.0").Tag("v2.0.0").Tag("vision");
        _fixture.Write("a", "2").Commit().AnnotatedTag("v1.10.0-rc.1").Branch("other").Write("a", "3").Commit().Tag("v1.11.0").On("main").Write("a", "4").Commit();
        var commit = await _rig.ResolveAsync(_fixture.FileUrl, "main");
        Assert.Equal("v1.10.0-rc.1", await RecentAsync(commit, "", tag => tag.StartsWith("v1.", StringComparison.Ordinal)));
        Assert.Equal("v2.0.0", await RecentAsync(commit, ""));
        Assert.Equal("sub/v3.0.0", await RecentAsync(commit, "sub/"));
        Assert.Null(await RecentAsync(commit, "none/"));
        Assert.Null(await RecentAsync(commit, "", tag => tag == "v1.11.0"));
    }

    [Fact]
    public async Task The_highest_tag_of_all_on_the_commit_itself_needs_no_history()
    {
        _fixture.Write("a", "1").Commit().Tag("v1.0.0").Write("a", "2").Commit().Tag("v1.1.0");
        Assert.Equal("v1.1.0", await RecentAsync(await _rig.ResolveAsync(_fixture.FileUrl, "v1.1.0"), ""));
        Assert.Equal(0, HistoryFetches);
    }

    [Fact]
    public async Task Tags_that_no_branch_leads_to_are_history_too()
    {
        _fixture.Write("a", "1").Commit();
        var hidden = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            _fixture.On("main").Branch("release").Write("a", $"release {i}").Commit();
            hidden.Add(_fixture.Head);
            _fixture.Write("b", "b").Commit().Tag($"v1.{i}.0");
        }

        _fixture.On("main").Git("update-ref", "-d", "refs/heads/release");
        Assert.Equal("release 0", await _rig.ReadAsync(_fixture.FileUrl, hidden[0][..12], "a"));
        Assert.Equal("release 19", await _rig.ReadAsync(_fixture.FileUrl, hidden[^1][..12], "a"));
        Assert.True(await DescendsAsync(await _rig.ResolveAsync(_fixture.FileUrl, "v1.7.0"), "v1.7.0"));
        Assert.False(await DescendsAsync(await _rig.ResolveAsync(_fixture.FileUrl, "v1.7.0"), "v1.6.0"));
        Assert.Equal(2, HistoryFetches);
    }

    [Fact]
    public async Task Branches_that_become_folders_are_no_obstacle()
    {
        _fixture.Write("a", "1").Commit().Tag("v1.0.0").Branch("x").Write("a", "2").Commit();
        Assert.True(await DescendsAsync(await _rig.ResolveAsync(_fixture.FileUrl, "x"), "v1.0.0"));
        _fixture.Git("update-ref", "-d", "refs/heads/x");
        _fixture.On("main").Branch("x/y").Write("a", "3").Commit();
        _rig.Restart();
        Assert.True(await DescendsAsync(await _rig.ResolveAsync(_fixture.FileUrl, "x/y"), "v1.0.0"));
    }

    private int HistoryFetches => _rig.Commands.Count(command => command.Contains("--filter=tree:0", StringComparison.Ordinal));

    private Task<bool> DescendsAsync(Commit commit, string tag) => _rig.Open(_fixture.FileUrl).DescendsFromAsync(commit, tag, _rig.Context, _rig.Token);

    private Task<string?> RecentAsync(Commit commit, string prefix, Func<string, bool>? isAllowed = null) =>
        _rig.Open(_fixture.FileUrl).FindRecentTagAsync(commit, prefix == "v" ? "" : prefix, isAllowed ?? (_ => true), _rig.Context, _rig.Token);
}
