using System.Formats.Tar;
using Sluice.Core.Faults;
using Sluice.Core.Ports;
using Sluice.Fetch.Http;
using Sluice.Modules.Archives;

namespace Sluice.Fetch.Vcs.Git;

/// <summary>
/// Takes a folder out of a commit, as the go command does: with <c>git archive</c>, so that eol, text, ident and working-tree-encoding attributes
/// convert files, and the attributes in the repository's root count for a folder too.
/// </summary>
internal sealed class GitExport(GitClient git, GitFolder folder)
{
    private static readonly Func<Stream> Never = static () => throw new InvalidOperationException("only regular files of the module itself have content");

    /// <summary>Takes it out. The caller disposes the tree.</summary>
    /// <exception cref="FaultException">There is too much of it, or git fails.</exception>
    public Task<SourceTree> RunAsync(string commitId, string path, FetchContext context, CancellationToken cancellationToken) =>
        CacheFaults.GuardAsync(() => TakeAsync(commitId, path, context, cancellationToken));

    private async Task<SourceTree> TakeAsync(string commitId, string path, FetchContext context, CancellationToken cancellationToken)
    {
        var entries = await ListAsync(commitId, path, context, cancellationToken);
        TreeCheck.Fits([.. entries.Select(entry => FileOf(entry, path, entry.SizeBytes, Never))]);
        if (entries.Count == 0)
        {
            return new SourceTree([], static () => { });
        }

        var spool = folder.OpenSpool();
        try
        {
            var others = InnerModules.Find(entries, path);
            await ArchiveAsync(commitId, path, others, spool, context, cancellationToken);
            return new SourceTree(await ReadAsync(entries, path, others, spool, cancellationToken), spool.Dispose);
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }
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
    private async Task ArchiveAsync(string commitId, string path, InnerModules others, FileStream spool, FetchContext context, CancellationToken cancellationToken)
    {
        List<string> arguments = ["archive", "--format=tar", commitId, "--"];
        if (path.Length > 0)
        {
            arguments.Add($":(top,literal){path}");
        }

        arguments.AddRange(others.Folders.Select(folder => $":(top,literal,exclude){folder}"));
        await git.StreamAsync(folder.Content, arguments, new GitInput(default, GitLimits.MaxArchiveBytes), spool, context, cancellationToken);
        await spool.FlushAsync(cancellationToken);
        spool.Position = 0;
    }

    /// <summary>Both lists are in the order of the names' bytes. The archive knows the size after conversion, the listing knows submodules.</summary>
    private static async Task<IReadOnlyList<ModuleFile>> ReadAsync(
        IReadOnlyList<TreeEntry> entries, string path, InnerModules others, FileStream spool, CancellationToken cancellationToken)
    {
        var files = new List<ModuleFile>(entries.Count);
        await using var reader = new TarReader(spool, leaveOpen: true);
        foreach (var entry in entries)
        {
            if (entry.Kind == ModuleFileKind.Irregular || others.Contains(entry.Path))
            {
                files.Add(FileOf(entry, path, entry.SizeBytes, Never));
                continue;
            }

            var archived = await NextAsync(reader, cancellationToken);
            if (archived is null || archived.Name != entry.Path || (archived.EntryType == TarEntryType.SymbolicLink) != (entry.Kind == ModuleFileKind.Symlink))
            {
                throw new FaultException(FaultCodes.VcsFailed.At(detail: $"git archive and git ls-tree do not agree about {OneLine.Clean(entry.Path)}"));
            }

            var (offset, length) = (archived.DataOffset, archived.Length);
            files.Add(entry.Kind == ModuleFileKind.Symlink
                ? FileOf(entry, path, entry.SizeBytes, Never)
                : FileOf(entry, path, length, () => new FileSlice(spool.SafeFileHandle, offset, length)));
        }

        return files;
    }

    private static async Task<TarEntry?> NextAsync(TarReader reader, CancellationToken cancellationToken)
    {
        while (await reader.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes))
            {
                return entry;
            }
        }

        return null;
    }

    private static ModuleFile FileOf(TreeEntry entry, string path, long sizeBytes, Func<Stream> open) =>
        new(path.Length == 0 ? entry.Path : entry.Path[(path.Length + 1)..], sizeBytes, entry.Kind, open);
}
