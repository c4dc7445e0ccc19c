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

    /// <summary>The names of the tags on a commit and its ancestors.</summary>
    public async Task<IReadOnlySet<string>> TagsOnAncestorsAsync(string commitId, GitRefs refs, FetchContext context, CancellationToken cancellationToken)
    {
        if (!await HasAsync([commitId], refs, context, cancellationToken))
        {
            return new HashSet<string>();
        }

        await UpdateAsync(refs, context, cancellationToken);
        string[] arguments = ["for-each-ref", $"--merged={commitId}", "--format=%(refname:lstrip=2)", RefName.Tags];
        var result = await git.RunAsync(Copy, arguments, new GitInput(default, GitLimits.MaxRefsBytes), context, cancellationToken);
        return Encoding.UTF8.GetString(git.Check(result)).Split('\n').ToHashSet(StringComparer.Ordinal);
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
    private async Task UpdateAsync(GitRefs refs, FetchContext context, CancellationToken cancellationToken)
    {
        if (IsCurrent(refs))
        {
            return;
        }

        using var turn = await folder.EnterAsync(cancellationToken);
        if (IsCurrent(refs))
        {
            return;
        }

        Copy.Prepare(refs.IsSha256);
        await GitFetch.RunAsync(
            git, Copy, ["--prune", "--filter=tree:0"], ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"], options, context, cancellationToken);
        Copy.WriteNote(FetchedRefs, refs.Digest);
    }

    private bool IsCurrent(GitRefs refs) => Copy.Exists && Copy.ReadNote(FetchedRefs) == refs.Digest;
}
