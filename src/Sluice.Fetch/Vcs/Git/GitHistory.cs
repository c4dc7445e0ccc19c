using System.Text;
using Sluice.Core.Ports;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>
/// The commits and tags of all branches and tags, without files where the server can leave them out
/// (https://git-scm.com/docs/partial-clone): moby has 340 MB, its commits 30.
/// </summary>
internal sealed class GitHistory(GitClient git, GitFolder folder, GitOptions options)
{
    /// <summary>The note that says which refs are in.</summary>
    private const string FetchedRefs = "fetched-refs";

    private static readonly string[] CommitsOnly = ["--filter=tree:0"];

    private GitCopy Copy => folder.History;

    /// <summary>The commit whose hash begins with the given digits, if a branch or a tag leads to it; null for none or several.</summary>
    public async Task<string?> FindAsync(string digits, GitRefs refs, FetchContext context, CancellationToken cancellationToken)
    {
        if (Copy.Exists && (await GitObjects.FindCommitsAsync(git, Copy, [digits], context, cancellationToken))[0] is { } known)
        {
            return known;
        }

        await UpdateAsync(refs, context, cancellationToken);
        return (await GitObjects.FindCommitsAsync(git, Copy, [digits], context, cancellationToken))[0];
    }

    /// <summary>Whether a commit is an ancestor of another one.</summary>
    public async Task<bool> IsAncestorAsync(string ancestor, string commitId, GitRefs refs, FetchContext context, CancellationToken cancellationToken)
    {
        if (!await HasAsync([ancestor, commitId], refs, context, cancellationToken))
        {
            return false;
        }

        var result = await git.RunAsync(Copy, ["merge-base", "--is-ancestor", ancestor, commitId], GitInput.None, context, cancellationToken);

        // 1 is an answer, everything else a failure.
        return result.ExitCode != 1 && git.Check(result).Length == 0;
    }

    /// <summary>Those of the given commits that are a commit or its ancestors.</summary>
    public async Task<IReadOnlySet<string>> AncestorsAmongAsync(
        IReadOnlySet<string> commitIds, string commitId, GitRefs refs, FetchContext context, CancellationToken cancellationToken)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (!await HasAsync([commitId], refs, context, cancellationToken))
        {
            return found;
        }

        var result = await git.RunAsync(Copy, ["rev-list", commitId, "--"], new GitInput(default, GitLimits.MaxHistoryBytes), context, cancellationToken);
        var output = git.Check(result);
        foreach (var range in output.AsSpan().Split((byte)'\n'))
        {
            var id = Encoding.ASCII.GetString(output.AsSpan()[range]);
            if (commitIds.Contains(id))
            {
                found.Add(id);
            }
        }

        return found;
    }

    /// <summary>Whether commits are there, after asking the server where they are not.</summary>
    private async Task<bool> HasAsync(string[] commitIds, GitRefs refs, FetchContext context, CancellationToken cancellationToken)
    {
        if (Copy.Exists && (await GitObjects.FindCommitsAsync(git, Copy, commitIds, context, cancellationToken)).All(id => id is not null))
        {
            return true;
        }

        await UpdateAsync(refs, context, cancellationToken);
        return (await GitObjects.FindCommitsAsync(git, Copy, commitIds, context, cancellationToken)).All(id => id is not null);
    }

    /// <summary>Fetches what is new, unless nothing can be: the server's branches and tags are those of the last time.</summary>
    private Task UpdateAsync(GitRefs refs, FetchContext context, CancellationToken cancellationToken) =>
        IsCurrent(refs) ? Task.CompletedTask : CacheFaults.GuardAsync(() => FetchAsync(refs, context, cancellationToken));

    private async Task<bool> FetchAsync(GitRefs refs, FetchContext context, CancellationToken cancellationToken)
    {
        using var turn = await folder.EnterAsync(cancellationToken);
        if (IsCurrent(refs))
        {
            return false;
        }

        Copy.Prepare(refs.IsSha256);
        await GitFetch.RunAsync(git, Copy, ["--prune", .. CommitsOnly], ["+refs/heads/*:refs/heads/*"], options, context, cancellationToken);
        await FetchTagsAsync(refs, context, cancellationToken);
        Copy.WriteNote(FetchedRefs, refs.Digest);
        return true;
    }

    /// <summary>
    /// Fetches the tags that no branch leads to. The others need no ref of ours: their names are the server's to say, and git writes a file for each
    /// (30,000 tags took 2 s, and there are repositories with more).
    /// </summary>
    private async Task FetchTagsAsync(GitRefs refs, FetchContext context, CancellationToken cancellationToken)
    {
        var tags = refs.Tags.DistinctBy(tag => tag.CommitId).ToList();
        var known = await GitObjects.FindCommitsAsync(git, Copy, [.. tags.Select(tag => tag.CommitId)], context, cancellationToken);
        string[] missing = [.. tags.Where((_, index) => known[index] is null).Select(tag => $"+{RefName.Tags}{tag.Name}:{GitCopy.RefOf(tag.CommitId)}")];
        if (missing.Length > 0)
        {
            await GitFetch.RunAsync(git, Copy, CommitsOnly, missing, options, context, cancellationToken);
        }
    }

    private bool IsCurrent(GitRefs refs) => Copy.Exists && Copy.ReadNote(FetchedRefs) == refs.Digest;
}
