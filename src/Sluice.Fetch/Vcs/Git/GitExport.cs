using Sluice.Core.Ports;
using Sluice.Fetch.Http;
using Sluice.Modules.Archives;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>
/// Takes a folder out of a commit, as the go command does: with <c>git archive</c>, so that eol, text, ident and working-tree-encoding attributes
/// convert files, and the attributes in the repository's root count for a folder too. The archive is read while it comes: nothing of it lies on disk.
/// </summary>
internal sealed class GitExport(GitClient git, GitFolder folder)
{
    private static readonly Func<CancellationToken, ValueTask<Stream>> Never = static _ => throw new InvalidOperationException("only regular files of the module itself have content");

    /// <summary>Takes it out. The caller disposes the tree.</summary>
    /// <exception cref="FaultException">There is too much of it, or git fails.</exception>
    public Task<SourceTree> RunAsync(string commitId, string path, FetchContext context, CancellationToken cancellationToken) =>
        CacheFaults.GuardAsync(() => TakeAsync(commitId, path, context, cancellationToken));

    private async Task<SourceTree> TakeAsync(string commitId, string path, FetchContext context, CancellationToken cancellationToken)
    {
        var entries = await ListAsync(commitId, path, context, cancellationToken);
        TreeCheck.Fits([.. entries.Select(entry => FileOf(entry, path, Never))]);
        if (entries.Count == 0)
        {
            return SourceTree.Empty;
        }

        var others = InnerModules.Find(entries, path);
        var archive = new GitArchive((output, token) => ArchiveAsync(commitId, path, others, output, context, token));
        return new SourceTree(
            [.. entries.Select(entry => FileOf(entry, path, others.Contains(entry.Path) ? Never : token => archive.OpenAsync(entry.Path, token)))],
            archive.DisposeAsync);
    }

    private async Task<IReadOnlyList<TreeEntry>> ListAsync(string commitId, string path, FetchContext context, CancellationToken cancellationToken)
    {
        using var listing = new TreeListing();
        string[] arguments = ["ls-tree", "-r", "-l", "-z", "--full-tree", commitId, "--", .. path.Length > 0 ? new[] { path } : []];

        await git.StreamAsync(folder.Content, arguments, new GitInput(default, GitLimits.MaxTreeBytes), listing, context, cancellationToken);

        // Where the folder is a file, there is nothing below it.
        return path.Length == 0 ? listing.Entries : [.. listing.Entries.Where(entry => entry.Path.StartsWith(path + "/", StringComparison.Ordinal))];
    }

    /// <summary>The folder as a pathspec, not as <c>commit:folder</c>: else the root's attributes would not count.</summary>
    private Task ArchiveAsync(string commitId, string path, InnerModules others, Stream output, FetchContext context, CancellationToken cancellationToken)
    {
        List<string> arguments = ["archive", "--format=tar", commitId, "--"];
        if (path.Length > 0)
        {
            arguments.Add($":(top,literal){path}");
        }

        arguments.AddRange(others.Folders.Select(folder => $":(top,literal,exclude){folder}"));
        return git.StreamAsync(folder.Content, arguments, new GitInput(default, GitLimits.MaxArchiveBytes), output, context, cancellationToken);
    }

    private static ModuleFile FileOf(TreeEntry entry, string path, Func<CancellationToken, ValueTask<Stream>> openAsync) =>
        new(path.Length == 0 ? entry.Path : entry.Path[(path.Length + 1)..], entry.SizeBytes, entry.Kind, entry.Kind == ModuleFileKind.Regular ? openAsync : Never) { IsConverted = true };
}
