using System.Security.Cryptography;
using System.Text;
using Sluice.Core.Faults;
using Sluice.Testing;

namespace Sluice.Fetch.Tests.Vcs.Git;

public sealed class GitResolveTests : IDisposable
{
    private readonly GitRig _rig = new();
    private readonly GitFixture _fixture = new();

    public void Dispose()
    {
        _rig.Dispose();
        _fixture.Dispose();
    }

    [Fact]
    public async Task A_lightweight_tag_is_its_commit()
    {
        _fixture.Write("go.mod", "module example.com/m\n").Commit(time: GitCommand.DefaultTime.AddHours(1)).Tag("v1.0.0");
        var commit = await _rig.ResolveAsync(_fixture.FileUrl, "v1.0.0");
        Assert.Equal((_fixture.Head, _fixture.Head[..12], "refs/tags/v1.0.0"), (commit.Id, commit.Short, commit.Ref));
        Assert.Equal((GitCommand.DefaultTime.AddHours(1), TimeSpan.Zero), (commit.Time, commit.Time.Offset));
        Assert.Equal(["v1.0.0"], commit.Tags);
    }

    [Fact]
    public async Task An_annotated_tag_is_the_commit_behind_it_and_all_tags_of_that_are_told()
    {
        _fixture.Write("a", "a").Commit().AnnotatedTag("v1.0.0").Tag("sub/dir/v0.1.0").Tag("nightly");
        var commit = await _rig.ResolveAsync(_fixture.FileUrl, "sub/dir/v0.1.0");
        Assert.Equal(_fixture.Head, commit.Id);
        Assert.Equal(["nightly", "sub/dir/v0.1.0", "v1.0.0"], commit.Tags);
        Assert.Equal(commit.Id, (await _rig.ResolveAsync(_fixture.FileUrl, "v1.0.0")).Id);
    }

    [Fact]
    public async Task A_tag_of_a_tag_is_the_commit_behind_both()
    {
        _fixture.Write("a", "a").Commit().AnnotatedTag("inner").AnnotatedTag("v1.0.0", "inner");
        Assert.Equal(_fixture.Head, (await _rig.ResolveAsync(_fixture.FileUrl, "v1.0.0")).Id);
    }

    [Fact]
    public async Task A_tag_goes_before_a_branch_of_the_same_name()
    {
        _fixture.Write("a", "1").Commit().Tag("x");
        var tagged = _fixture.Head;
        _fixture.Branch("x").Write("a", "2").Commit();
        Assert.Equal(tagged, (await _rig.ResolveAsync(_fixture.FileUrl, "x")).Id);
    }

    [Fact]
    public async Task Branches_and_HEAD_are_found()
    {
        _fixture.Write("a", "1").Commit();
        var main = _fixture.Head;
        _fixture.Branch("feature/x").Write("a", "2").Commit();
        var feature = await _rig.ResolveAsync(_fixture.FileUrl, "feature/x");
        var head = await _rig.ResolveAsync(_fixture.FileUrl, "HEAD");
        Assert.Equal((_fixture.Head, "refs/heads/feature/x"), (feature.Id, feature.Ref));
        Assert.Equal((main, "HEAD"), (head.Id, head.Ref));
    }

