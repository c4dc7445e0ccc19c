using Sluice.Core.Ports;

namespace Sluice.Fetch.Vcs;

/// <summary>
/// A repository as the rules for modules see it (cmd/go/internal/modfetch/codehost, <c>Repo</c>): tags, commits, files. Git, Mercurial, Subversion
/// and Fossil are code repositories. Safe to call concurrently. What a method notes in the <see cref="FetchContext"/> shows in <c>--explain</c>.
/// </summary>
/// <remarks>
/// Every method throws <see cref="Http.FaultException"/>. Its fault is <c>NotFound</c> only where the repository itself said so: an unknown
/// revision, a repository that the host says does not exist.
/// </remarks>
internal interface ICodeRepository
{
    /// <summary>All tags, in any order. Asks the server without fetching content; what it said is believed for some seconds.</summary>
    Task<IReadOnlyList<RepositoryTag>> ListTagsAsync(FetchContext context, CancellationToken cancellationToken);

    /// <summary>
    /// Finds what a tag, a branch, <c>HEAD</c>, or the beginning of a hash (7 digits and more) stands for, in this order, and fetches so much
    /// that its files can be read.
    /// </summary>
    Task<Commit> ResolveAsync(string revision, FetchContext context, CancellationToken cancellationToken);

    /// <summary>Reads a file of a commit; null when there is none (a folder or a submodule is none; a symbolic link is its target's text).</summary>
    /// <param name="commit">From <see cref="ResolveAsync"/>.</param>
    /// <param name="path">Slash-separated, from the repository's root.</param>
    /// <param name="limitBytes">A longer file is a fault.</param>
    /// <param name="context">Takes notes.</param>
    /// <param name="cancellationToken">Ends it, and every process it started.</param>
    Task<byte[]?> ReadFileAsync(Commit commit, string path, long limitBytes, FetchContext context, CancellationToken cancellationToken);

    /// <summary>Whether a tag's commit is the given one or an ancestor of it. Fetches as much history as that takes.</summary>
    Task<bool> DescendsFromAsync(Commit commit, string tag, FetchContext context, CancellationToken cancellationToken);

    /// <summary>
    /// Among the tags on ancestors of a commit (itself included) that begin with a prefix and are allowed: the one with the highest semantic version
    /// behind the prefix; null for none.
    /// </summary>
    Task<string?> FindRecentTagAsync(Commit commit, string prefix, Func<string, bool> isAllowed, FetchContext context, CancellationToken cancellationToken);

    /// <summary>Takes the files at and below a folder out of a commit. The caller disposes the tree.</summary>
    /// <param name="commit">From <see cref="ResolveAsync"/>.</param>
    /// <param name="folder">Slash-separated; empty for the root.</param>
    /// <param name="context">Takes notes.</param>
    /// <param name="cancellationToken">Ends it, and every process it started.</param>
    Task<SourceTree> ExportAsync(Commit commit, string folder, FetchContext context, CancellationToken cancellationToken);
}
