using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>
/// A git repository on a server. Its tags and branches are asked for; a commit is fetched alone; history is fetched, without files, only when a
/// question is about ancestors or about a hash that is no tip.
/// </summary>
internal sealed class GitRepository : ICodeRepository
{
    private readonly GitClient _git;
    private readonly RefsMemory _refs;
    private readonly GitContent _content;
    private readonly GitHistory _history;
    private readonly GitExport _export;

    /// <summary>Makes it; nothing happens before the first question.</summary>
    public GitRepository(GitClient git, GitFolder folder, GitOptions options, TimeProvider time)
    {
        _git = git;
        _refs = new RefsMemory(options.RefsLifetime, time, (context, token) => AskRefsAsync(options, context, token));
        _content = new GitContent(git, folder, options);
        _history = new GitHistory(git, folder, options);
        _export = new GitExport(git, folder);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RepositoryTag>> ListTagsAsync(FetchContext context, CancellationToken cancellationToken) =>
        [.. (await _refs.GetAsync(context, cancellationToken)).Tags];

    /// <inheritdoc/>
    public async Task<Commit> ResolveAsync(string revision, FetchContext context, CancellationToken cancellationToken)
    {
        if (!RefName.IsValid(revision))
        {
            throw new FaultException(FaultCodes.UnknownRevision.At(_git.Remote.Host, "this can name neither a tag nor a branch nor a commit"));
        }

        if (RefName.IsWholeHash(revision) && _content.Has(revision))
        {
            var known = _refs.Last ?? await _refs.GetAsync(context, cancellationToken);
            return await ReadCommitAsync(new GitTarget(revision, null, ""), known, context, cancellationToken);
        }

        var refs = await _refs.GetAsync(context, cancellationToken);
        var target = await FindAsync(revision, refs, context, cancellationToken);
        if (await TryFetchAsync(target, refs, context, cancellationToken) is { } commit)
        {
            return commit;
        }

        // The ref has moved since the server listed it.
        _refs.Expire();
        refs = await _refs.GetAsync(context, cancellationToken);
        target = await FindAsync(revision, refs, context, cancellationToken);
        return await TryFetchAsync(target, refs, context, cancellationToken)
            ?? throw new FaultException(FaultCodes.VcsFailed.At(_git.Remote.Host, $"{revision} is {target.CommitId}, and the server does not give that"));
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadFileAsync(Commit commit, string path, long limitBytes, FetchContext context, CancellationToken cancellationToken)
    {
        if (!TreePath.IsValid(path))
        {
            return null;
        }

        await EnsureAsync(commit, context, cancellationToken);
        return await _content.ReadFileAsync(commit.Id, path, limitBytes, context, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> DescendsFromAsync(Commit commit, string tag, FetchContext context, CancellationToken cancellationToken)
    {
        var refs = await _refs.GetAsync(context, cancellationToken);
        if (!RefName.IsValid(tag) || refs.Find(RefName.Tags + tag) is not { } ancestor)
        {
            return false;
        }

        return ancestor == commit.Id || await _history.IsAncestorAsync(ancestor, commit.Id, refs, context, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<string?> FindRecentTagAsync(
        Commit commit, string prefix, Func<string, bool> isAllowed, FetchContext context, CancellationToken cancellationToken)
    {
        var refs = await _refs.GetAsync(context, cancellationToken);
        var candidates = TagChoice.Order(refs.Tags, prefix, isAllowed);
        if (candidates.Count == 0 || candidates[0].CommitId == commit.Id)
        {
            return candidates.Count == 0 ? null : candidates[0].Name;
        }

        var ids = candidates.Select(tag => tag.CommitId).ToHashSet(StringComparer.Ordinal);
        var ancestors = await _history.AncestorsAmongAsync(ids, commit.Id, refs, context, cancellationToken);
        return candidates.FirstOrDefault(tag => ancestors.Contains(tag.CommitId))?.Name;
    }

    /// <inheritdoc/>
    public async Task<SourceTree> ExportAsync(Commit commit, string folder, FetchContext context, CancellationToken cancellationToken)
    {
        if (folder.Length > 0 && !TreePath.IsValid(folder))
        {
            return SourceTree.Empty;
        }

        await EnsureAsync(commit, context, cancellationToken);
        return await _export.RunAsync(commit.Id, folder, context, cancellationToken);
    }

    private async Task<GitRefs> AskRefsAsync(GitOptions options, FetchContext context, CancellationToken cancellationToken)
    {
        var limits = new GitServerLimits(options.RefsTimeout, GitLimits.MaxRefsBytes);
        var answer = await _git.AskServerAsync(null, ["ls-remote", "--quiet", "--", _git.Remote.Url], limits, context, cancellationToken);
        if (answer.Length == 0 && !await _git.IsGitServerAsync(options.RefsTimeout, context, cancellationToken))
        {
            throw new FaultException(FaultCodes.VcsFailed.At(_git.Remote.Host, "what answers at the repository's URL does not speak git's protocol"));
        }

        return GitRefs.Parse(answer);
    }

    private async Task<GitTarget> FindAsync(string revision, GitRefs refs, FetchContext context, CancellationToken cancellationToken)
    {
        foreach (var name in (string[])[RefName.Tags + revision, RefName.Heads + revision, revision])
        {
            if ((name != revision || revision == "HEAD") && refs.Find(name) is { } id)
            {
                return new GitTarget(id, name, name);
            }
        }

        if (!RefName.IsHash(revision))
        {
            throw Unknown(revision);
        }

        var tip = refs.FindTip(revision, out var isAmbiguous);
        if (isAmbiguous)
        {
            throw new FaultException(FaultCodes.UnknownRevision.At(_git.Remote.Host, $"{revision} is ambiguous: several commits begin so"));
        }

        if (tip is not null)
        {
            return tip;
        }

        // Only what a branch or a tag leads to: servers also give commits of forks and of refused changes to whoever knows the hash.
        var found = await _history.FindAsync(revision, refs, context, cancellationToken);
        return found is null ? throw Unknown(revision) : new GitTarget(found, null, "");
    }

    /// <summary>The commit with its files; null when the ref stands for something else by now.</summary>
    private async Task<Commit?> TryFetchAsync(GitTarget target, GitRefs refs, FetchContext context, CancellationToken cancellationToken) =>
        await _content.TryFetchAsync(target, refs.IsSha256, context, cancellationToken) ? await ReadCommitAsync(target, refs, context, cancellationToken) : null;

    private async Task<Commit> ReadCommitAsync(GitTarget target, GitRefs refs, FetchContext context, CancellationToken cancellationToken)
    {
        var time = await _content.TimeOfAsync(target.CommitId, context, cancellationToken)
            ?? throw new FaultException(FaultCodes.UnknownRevision.At(_git.Remote.Host, $"{(target.Ref.Length > 0 ? target.Ref : target.CommitId)} is no commit"));
        return new Commit(target.CommitId, target.CommitId[..12], time) { Tags = refs.TagsOf(target.CommitId), Ref = target.Ref };
    }

    /// <summary>Somebody may have emptied the cache since the commit was resolved.</summary>
    private async Task EnsureAsync(Commit commit, FetchContext context, CancellationToken cancellationToken)
    {
        if (_content.Has(commit.Id))
        {
            return;
        }

        foreach (var name in commit.Ref.Length > 0 ? new[] { commit.Ref, null } : [null])
        {
            var target = new GitTarget(commit.Id, name, commit.Ref);
            if (await _content.TryFetchAsync(target, commit.Id.Length == RefName.Sha256Digits, context, cancellationToken))
            {
                return;
            }
        }

        throw Unknown(commit.Id);
    }

    private FaultException Unknown(string revision) => new(FaultCodes.UnknownRevision.At(_git.Remote.Host, OneLine.Clean(revision)));
}
