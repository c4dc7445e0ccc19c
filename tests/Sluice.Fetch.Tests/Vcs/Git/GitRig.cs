using System.Text;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Commands;
using Sluice.Fetch.Http;
using Sluice.Fetch.Vcs;
using Sluice.Fetch.Vcs.Git;
using Sluice.Testing;

namespace Sluice.Fetch.Tests.Vcs.Git;

/// <summary>A cache of its own, and what is needed to fetch into it.</summary>
internal sealed class GitRig : IDisposable
{
    private readonly TempDirectory _temp = new();
    private GitRepositories? _repositories;

    public GitRig()
    {
        Home = _temp.Folder("home");
        Options = new GitOptions(_temp["cache"])
        {
            AllowsFileUrls = true,
            StallTimeout = Patience.Long,
            EnvironmentVariables = new Dictionary<string, string> { ["PATH"] = GitCommand.SearchPath, ["HOME"] = Home, ["GIT_CONFIG_NOSYSTEM"] = "1" },
        };
        GitCommand.RequireOrSkip();
    }

    public TempDirectory Temp => _temp;

    /// <summary>HOME of git.</summary>
    public string Home { get; }

    public GitOptions Options { get; set; }

    public NetworkOptions NetworkOptions { get; set; } = new();

    public Addressing Addressing { get; set; } = Addressing.System;

    /// <summary>Whether somebody here has named the repository.</summary>
    public bool IsTrusted { get; set; } = true;

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public FetchContext Context { get; private set; } = new() { RequestId = "test" };

    /// <summary>The commands run since the rig was made or <see cref="Forget"/>.</summary>
    public IReadOnlyList<string> Commands => [.. Context.Steps.Where(step => step.What == "run").Select(step => step.Text)];

    public CancellationToken Token => TestContext.Current.CancellationToken;

    public void Set(string name, string value) =>
        Options = Options with { EnvironmentVariables = new Dictionary<string, string>(Options.EnvironmentVariables) { [name] = value } };

    public ICodeRepository Open(string url) =>
        (_repositories ??= new GitRepositories(Options, NetworkOptions, Network.Create(NetworkOptions, Time) with { Addressing = Addressing }, new CommandRunner(Time))).Open(url, IsTrusted);

    /// <summary>What a new process would have: the cache on disk, and nothing in memory.</summary>
    public void Restart()
    {
        _repositories = null;
        Forget();
    }

    public void Forget() => Context = new FetchContext { RequestId = "test" };

    public Task<Commit> ResolveAsync(string url, string revision) => Open(url).ResolveAsync(revision, Context, Token).WaitAsync(Patience.Command);

    public async Task<string?> ReadAsync(string url, string revision, string path)
    {
        var repository = Open(url);
        var commit = await repository.ResolveAsync(revision, Context, Token).WaitAsync(Patience.Command);
        var content = await repository.ReadFileAsync(commit, path, 1 << 20, Context, Token).WaitAsync(Patience.Command);
        return content is null ? null : Encoding.UTF8.GetString(content);
    }

    public async Task<SourceTree> ExportAsync(string url, string revision, string folder = "")
    {
        var repository = Open(url);
        return await repository.ExportAsync(await repository.ResolveAsync(revision, Context, Token).WaitAsync(Patience.Command), folder, Context, Token).WaitAsync(Patience.Command);
    }

    public async Task<Fault> RefusalAsync(string url, string revision = "v1.0.0") =>
        (await Assert.ThrowsAsync<FaultException>(() => Open(url).ResolveAsync(revision, Context, Token).WaitAsync(Patience.Command))).Fault;

    public void Dispose() => _temp.Dispose();
}
