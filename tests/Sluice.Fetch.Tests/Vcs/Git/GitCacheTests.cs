using Sluice.Core.Faults;
using Sluice.Fetch.Http;
using Sluice.Fetch.Vcs.Git;
using Sluice.Testing;

namespace Sluice.Fetch.Tests.Vcs.Git;

public sealed class GitCacheTests : IAsyncLifetime
{
    private readonly GitRig _rig = new();
    private readonly GitFixture _fixture = new();
    private GitHttpServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _fixture.Write("go.mod", "module example.com/m\n").Commit().Tag("v1.0.0");
        _server = await GitHttpServer.StartAsync(_fixture, _rig.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _fixture.Dispose();
        _rig.Dispose();
    }

    [Fact]
    public async Task One_folder_holds_a_repository_and_says_its_url()
    {
        await _rig.ResolveAsync(_fixture.FileUrl, "v1.0.0");
        Assert.Equal(32, Path.GetFileName(Folder).Length);
        Assert.Equal(_fixture.FileUrl + "\n", await File.ReadAllTextAsync(Path.Join(Folder, "url"), _rig.Token));
        Assert.Equal(["content"], Directory.EnumerateDirectories(Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Refs_are_believed_for_a_while()
    {
        var time = new ManualTimeProvider();
        _rig.Time = time;
        var repository = _rig.Open(_fixture.FileUrl);
        await repository.ListTagsAsync(_rig.Context, _rig.Token);
        time.Advance(_rig.Options.RefsLifetime - TimeSpan.FromTicks(1));
        await repository.ListTagsAsync(_rig.Context, _rig.Token);
        Assert.Single(_rig.Commands);
        time.Advance(TimeSpan.FromTicks(1));
        await repository.ListTagsAsync(_rig.Context, _rig.Token);
        Assert.Equal(2, _rig.Commands.Count);
    }

    [Fact]
    public async Task A_tag_that_moves_between_question_and_fetch_is_what_the_question_found()
    {
        var listed = _fixture.Git("rev-parse", "v1.0.0^{commit}");
        var repository = _rig.Open(_fixture.FileUrl);
        await repository.ListTagsAsync(_rig.Context, _rig.Token);
        _fixture.Write("go.mod", "module example.com/moved\n").Commit().Tag("v1.0.0");
        Assert.Equal(listed, (await _rig.ResolveAsync(_fixture.FileUrl, "v1.0.0")).Id);
    }

    [Fact]
    public async Task A_tag_that_went_is_unknown_when_its_commit_went_too()
    {
        var repository = _rig.Open(_fixture.FileUrl);
        await repository.ListTagsAsync(_rig.Context, _rig.Token);
        _fixture.Git("update-ref", "-d", "refs/tags/v1.0.0");
        _fixture.Git("update-ref", "-d", "refs/heads/main");
        _fixture.Git("reflog", "expire", "--expire=all", "--all");
        _fixture.Git("gc", "--quiet", "--prune=now");
        Assert.Equal(FaultCodes.UnknownRevision, (await _rig.RefusalAsync(_fixture.FileUrl)).Code);
    }

    [Fact]
    public async Task An_emptied_cache_is_filled_again()
    {
        var repository = _rig.Open(_fixture.FileUrl);
        var commit = await _rig.ResolveAsync(_fixture.FileUrl, "v1.0.0");
        _fixture.Write("go.mod", "module example.com/moved\n").Commit().Tag("v1.0.0");
        Directory.Delete(Folder, recursive: true);
        Assert.Equal("module example.com/m\n"u8.ToArray(), await repository.ReadFileAsync(commit, "go.mod", 100, _rig.Context, _rig.Token));
    }

    [Fact]
    public async Task Locks_of_a_killed_process_are_removed()
    {
        await _rig.ResolveAsync(_fixture.FileUrl, "v1.0.0");
        _fixture.Write("go.mod", "module example.com/next\n").Commit().Tag("v1.1.0");
        string[] leftovers = ["shallow.lock", "config.lock", $"refs/sluice/{_fixture.Head}.lock", "objects/pack/tmp_pack_abc", "objects/pack/.tmp-1-pack"];
        foreach (var leftover in leftovers)
        {
            await File.WriteAllTextAsync(Path.Join(Folder, "content", leftover), "x", _rig.Token);
        }

        _rig.Restart();
        Assert.Equal(_fixture.Head, (await _rig.ResolveAsync(_fixture.FileUrl, "v1.1.0")).Id);
        Assert.DoesNotContain(leftovers, leftover => leftover.Contains("tmp_", StringComparison.Ordinal) && File.Exists(Path.Join(Folder, "content", leftover)));
    }

    [Fact]
    public async Task Another_process_that_writes_is_waited_for()
    {
        var repository = _rig.Open(_fixture.FileUrl);
        await repository.ListTagsAsync(_rig.Context, _rig.Token);
        var folder = Directory.CreateDirectory(Path.Join(_rig.Options.CacheDirectory, "git", GitRemote.Parse(_fixture.FileUrl, allowsFiles: true).FolderName)).FullName;
        Task<Sluice.Fetch.Vcs.Commit> resolving;
        await using (new FileStream(Path.Join(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            resolving = repository.ResolveAsync("v1.0.0", _rig.Context, _rig.Token);
            await Assert.ThrowsAsync<TimeoutException>(() => resolving.WaitAsync(TimeSpan.FromMilliseconds(300), _rig.Token));
        }

        Assert.Equal(_fixture.Head, (await resolving.OrFail()).Id);
    }

    [Fact]
    public async Task A_fetch_that_was_ended_in_the_middle_leaves_a_cache_that_works()
    {
        _fixture.Write("big", System.Security.Cryptography.RandomNumberGenerator.GetBytes(1 << 20)).Commit().Tag("v1.1.0");
        _server.HangAfterBytes = 500_000;
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(_rig.Token);
        var resolving = _rig.Open(_server.UrlOf()).ResolveAsync("v1.1.0", _rig.Context, cancel.Token);
        while (_server.PostBytes.All(bytes => bytes < 500_000))
        {
            await Task.Delay(10, _rig.Token);
        }

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => resolving);
        await RunningPrograms.WaitUntilGoneAsync($":{_server.Peer.Port}/", _rig.Token);
        _server.HangAfterBytes = int.MaxValue;
        await using var tree = await _rig.ExportAsync(_server.UrlOf(), "v1.1.0");
        Assert.Equal(["big", "go.mod"], tree.Files.Select(file => file.Path));
        Assert.Empty(Directory.EnumerateFiles(Folder, "tmp_*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_hanging_server_is_left_with_all_children_when_everybody_has_gone()
    {
        var asked = new TaskCompletionSource();
        _server.Before = async context =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return true;
        };
        using var first = CancellationTokenSource.CreateLinkedTokenSource(_rig.Token);
        using var second = CancellationTokenSource.CreateLinkedTokenSource(_rig.Token);
        var repository = _rig.Open(_server.UrlOf());
        var one = repository.ResolveAsync("v1.0.0", _rig.Context, first.Token);
        var two = repository.ListTagsAsync(_rig.Context, second.Token);
        await asked.Task.OrFail();
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.Contains(RunningPrograms.CommandLines(), line => line.Contains(_server.UrlOf(), StringComparison.Ordinal));
        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => two);
        await RunningPrograms.WaitUntilGoneAsync(_server.UrlOf(), _rig.Token);
    }

    [Fact]
    public async Task A_server_that_sends_too_much_is_left()
    {
        _fixture.Write("big", System.Security.Cryptography.RandomNumberGenerator.GetBytes(1 << 20)).Commit().Tag("v1.1.0");
        _rig.Options = _rig.Options with { PackLimitBytes = 100_000 };
        _server.HangAfterBytes = 500_000;
        var fault = await _rig.RefusalAsync(_server.UrlOf(), "v1.1.0");
        Assert.Equal((FaultCodes.TooBig, "the server sends more than 100000 bytes for one fetch"), (fault.Code, fault.Detail));
        await RunningPrograms.WaitUntilGoneAsync(_server.UrlOf(), _rig.Token);
    }

    [Fact]
    public async Task A_silent_server_is_given_up()
    {
        _rig.Options = _rig.Options with { StallTimeout = TimeSpan.FromSeconds(1) };
        _server.HangAfterBytes = 10;
        var fault = await _rig.RefusalAsync(_server.UrlOf());
        Assert.Equal(FaultCodes.UpstreamTimeout, fault.Code);
    }

    [Fact]
    public async Task A_list_of_refs_that_takes_too_long_is_given_up()
    {
        _rig.Options = _rig.Options with { RefsTimeout = TimeSpan.FromMilliseconds(300) };
        _server.Before = async context =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return true;
        };
        Assert.Equal(FaultCodes.UpstreamTimeout, (await _rig.RefusalAsync(_server.UrlOf())).Code);
        await RunningPrograms.WaitUntilGoneAsync(_server.UrlOf(), _rig.Token);
    }

    [Fact]
    public async Task Files_are_read_up_to_the_limit()
    {
        _fixture.Write("ten", "0123456789").Write("huge", new byte[20 << 20]).Write("sub/x", "x").Link("link", "ten").Submodule("module", _fixture.Head).Commit().Tag("v1.1.0");
        var repository = _rig.Open(_fixture.FileUrl);
        var commit = await _rig.ResolveAsync(_fixture.FileUrl, "v1.1.0");
        Assert.Equal("0123456789"u8.ToArray(), await repository.ReadFileAsync(commit, "ten", 10, _rig.Context, _rig.Token));
        Assert.Equal("ten"u8.ToArray(), await repository.ReadFileAsync(commit, "link", 10, _rig.Context, _rig.Token));
        foreach (var (path, limit) in new[] { ("ten", 9L), ("huge", 1000L), ("huge", (20L << 20) - 1) })
        {
            var fault = (await Assert.ThrowsAsync<FaultException>(() => repository.ReadFileAsync(commit, path, limit, _rig.Context, _rig.Token))).Fault;
            Assert.Equal((FaultCodes.TooBig, $"{path} has more than {limit} bytes"), (fault.Code, fault.Detail));
        }

        foreach (var path in new[] { "none", "sub", "module", "ten/x", "", ".", "..", "../x", "/ten", "./ten", "a\nb" })
        {
            Assert.Null(await repository.ReadFileAsync(commit, path, 10, _rig.Context, _rig.Token));
        }
    }

    [Fact]
    public async Task Without_git_the_fault_says_so()
    {
        _rig.Set("PATH", _rig.Home);
        Assert.Equal(FaultCodes.ProgramMissing, (await _rig.RefusalAsync(_fixture.FileUrl)).Code);
    }

    private string Folder => Directory.EnumerateDirectories(Path.Join(_rig.Options.CacheDirectory, "git")).Single();
}