    [Fact]
    public async Task The_beginning_of_a_tips_hash_is_enough_and_needs_no_history()
    {
        _fixture.Write("a", "1").Commit().Tag("v1.0.0");
        var commit = await _rig.ResolveAsync(_fixture.FileUrl, _fixture.Head[..7]);
        Assert.Equal((_fixture.Head, ""), (commit.Id, commit.Ref));
        Assert.Equal(["v1.0.0"], commit.Tags);
        Assert.DoesNotContain(_rig.Commands, command => command.Contains("--filter", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(40)]
    public async Task A_hash_further_down_is_found_in_the_history(int digits)
    {
        _fixture.Write("go.mod", "module example.com/old\n").Commit();
        var old = _fixture.Head;
        _fixture.Write("go.mod", "module example.com/new\n").Commit();
        Assert.Equal("module example.com/old\n", await _rig.ReadAsync(_fixture.FileUrl, old[..digits], "go.mod"));
    }

    [Fact]
    public async Task A_commit_that_no_branch_leads_to_is_unknown_even_where_the_server_would_give_it()
    {
        _fixture.Write("a", "1").Commit().Branch("gone").Write("a", "2").Commit();
        var orphan = _fixture.Head;
        _fixture.Git("update-ref", "-d", "refs/heads/gone");
        _fixture.Git("config", "uploadpack.allowAnySHA1InWant", "true");
        Assert.Equal(FaultCodes.UnknownRevision, (await _rig.RefusalAsync(_fixture.FileUrl, orphan)).Code);
    }

    [Fact]
    public async Task A_pull_requests_tip_is_nobodys_version()
    {
        _fixture.Write("a", "1").Commit().Branch("pr").Write("a", "2").Commit();
        var tip = _fixture.Head;
        _fixture.Git("update-ref", "refs/pull/7/head", tip);
        _fixture.Git("update-ref", "-d", "refs/heads/pr");
        Assert.Equal(FaultCodes.UnknownRevision, (await _rig.RefusalAsync(_fixture.FileUrl, tip[..12])).Code);
        Assert.Equal(FaultCodes.UnknownRevision, (await _rig.RefusalAsync(_fixture.FileUrl, tip)).Code);
    }

    [Fact]
    public async Task An_annotated_tags_own_hash_stands_for_its_commit()
    {
        _fixture.Write("a", "1").Commit().AnnotatedTag("v1.0.0").Write("a", "2").Commit();
        var (own, commit) = (_fixture.Git("rev-parse", "v1.0.0"), _fixture.Git("rev-parse", "v1.0.0^{commit}"));
        Assert.NotEqual(own, commit);
        Assert.Equal(commit, (await _rig.ResolveAsync(_fixture.FileUrl, own)).Id);
        Assert.Equal(commit, (await _rig.ResolveAsync(_fixture.FileUrl, own[..10])).Id);
    }

    [Fact]
    public async Task A_beginning_of_two_tips_is_ambiguous()
    {
        var (first, second) = MakeTwins();
        var fault = await _rig.RefusalAsync(_fixture.FileUrl, first[..7]);
        Assert.Equal(FaultCodes.UnknownRevision, fault.Code);
        Assert.Contains("ambiguous", fault.Detail, StringComparison.Ordinal);
        Assert.Equal(second, (await _rig.ResolveAsync(_fixture.FileUrl, second)).Id);
    }

    [Theory]
    [InlineData("v9.9.9")]
    [InlineData("deadbeef")]
    [InlineData("deadbe")]
    [InlineData("refs/tags/v1.0.0")]
    public async Task What_is_not_there_is_unknown(string revision)
    {
        _fixture.Write("a", "1").Commit().Tag("v1.0.0");
        var fault = await _rig.RefusalAsync(_fixture.FileUrl, revision);
        Assert.Equal((FaultCodes.UnknownRevision, revision), (fault.Code, fault.Detail));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--upload-pack=touch x")]
    [InlineData("--upload-pack=touch")]
    [InlineData("-h")]
    [InlineData("a..b")]
    [InlineData("main@{1}")]
    [InlineData("HEAD~1")]
    [InlineData("main^{tree}")]
    [InlineData("main:go.mod")]
    [InlineData("v1\nv2")]
    [InlineData("v1\0")]
    [InlineData("a*")]
    [InlineData("/main")]
    [InlineData("main/")]
    [InlineData("+main")]
    [InlineData(":/fix")]
    [InlineData("x.lock")]
    [InlineData("@")]
    public async Task Hostile_names_are_unknown_and_never_reach_git(string revision)
    {
        _fixture.Write("a", "1").Commit().Tag("v1.0.0");
        Assert.Equal(FaultCodes.UnknownRevision, (await _rig.RefusalAsync(_fixture.FileUrl, revision)).Code);
        Assert.All(_rig.Commands, command => Assert.StartsWith("git ls-remote --quiet -- ", command, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_tag_on_a_tree_is_no_commit()
    {
        _fixture.Write("a", "1").Commit();
        _fixture.Tag("v1.0.0", _fixture.Git("rev-parse", "main^{tree}"));
        Assert.Equal(FaultCodes.UnknownRevision, (await _rig.RefusalAsync(_fixture.FileUrl)).Code);
    }

    [Fact]
    public async Task All_tags_are_listed_with_their_commits()
    {
        _fixture.Write("a", "1").Commit().Tag("v1.0.0").AnnotatedTag("sub/v1.1.0");
        var tags = await _rig.Open(_fixture.FileUrl).ListTagsAsync(_rig.Context, _rig.Token);
        Assert.Equal([("sub/v1.1.0", _fixture.Head), ("v1.0.0", _fixture.Head)], tags.Select(tag => (tag.Name, tag.CommitId)).Order());
    }

    [Fact]
    public async Task An_empty_repository_has_no_tags_and_no_HEAD()
    {
        Assert.Empty(await _rig.Open(_fixture.FileUrl).ListTagsAsync(_rig.Context, _rig.Token));
        Assert.Equal(FaultCodes.UnknownRevision, (await _rig.RefusalAsync(_fixture.FileUrl, "HEAD")).Code);
    }

    [Fact]
    public async Task Repositories_with_SHA_256_are_as_good()
    {
        using var fixture = new GitFixture("sha256");
        fixture.Write("go.mod", "module example.com/old\n").Commit();
        var old = fixture.Head;
        fixture.Write("go.mod", "module example.com/new\n").Commit().AnnotatedTag("v1.0.0");
        Assert.Equal(64, old.Length);
        Assert.Equal("module example.com/new\n", await _rig.ReadAsync(fixture.FileUrl, "v1.0.0", "go.mod"));
        Assert.Equal("module example.com/old\n", await _rig.ReadAsync(fixture.FileUrl, old[..12], "go.mod"));
        Assert.Equal("module example.com/old\n", await _rig.ReadAsync(fixture.FileUrl, old, "go.mod"));
        await using var tree = await _rig.ExportAsync(fixture.FileUrl, "v1.0.0");
        Assert.Equal(["go.mod"], tree.Files.Select(file => file.Path));
    }

    /// <summary>Two tips whose hashes begin with the same seven digits: about 20,000 tries find them.</summary>
    private (string First, string Second) MakeTwins()
    {
        var tree = _fixture.Write("a", "1").Commit().Git("rev-parse", "main^{tree}");
        var seen = new Dictionary<string, (string Id, byte[] Content)>();
        for (var i = 0; ; i++)
        {
            var content = Encoding.UTF8.GetBytes($"tree {tree}\nauthor A <a@example.com> 1700000000 +0000\ncommitter A <a@example.com> 1700000000 +0000\n\n{i}\n");
            var id = Convert.ToHexStringLower(SHA1.HashData([.. Encoding.UTF8.GetBytes($"commit {content.Length}\0"), .. content]));
            if (seen.TryAdd(id[..7], (id, content)))
            {
                continue;
            }

            var twin = seen[id[..7]];
            Assert.Equal(id, _fixture.Git(content, "hash-object", "-t", "commit", "-w", "--stdin"));
            Assert.Equal(twin.Id, _fixture.Git(twin.Content, "hash-object", "-t", "commit", "-w", "--stdin"));
            _fixture.Git("update-ref", "refs/heads/one", id);
            _fixture.Git("update-ref", "refs/heads/two", twin.Id);
            return (id, twin.Id);
        }
    }
}
